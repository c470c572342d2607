import {
  readGroupMembers,
  readHolderCounts,
  readHolders,
  type GroupMemberRow,
  type HolderRow,
} from '../../org/appAccess.js';
import type { OrgConnection } from '../../org/connection.js';
import type { Answer } from '../../org/readColumns.js';
import { known, unknown, type Fact } from '../types.js';
import { shortId } from './rowsById.js';

/** Users by the id of what they hold. */
const usersBy = (
  holders: readonly HolderRow[],
  idOf: (row: HolderRow) => string | null | undefined,
): Map<string, string[]> => {
  const users = new Map<string, string[]>();
  for (const holder of holders) {
    const id = shortId(idOf(holder) ?? '');
    const found = users.get(id);
    if (found) found.push(shortId(holder.AssigneeId));
    else users.set(id, [shortId(holder.AssigneeId)]);
  }
  return users;
};

/** Distinct users of each set that is part of a group: a user may hold it alone, through a group, or twice. */
const countThroughGroups = (members: readonly GroupMemberRow[], holders: readonly HolderRow[]): Map<string, number> => {
  const ofSet = usersBy(holders, ({ PermissionSetId }) => PermissionSetId);
  const ofGroup = usersBy(holders, ({ PermissionSetGroupId }) => PermissionSetGroupId);
  const users = new Map<string, Set<string>>();
  for (const { PermissionSetId, PermissionSetGroupId } of members) {
    const set = shortId(PermissionSetId);
    const found = users.get(set) ?? new Set(ofSet.get(set));
    for (const user of ofGroup.get(shortId(PermissionSetGroupId)) ?? []) found.add(user);
    users.set(set, found);
  }
  return new Map([...users].map(([set, { size }]) => [set, size]));
};

const readThroughGroups = async (
  connection: OrgConnection,
  members: readonly GroupMemberRow[],
): Promise<Answer<HolderRow>> =>
  members.length === 0
    ? { rows: [], missing: [] }
    : readHolders(
        connection,
        [...new Set(members.map(({ PermissionSetId }) => PermissionSetId))],
        [...new Set(members.map(({ PermissionSetGroupId }) => PermissionSetGroupId))],
      );

/** How many active users hold a permission set that opens an app, by its id. */
export const readActiveUsers = async (connection: OrgConnection): Promise<(id: string) => Fact<number>> => {
  const [counts, members] = await Promise.all([readHolderCounts(connection), readGroupMembers(connection)]);
  if (counts.refused !== undefined) return () => unknown(counts.refused);
  if (members.refused !== undefined) return () => unknown(members.refused);
  const holders = await readThroughGroups(connection, members.rows);
  if (holders.refused !== undefined) return () => unknown(holders.refused);
  const direct = new Map(counts.rows.map(({ PermissionSetId, users }) => [shortId(PermissionSetId), users]));
  const throughGroups = countThroughGroups(members.rows, holders.rows);
  return (id) => known(throughGroups.get(shortId(id)) ?? direct.get(shortId(id)) ?? 0);
};
