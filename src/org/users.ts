import type { OrgConnection } from './connection.js';
import { readColumns, type Answer } from './readColumns.js';
import { queryRows, quoteList } from './soql.js';

/** A user with what decides whether a program may be that user. */
export type UserRow = {
  Id: string;
  Username: string;
  IsActive: boolean;
  /** Null when the org hides the profile. */
  Profile: {
    Name: string;
    PermissionsApiUserOnly: boolean;
    UserLicense: { Name: string } | null;
  } | null;
  TimeZoneSidKey: string;
  LocaleSidKey: string;
  EmailEncodingKey: string;
  LanguageLocaleKey: string;
};

/** The signed-in user, as its sign-in records it. */
export const ownUsername = (connection: OrgConnection): string => connection.getAuthInfoFields().username ?? '';

/** Users by username in lower case, as orgs compare them; those that the org does not have are absent. */
export const readUsers = async (
  connection: OrgConnection,
  usernames: readonly string[],
): Promise<Map<string, UserRow>> => {
  if (usernames.length === 0) return new Map();
  const rows = await queryRows<UserRow>(
    connection,
    'SELECT Id, Username, IsActive, Profile.Name, Profile.PermissionsApiUserOnly, Profile.UserLicense.Name, ' +
      'TimeZoneSidKey, LocaleSidKey, EmailEncodingKey, LanguageLocaleKey ' +
      `FROM User WHERE Username IN ${quoteList(usernames)}`,
  );
  return new Map(rows.map((row) => [row.Username.toLowerCase(), row]));
};

export type LoginRow = { UserId: string; IsFrozen?: boolean };

/** Whether users are frozen; only who may manage users gets to see it. */
export const readLogins = (connection: OrgConnection, userIds: readonly string[]): Promise<Answer<LoginRow>> =>
  readColumns(connection, {
    object: 'UserLogin',
    columns: ['UserId', 'IsFrozen'],
    rest: `WHERE UserId IN ${quoteList(userIds)}`,
  });

export type OrganizationRow = { LanguageLocaleKey: string; TimeZoneSidKey: string };

export const readOrganization = async (connection: OrgConnection): Promise<OrganizationRow | undefined> => {
  const [row] = await queryRows<OrganizationRow>(
    connection,
    'SELECT LanguageLocaleKey, TimeZoneSidKey FROM Organization LIMIT 1',
  );
  return row;
};

/** All that an org demands of a new user (platform.md 7.2). */
export type NewUser = {
  Username: string;
  LastName: string;
  Alias: string;
  Email: string;
  ProfileId: string;
  TimeZoneSidKey: string;
  LocaleSidKey: string;
  EmailEncodingKey: string;
  LanguageLocaleKey: string;
};

/** @returns the id of the new user */
export const createUser = async (connection: OrgConnection, user: NewUser): Promise<string> => {
  const { id } = await connection.sobject('User').create(user);
  if (!id) throw new Error(`The org created ${user.Username} and did not say with which id.`);
  return id;
};
