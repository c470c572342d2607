import type { OrgConnection } from './connection.js';
import { readColumns, type Answer } from './readColumns.js';
import { quote, quoteList } from './soql.js';

export type UserRow = {
  Id: string;
  Username: string;
  Email?: string | null;
  IsActive: boolean;
  Profile?: { Name?: string | null; UserLicense?: { Name?: string | null } | null } | null;
};

/** Users by username or e-mail address: people mistake one for the other. */
export const readUsersCalled = (connection: OrgConnection, names: readonly string[]): Promise<Answer<UserRow>> =>
  readColumns(connection, {
    object: 'User',
    columns: ['Id', 'Username', 'Email', 'IsActive', 'Profile.Name', 'Profile.UserLicense.Name'],
    rest: `WHERE Username IN ${quoteList(names)} OR Email IN ${quoteList(names)}`,
  });

export type AssignmentRow = {
  AssigneeId: string;
  PermissionSetId: string;
  PermissionSetGroupId?: string | null;
  PermissionSet?: {
    Name?: string;
    Label?: string | null;
    IsOwnedByProfile?: boolean;
    PermissionsApiEnabled?: boolean;
    PermissionsApiUserOnly?: boolean;
  } | null;
};

/** Every permission set of these users, the hidden one of the profile among them (platform.md 7.2). */
export const readAssignments = (
  connection: OrgConnection,
  userIds: readonly string[],
): Promise<Answer<AssignmentRow>> =>
  readColumns(connection, {
    object: 'PermissionSetAssignment',
    columns: [
      'AssigneeId',
      'PermissionSetId',
      'PermissionSetGroupId',
      'PermissionSet.Name',
      'PermissionSet.Label',
      'PermissionSet.IsOwnedByProfile',
      'PermissionSet.PermissionsApiEnabled',
      'PermissionSet.PermissionsApiUserOnly',
    ],
    rest: `WHERE AssigneeId IN ${quoteList(userIds)}`,
  });

export const readSetLicenses = (
  connection: OrgConnection,
  userIds: readonly string[],
): Promise<Answer<{ AssigneeId: string; PermissionSetLicense?: { DeveloperName?: string } | null }>> =>
  readColumns(connection, {
    object: 'PermissionSetLicenseAssign',
    columns: ['AssigneeId', 'PermissionSetLicense.DeveloperName'],
    rest: `WHERE AssigneeId IN ${quoteList(userIds)}`,
  });

export type LoginRow = {
  LoginTime: string;
  LoginSubType?: string | null;
  SourceIp?: string | null;
  Status?: string | null;
};

/** Sign-ins of a user since a moment, newest first: they tell where the org sees us come from (audit.md A.6). */
export const readLoginsSince = (connection: OrgConnection, userId: string, since: Date): Promise<Answer<LoginRow>> =>
  readColumns(connection, {
    object: 'LoginHistory',
    columns: ['LoginTime', 'LoginSubType', 'SourceIp', 'Status'],
    rest: `WHERE UserId = ${quote(userId)} AND LoginTime >= ${since.toISOString()} ORDER BY LoginTime DESC LIMIT 50`,
  });
