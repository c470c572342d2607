import { known, unknown, type Fact } from '../../inventory/types.js';
import type { OrgConnection } from '../../org/connection.js';
import {
  readAssignments,
  readSetLicenses,
  readUsersCalled,
  type AssignmentRow,
  type UserRow,
} from '../../org/integrationUsers.js';
import type { Answer } from '../../org/readColumns.js';
import { readLogins } from '../../org/users.js';
import type { HeldSet, OrgUser } from './facts.js';

const toSet = ({ PermissionSetId, PermissionSetGroupId, PermissionSet }: AssignmentRow): HeldSet => ({
  id: PermissionSetId,
  name: PermissionSet?.Name ?? PermissionSetId,
  label: PermissionSet?.Label ?? undefined,
  isProfile: PermissionSet?.IsOwnedByProfile === true,
  throughGroup: Boolean(PermissionSetGroupId),
  apiEnabled: PermissionSet?.PermissionsApiEnabled,
  apiOnly: PermissionSet?.PermissionsApiUserOnly,
});

const factOf = <Row extends object, T>(answer: Answer<Row>, read: (rows: Row[]) => T): Fact<T> =>
  answer.refused === undefined ? known(read(answer.rows)) : unknown(answer.refused);

type More = {
  frozen: Awaited<ReturnType<typeof readLogins>>;
  assignments: Awaited<ReturnType<typeof readAssignments>>;
  licenses: Awaited<ReturnType<typeof readSetLicenses>>;
};

const toUser = ({ Id, Username, Email, IsActive, Profile }: UserRow, more: More): OrgUser => {
  const frozen = factOf(more.frozen, (rows) => rows.find(({ UserId }) => UserId === Id)?.IsFrozen);
  return {
    id: Id,
    username: Username,
    email: Email ?? undefined,
    isActive: IsActive,
    isFrozen:
      frozen.known && frozen.value === undefined
        ? unknown('the org shows no UserLogin of the user')
        : (frozen as Fact<boolean>),
    profile: Profile?.Name ?? undefined,
    license: Profile?.UserLicense?.Name ?? undefined,
    sets: factOf(more.assignments, (rows) => rows.filter(({ AssigneeId }) => AssigneeId === Id).map(toSet)),
    setLicenses: factOf(more.licenses, (rows) =>
      rows
        .filter(({ AssigneeId }) => AssigneeId === Id)
        .flatMap(({ PermissionSetLicense }) => PermissionSetLicense?.DeveloperName ?? []),
    ),
  };
};

/** Users by what they are called, with all that can keep them out; four queries however many they are. */
export const readUsers = async (connection: OrgConnection, names: readonly string[]): Promise<Fact<OrgUser[]>> => {
  if (names.length === 0) return known([]);
  const users = await readUsersCalled(connection, names);
  if (users.refused !== undefined) return unknown(users.refused);
  if (users.rows.length === 0) return known([]);
  const ids = users.rows.map(({ Id }) => Id);
  const [frozen, assignments, licenses] = await Promise.all([
    readLogins(connection, ids),
    readAssignments(connection, ids),
    readSetLicenses(connection, ids),
  ]);
  return known(users.rows.map((row) => toUser(row, { frozen, assignments, licenses })));
};
