import type { OrgConnection } from './connection.js';
import { orgErrorCode } from './failures.js';
import { integrationPermissionSetLicense } from './integrationLicenses.js';
import { queryRows, quote, quoteList } from './soql.js';

/** Ids of permission sets by name in lower case. One from a package never stands in for one of the org's own. */
export const readPermissionSetIds = async (
  connection: OrgConnection,
  names: readonly string[],
): Promise<Map<string, string>> => {
  const rows = await queryRows<{ Id: string; Name: string; NamespacePrefix: string | null }>(
    connection,
    'SELECT Id, Name, NamespacePrefix FROM PermissionSet ' +
      `WHERE Name IN ${quoteList(names)} AND IsOwnedByProfile = false`,
  );
  const ownLast = rows.sort((a, b) => Number(a.NamespacePrefix === null) - Number(b.NamespacePrefix === null));
  return new Map(ownLast.map(({ Id, Name }) => [Name.toLowerCase(), Id]));
};

export type AssignmentRow = { AssigneeId: string; PermissionSetId: string; ExpirationDate: string | null };

/** Which of these users hold which of these permission sets, leaving out all else that they hold. */
export const readAssignments = (
  connection: OrgConnection,
  userIds: readonly string[],
  setNames: readonly string[],
): Promise<AssignmentRow[]> =>
  queryRows<AssignmentRow>(
    connection,
    'SELECT AssigneeId, PermissionSetId, ExpirationDate FROM PermissionSetAssignment ' +
      `WHERE AssigneeId IN ${quoteList(userIds)} AND PermissionSet.Name IN ${quoteList(setNames)}`,
  );

/** Ids of those of these users who hold the permission set licence for integrations. */
export const readLicenseHolders = async (
  connection: OrgConnection,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await queryRows<{ AssigneeId: string }>(
    connection,
    `SELECT AssigneeId FROM PermissionSetLicenseAssign WHERE AssigneeId IN ${quoteList(userIds)} ` +
      `AND PermissionSetLicense.DeveloperName = ${quote(integrationPermissionSetLicense)}`,
  );
  return new Set(rows.map(({ AssigneeId }) => AssigneeId));
};

/** Gives a permission set licence to a user; one that the user has already is no error. */
export const assignPermissionSetLicense = async (
  connection: OrgConnection,
  license: string,
  user: string,
): Promise<void> => {
  try {
    await connection
      .sobject('PermissionSetLicenseAssign')
      .create({ AssigneeId: user, PermissionSetLicenseId: license });
  } catch (error) {
    if (orgErrorCode(error) !== 'DUPLICATE_VALUE') throw error;
  }
};
