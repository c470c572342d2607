import type { CsvRow } from './csvRows.js';

/** Columns of ApiTotalUsage that are counted; the others are passed over (audit.md A.9). */
const wanted = [
  'TIMESTAMP',
  'TIMESTAMP_DERIVED',
  'CONNECTED_APP_ID',
  'CONNECTED_APP_NAME',
  'CLIENT_NAME',
  'USER_ID',
  'USER_NAME',
  'API_FAMILY',
  'API_CLIENT_CATEGORY',
  'API_VERSION',
  'API_RESOURCE',
  'HTTP_METHOD',
  'ENTITY_NAME',
  'CLIENT_IP',
  'STATUS_CODE',
] as const;
export type LogColumn = (typeof wanted)[number];

/** Where each column is in this file; -1 for one that it lacks. Order and number change by release. */
export type LogColumns = { width: number; time: number; at: Record<LogColumn, number>; missing: LogColumn[] };

const textsOf = ({ bytes, cells, starts, ends }: CsvRow): string[] => {
  const decoder = new TextDecoder();
  return Array.from({ length: cells }, (_, cell) => decoder.decode(bytes.subarray(starts[cell], ends[cell])));
};

/** Reads the first row of a log. */
export const readHeader = (row: CsvRow): LogColumns => {
  const names = textsOf(row).map((name) =>
    name
      .replace(/^\uFEFF?"?|"$/g, '')
      .trim()
      .toUpperCase(),
  );
  const at = Object.fromEntries(wanted.map((name) => [name, names.indexOf(name)])) as Record<LogColumn, number>;
  const time = at.TIMESTAMP_DERIVED >= 0 ? at.TIMESTAMP_DERIVED : at.TIMESTAMP;
  const isTime = (name: LogColumn): boolean => name.startsWith('TIMESTAMP');
  const missing = wanted.filter((name) => at[name] < 0 && !(isTime(name) && time >= 0));
  return { width: names.length, time, at, missing };
};

/** Without a time or without anything that names a program, rows of a file tell nothing. */
export const isApiLog = ({ time, at }: LogColumns): boolean =>
  time >= 0 && (at.CONNECTED_APP_ID >= 0 || at.CONNECTED_APP_NAME >= 0 || at.CLIENT_NAME >= 0);
