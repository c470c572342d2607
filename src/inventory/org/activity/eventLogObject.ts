import { readCallDimensions, readCallTotals } from '../../../org/activity/apiUsageEventLog.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgConnection } from '../../../org/connection.js';
import type { ApiUsage } from '../../evidence.js';
import { usageOfGroups } from '../../usage/groupedCalls.js';

/** What the event log object told. */
export type EventLogObject = {
  usage: ApiUsage;
  /** What of it the org did not group; undefined when everything is there. */
  gap: string | undefined;
};

/**
 * What apps did, from the event log object that few orgs have. It answers in a few queries what the files tell in
 * gigabytes; nothing, where the org has none, has logged nothing in it or does not group it by app.
 */
export const readEventLogObject = async (
  connection: OrgConnection,
  rights: CallerRights,
): Promise<EventLogObject | undefined> => {
  if (rights.EventLogReadAccess === false) return undefined;
  const totals = await readCallTotals(connection);
  const [total] = totals.refused === undefined ? totals.rows : [];
  if (!total?.calls || !total.earliest || !total.latest) return undefined;
  const { known, refused } = await readCallDimensions(connection);
  const { families } = known;
  if (!families) return undefined;
  const gaps = Object.entries(refused).map(([name, reason]) => `${name}: ${reason}`);
  const gap = gaps.length > 0 ? gaps.join('; ') : undefined;
  const window = { from: total.earliest, to: total.latest };
  return { usage: usageOfGroups({ ...known, families }, window, gap !== undefined), gap };
};
