import { mergeInventories } from '../inventory/source/mergeInventories.js';
import type { Inventory } from '../inventory/types.js';
import { countCalls, type CallCounter } from '../org/connection.js';
import { explainOrgFailure } from '../org/failures.js';
import { openOrg } from '../org/openOrg.js';

/** One org as it was at one time: from the org itself, or from a snapshot of it. */
export type OrgReading = {
  /** Alias or username, as findings and coverage name it. */
  org: string;
  /** Absent when nobody could sign in. */
  orgId?: string | undefined;
  readAt: string;
  /** Users and addresses stand under other names. */
  pseudonymized?: true | undefined;
  inventory: Inventory;
};

export type ReadOrgsOptions = {
  apiVersion?: string | undefined;
  /** Called after each org. */
  onRead?: ((done: number) => void) | undefined;
  open?: typeof openOrg | undefined;
};

const oneSentence = (text: string): string => text.trim().split('\n')[0]?.trim().replace(/\.$/, '') ?? '';

/** An org of which nothing is known but why. */
const unread = (org: string, error: unknown): Inventory => {
  const failure = explainOrgFailure(error, org);
  const reason =
    oneSentence(failure instanceof Error ? failure.message : String(failure)) || 'it failed without a reason';
  return { ...mergeInventories([]), coverage: [{ source: `org:${org}`, status: 'unavailable', reason }] };
};

/**
 * Reads orgs at the same time. One that fails, for whatever reason, takes nothing from the others: its coverage says
 * that it is unavailable, and why. An org that is named twice, by alias and by username, is read once.
 */
export const readOrgs = async (
  orgs: readonly string[],
  { apiVersion, onRead, open = openOrg }: ReadOrgsOptions = {},
): Promise<{ readings: OrgReading[]; apiCalls: number }> => {
  const counters: CallCounter[] = [];
  const users = new Set<string>();
  let done = 0;

  const read = async (org: string): Promise<OrgReading | undefined> => {
    const readAt = new Date().toISOString();
    let orgId: string | undefined;
    try {
      const connection = await open(org, apiVersion);
      const user = connection.getUsername() ?? org;
      if (users.has(user)) return undefined;
      users.add(user);
      orgId = connection.getAuthInfoFields().orgId;
      counters.push(countCalls(connection));
      const { inventoryFromOrg } = await import('../inventory/fromOrg.js');
      return { org, orgId, readAt, inventory: await inventoryFromOrg(connection, { org }) };
    } catch (error) {
      return { org, orgId, readAt, inventory: unread(org, error) };
    } finally {
      done += 1;
      onRead?.(done);
    }
  };

  const readings = await Promise.all([...new Set(orgs)].map(read));
  return {
    readings: readings.filter((reading) => reading !== undefined),
    apiCalls: counters.reduce((total, { count }) => total + count, 0),
  };
};
