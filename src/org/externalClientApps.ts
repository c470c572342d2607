import { queryRows, quoteList } from './soql.js';
import { orgErrorCode } from './failures.js';
import { SfError } from '@salesforce/core/sfError';
import type { OrgConnection } from './connection.js';

/**
 * Record ids (`0xI…`) of the External Client Apps with these API names.
 * @returns name in lower case -> id; names that the org does not have are absent
 * @throws ExternalClientAppsUnavailableError when the org has no such object, or the user may not see it
 */
export const externalClientAppIds = async (
  connection: OrgConnection,
  names: readonly string[],
): Promise<Map<string, string>> => {
  if (names.length === 0) return new Map();
  const soql = `SELECT Id, DeveloperName FROM ExternalClientApplication WHERE DeveloperName IN ${quoteList(names)}`;
  try {
    const rows = await queryRows<{ Id: string; DeveloperName: string }>(connection, soql);
    return new Map(rows.map((row) => [row.DeveloperName.toLowerCase(), row.Id]));
  } catch (error) {
    if (orgErrorCode(error) !== 'INVALID_TYPE') throw error;
    throw new SfError(
      'The org has no External Client Apps, or the signed-in user may not see them.',
      'ExternalClientAppsUnavailableError',
      [
        'Give the user the permission "View all External Client Apps" (ExternalClientAppViewer), or sign in as an admin.',
        'For an org without them, register the app with "--registration connected-app".',
      ],
    );
  }
};
