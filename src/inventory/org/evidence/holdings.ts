import type { PermissionSetRow } from '../../../org/appAccess.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgUserRow } from '../../../org/orgUsers.js';
import type { GroupPartRow, SetAssignmentRow } from '../../../org/permissionAssignments.js';
import type { Answer } from '../../../org/readColumns.js';
import { known, unknown, type Fact } from '../../types.js';
import { shortId } from '../rowsById.js';
import { shortfallOf } from '../shortfall.js';

/** One permission set that a user has, and through what. */
export type Holding = {
  /** First 15 characters of its id. */
  set: string;
  /** "profile X", "permission set X", "permission set group X" … */
  via: string;
  /** A part of a group that mutes permissions: it opens apps, but what it permits only the group as a whole tells. */
  opensAppsOnly?: true;
};

/** Which permission sets each active user has; users by id, sets by the first 15 characters of theirs. */
export type Holdings = {
  ofUser: ReadonlyMap<string, readonly Holding[]>;
  sets: ReadonlyMap<string, PermissionSetRow>;
  /** Names of groups that take permissions away from their sets. */
  mutingGroups: string[];
};

export type HoldingSources = {
  rights: CallerRights;
  users: Answer<OrgUserRow>;
  sets: Answer<PermissionSetRow>;
  assignments: Answer<SetAssignmentRow>;
  groupParts: Answer<GroupPartRow>;
};

/** Ids of permission sets that mute (audit.md A.5). */
const mutingPrefix = '0QM';

type Rows = {
  users: readonly OrgUserRow[];
  sets: ReadonlyMap<string, PermissionSetRow>;
  assignments: readonly SetAssignmentRow[];
  groupParts: readonly GroupPartRow[];
};

const groupedBy = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
};

/** What a group gives: its aggregate permission set and its parts, of which a muting group gives less than they say. */
const groupReader = ({ sets, groupParts }: Rows) => {
  const parts = groupedBy(groupParts, ({ PermissionSetGroupId }) => shortId(PermissionSetGroupId));
  const mutes = (group: string): boolean =>
    (parts.get(group) ?? []).some(({ PermissionSetId }) => PermissionSetId.startsWith(mutingPrefix));
  const aggregates = new Map(
    [...sets.values()].flatMap((set) =>
      set.PermissionSetGroupId ? [[shortId(set.PermissionSetGroupId), set] as const] : [],
    ),
  );
  const nameOf = (group: string): string => {
    const aggregate = aggregates.get(group);
    return aggregate?.PermissionSetGroup?.DeveloperName ?? aggregate?.Name ?? group;
  };
  const expand = (groupId: string): Holding[] => {
    const group = shortId(groupId);
    const aggregate = aggregates.get(group);
    const isMuting = mutes(group);
    // The org adds up a group later than it changes (`Outdated`, `Updating`, `Failed`).
    const isCurrent = aggregate?.PermissionSetGroup?.Status === 'Updated';
    const told = isMuting && isCurrent;
    const via = `permission set group ${nameOf(group)}${isMuting && !isCurrent ? ', which mutes permissions' : ''}`;
    const members = (parts.get(group) ?? []).filter(({ PermissionSetId }) => sets.has(shortId(PermissionSetId)));
    return [
      ...(aggregate ? [{ set: shortId(aggregate.Id), via }] : []),
      ...members.map(({ PermissionSetId }): Holding => ({
        set: shortId(PermissionSetId),
        via,
        ...(told ? { opensAppsOnly: true } : {}),
      })),
    ];
  };
  return { expand, mutingGroups: [...parts.keys()].filter(mutes).map(nameOf).sort() };
};

const isHeld = (now: number, { ExpirationDate, IsRevoked }: SetAssignmentRow): boolean =>
  IsRevoked !== true && !(ExpirationDate && Date.parse(ExpirationDate) <= now);

const profileNameOf = (user: OrgUserRow, set: PermissionSetRow): string =>
  set.Profile?.Name ?? user.Profile?.Name ?? user.ProfileId ?? set.Id;

/** Kinds of users that people and programs sign in as; the platform's own have no profile to look at. */
const hasProfile = ({ UserType, ProfileId }: OrgUserRow): boolean =>
  Boolean(ProfileId) || UserType === undefined || UserType === null || ['Standard', 'CsnOnly'].includes(UserType);

const holdingsOf = (rows: Rows, now: number): Fact<Holdings> => {
  const { users, sets } = rows;
  const profileSets = new Map(
    [...sets.values()].flatMap((set) => (set.ProfileId ? [[shortId(set.ProfileId), set] as const] : [])),
  );
  const { expand, mutingGroups } = groupReader(rows);
  const expanded = new Map<string, Holding[]>();
  const assigned = groupedBy(
    rows.assignments.filter((row) => isHeld(now, row)),
    ({ AssigneeId }) => shortId(AssigneeId),
  );
  const held = ({ PermissionSetId, PermissionSetGroupId }: SetAssignmentRow): Holding[] => {
    if (!PermissionSetGroupId) {
      const id = shortId(PermissionSetId ?? '');
      return [{ set: id, via: `permission set ${sets.get(id)?.Name ?? id}` }];
    }
    const ofGroup = expanded.get(PermissionSetGroupId) ?? expand(PermissionSetGroupId);
    expanded.set(PermissionSetGroupId, ofGroup);
    return ofGroup;
  };
  const ofUser = new Map<string, Holding[]>();
  const unseen = new Set<string>();
  for (const user of users.filter(({ IsActive }) => IsActive)) {
    const set = profileSets.get(shortId(user.ProfileId ?? ''));
    if (!set && hasProfile(user)) unseen.add(user.ProfileId ?? '');
    const ofProfile = set ? [{ set: shortId(set.Id), via: `profile ${profileNameOf(user, set)}` }] : [];
    ofUser.set(user.Id, [...ofProfile, ...(assigned.get(shortId(user.Id)) ?? []).flatMap(held)]);
  }
  if (unseen.size > 0)
    return unknown(`the org does not show what ${unseen.size} of the profiles that users have permit`);
  return known({ ofUser, sets, mutingGroups });
};

const refusalOf = (sources: HoldingSources): string | undefined => {
  const { users, sets, assignments, groupParts } = sources;
  const refused = [users, sets, assignments, groupParts].find((answer) => answer.refused !== undefined)?.refused;
  if (refused !== undefined) return refused;
  const essential = [
    ...missingOf(users, 'User', ['IsActive', 'ProfileId']),
    ...missingOf(sets, 'PermissionSet', ['ProfileId']),
  ];
  return essential.length > 0 ? `the org does not show ${essential.join(', ')}` : undefined;
};

const missingOf = (answer: Answer<object>, object: string, columns: readonly string[]): string[] =>
  answer.refused === undefined
    ? columns.filter((column) => answer.missing.includes(column)).map((column) => `${column} of ${object}`)
    : [];

const rowsOf = <Row>(answer: Answer<Row>): Row[] => (answer.refused === undefined ? answer.rows : []);

/** Which permission sets each active user has, through profile, permission set and group alike. */
export const holdingsFrom = (sources: HoldingSources, now: Date): Fact<Holdings> => {
  const reason = shortfallOf(sources.rights, 'ViewSetup') ?? refusalOf(sources);
  if (reason !== undefined) return unknown(reason);
  return holdingsOf(
    {
      users: rowsOf(sources.users),
      sets: new Map(rowsOf(sources.sets).map((set) => [shortId(set.Id), set])),
      assignments: rowsOf(sources.assignments),
      groupParts: rowsOf(sources.groupParts),
    },
    now.getTime(),
  );
};
