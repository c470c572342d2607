import { orgErrorCode } from './failures.js';
import { SfError } from '@salesforce/core/sfError';
import { queryRows, quote } from './soql.js';
import type { OrgConnection } from './connection.js';

/**
 * Which of these user permissions the signed-in user has, by `UserPermissionAccess`, the one row of the running user (audit.md A.5).
 * @param names API names such as `ViewClientSecret`
 * @returns undefined for all when the org has no such object or one of the columns: not known, which is not "no"
 */
export const ownPermissions = async <Name extends string>(
  connection: OrgConnection,
  names: readonly Name[],
): Promise<Record<Name, boolean> | undefined> => {
  const columns = names.map((name) => `Permissions${name}`);
  try {
    const [row] = await queryRows<Record<string, unknown>>(
      connection,
      `SELECT ${columns.join(', ')} FROM UserPermissionAccess LIMIT 1`,
    );
    if (!row) return undefined;
    return Object.fromEntries(names.map((name) => [name, row[`Permissions${name}`] === true])) as Record<Name, boolean>;
  } catch (error) {
    if (['INVALID_TYPE', 'INVALID_FIELD'].includes(orgErrorCode(error) ?? '')) return undefined;
    throw error;
  }
};

const missingOwnUser = (): SfError => new SfError('The org does not show its own user.', 'OwnUserNotFoundError');

/** Signed in with an access token alone, sf gives the token for the name: that must not get into a query or a message. */
const ownUserIdByToken = async (connection: OrgConnection): Promise<string> => {
  const url = `${connection.instanceUrl.replace(/\/$/, '')}/services/oauth2/userinfo`;
  const answer = await connection.request<{ user_id?: unknown }>(url);
  if (typeof answer.user_id !== 'string') throw missingOwnUser();
  return answer.user_id;
};

/**
 * Id of the signed-in user. Not through jsforce's `identity()`: that puts the access token into a URL, and the URL into errors.
 */
export const ownUserId = async (connection: OrgConnection): Promise<string> => {
  const { username = '' } = connection.getAuthInfoFields();
  if (username === '' || username.includes('!')) return ownUserIdByToken(connection);
  const [row] = await queryRows<{ Id: string }>(connection, `SELECT Id FROM User WHERE Username = ${quote(username)}`);
  if (!row) throw missingOwnUser();
  return row.Id;
};
