import type { OrgEvidence, PermissionHolders } from '../inventory/evidence.js';
import { known, unknown, type Fact } from '../inventory/types.js';
import { shortId } from './outcomes.js';

/** Who holds a user permission; undefined where this org has no such permission, so that nothing can hang on it. */
export const holdersOf = (
  { org, permissionHolders }: OrgEvidence,
  permission: string,
): Fact<PermissionHolders['holders'] | undefined> => {
  if (!permissionHolders.known) return permissionHolders;
  const entry = permissionHolders.value.find((one) => one.permission === permission);
  if (!entry) return unknown(`who holds ${permission} in ${org} was not read`);
  return known(entry.exists ? entry.holders : undefined);
};

/** User permissions with which a token reaches the whole org, the worst first, as Setup calls them. */
const powers = {
  ModifyAllData: 'Modify All Data',
  ManageUsers: 'Manage Users',
  AuthorApex: 'Author Apex',
  CustomizeApplication: 'Customize Application',
  ViewAllData: 'View All Data',
} as const;
export type Power = keyof typeof powers;

/** A user permission and what gives it. */
export type Privilege = { permission: Power; via: string[] };
/** By the first 15 characters of a user's id. */
export type Privileged = ReadonlyMap<string, readonly Privilege[]>;

const ask = (evidence: OrgEvidence, permissions: readonly Power[]): Fact<Privileged> => {
  const users = new Map<string, Privilege[]>();
  for (const permission of permissions) {
    const holders = holdersOf(evidence, permission);
    if (!holders.known) return holders;
    for (const { userId, via } of holders.value ?? []) {
      const id = shortId(userId);
      const held = users.get(id);
      if (held) held.push({ permission, via });
      else users.set(id, [{ permission, via }]);
    }
  }
  return known(users);
};

const answers = new WeakMap<OrgEvidence, Map<string, Fact<Privileged>>>();

/** Who holds any of some powers; unknown as soon as the holders of one of them are. */
export const privilegedUsers = (evidence: OrgEvidence, permissions: readonly Power[]): Fact<Privileged> => {
  const made = answers.get(evidence) ?? new Map<string, Fact<Privileged>>();
  answers.set(evidence, made);
  const key = permissions.join();
  const answer = made.get(key) ?? ask(evidence, permissions);
  made.set(key, answer);
  return answer;
};

/** With any of these a token reads or changes everything. */
export const reach: readonly Power[] = ['ModifyAllData', 'ViewAllData', 'CustomizeApplication'];

/** What no program may hold without a written reason (SBS-ACS-008). */
export const forbiddenToPrograms: readonly Power[] = [
  'ModifyAllData',
  'ManageUsers',
  'AuthorApex',
  'CustomizeApplication',
  'ViewAllData',
];

/** `Modify All Data (profile Admin), View All Data`. */
export const describePrivileges = (privileges: readonly Privilege[]): string =>
  privileges
    .map(({ permission, via }) => `${powers[permission]}${via.length === 0 ? '' : ` (${via.slice(0, 3).join(', ')})`}`)
    .join(', ');
