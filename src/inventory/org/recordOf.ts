import type { StampColumns } from '../../org/clientAppRecords.js';
import type { InventoryApp } from '../types.js';
import { isoTime } from './isoTime.js';

/** Who made a registration and changed it last, and when; nothing where the org shows none of it. */
export const recordOf = (row: StampColumns): Pick<InventoryApp, 'record'> => {
  const record = {
    createdDate: isoTime(row.CreatedDate),
    createdById: row.CreatedById ?? undefined,
    lastModifiedDate: isoTime(row.LastModifiedDate),
    lastModifiedById: row.LastModifiedById ?? undefined,
  };
  return Object.values(record).some((value) => value !== undefined) ? { record } : {};
};
