import type { OrgReading } from '../inventory/orgReading.js';
import { mergeInventories } from '../inventory/source/mergeInventories.js';
import type { Inventory } from '../inventory/types.js';
import { failBrokenAnswers } from '../org/brokenAnswers.js';
import { countCalls, type CallCounter, type OrgConnection } from '../org/connection.js';
import { explainOrgFailure } from '../org/failures.js';
import { openOrg } from '../org/openOrg.js';

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

type Opened = { org: string; connection: OrgConnection } | { org: string; error: unknown };

/** Each org once, by the name it was given first. */
const withoutTwins = (all: readonly Opened[]): Opened[] => {
  const users = all.map((one) => ('connection' in one ? (one.connection.getUsername() ?? one.org) : undefined));
  return all.filter((_, index) => users[index] === undefined || users.indexOf(users[index]) === index);
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
  let done = 0;

  const openOne = async (org: string): Promise<Opened> => {
    try {
      return { org, connection: await open(org, apiVersion) };
    } catch (error) {
      return { org, error };
    }
  };

  const readOne = async (opened: Opened): Promise<OrgReading> => {
    const { org } = opened;
    const readAt = new Date().toISOString();
    if ('error' in opened) return { org, readAt, inventory: unread(org, opened.error) };
    const { connection } = opened;
    const { orgId } = connection.getAuthInfoFields();
    failBrokenAnswers(connection);
    counters.push(countCalls(connection));
    try {
      const { inventoryFromOrg } = await import('../inventory/fromOrg.js');
      return { org, orgId, readAt, inventory: await inventoryFromOrg(connection, { org, evidence: true }) };
    } catch (error) {
      return { org, orgId, readAt, inventory: unread(org, error) };
    } finally {
      done += 1;
      onRead?.(done);
    }
  };

  const opened = withoutTwins(await Promise.all([...new Set(orgs)].map(openOne)));
  const readings = await Promise.all(opened.map(readOne));
  return { readings, apiCalls: counters.reduce((total, { count }) => total + count, 0) };
};
