import { queryRows, quote } from './soql.js';
import { orgErrorCode } from './failures.js';
import type { OrgConnection } from './connection.js';

/** Id (`0PS…`) of a permission set, or undefined when the org has none of that API name. */
export const permissionSetId = async (connection: OrgConnection, name: string): Promise<string | undefined> => {
  const [row] = await queryRows<{ Id: string }>(
    connection,
    `SELECT Id FROM PermissionSet WHERE Name = ${quote(name)} AND IsOwnedByProfile = false`,
  );
  return row?.Id;
};

/** Gives a permission set to a user; one that the user has already is no error. */
export const assignPermissionSet = async (
  connection: OrgConnection,
  permissionSet: string,
  user: string,
): Promise<void> => {
  try {
    await connection.sobject('PermissionSetAssignment').create({ AssigneeId: user, PermissionSetId: permissionSet });
  } catch (error) {
    if (orgErrorCode(error) !== 'DUPLICATE_VALUE') throw error;
  }
};

/** Takes every assignment of a permission set back; none is no error. */
export const unassignPermissionSet = async (connection: OrgConnection, permissionSet: string): Promise<void> => {
  const rows = await queryRows<{ Id: string }>(
    connection,
    `SELECT Id FROM PermissionSetAssignment WHERE PermissionSetId = ${quote(permissionSet)}`,
  );
  for (const { Id } of rows) {
    try {
      await connection.sobject('PermissionSetAssignment').destroy(Id);
    } catch (error) {
      if (!['ENTITY_IS_DELETED', 'NOT_FOUND', 'INVALID_CROSS_REFERENCE_KEY'].includes(orgErrorCode(error) ?? ''))
        throw error;
    }
  }
};
