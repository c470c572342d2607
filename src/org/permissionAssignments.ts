import type { OrgConnection } from './connection.js';
import { readColumns, type Answer } from './readColumns.js';
import { quoteList } from './soql.js';

export type SetAssignmentRow = {
  AssigneeId: string;
  /** Of a group: its aggregate permission set (audit.md A.5). */
  PermissionSetId: string | null;
  PermissionSetGroupId?: string | null;
  ExpirationDate?: string | null;
  IsRevoked?: boolean;
};

/** What active users hold besides their profile, which the user's own record names. */
export const readSetAssignments = (connection: OrgConnection): Promise<Answer<SetAssignmentRow>> =>
  readColumns(connection, {
    object: 'PermissionSetAssignment',
    columns: ['AssigneeId', 'PermissionSetId', 'PermissionSetGroupId', 'ExpirationDate', 'IsRevoked'],
    rest: 'WHERE Assignee.IsActive = true AND PermissionSet.IsOwnedByProfile = false',
  });

export type GroupPartRow = {
  PermissionSetGroupId: string;
  /** A permission set, or the muting permission set of the group (`0QM…`). */
  PermissionSetId: string;
};

/** What every permission set group consists of. */
export const readGroupParts = (connection: OrgConnection): Promise<Answer<GroupPartRow>> =>
  readColumns(connection, {
    object: 'PermissionSetGroupComponent',
    columns: ['PermissionSetGroupId', 'PermissionSetId'],
  });

export type ObjectRightsRow = {
  ParentId: string;
  SobjectType: string;
  PermissionsRead?: boolean;
  PermissionsCreate?: boolean;
  PermissionsEdit?: boolean;
  PermissionsDelete?: boolean;
  PermissionsViewAllRecords?: boolean;
  PermissionsModifyAllRecords?: boolean;
};

/** A query travels in a URL, which may have 16 KB. */
const parentsPerQuery = 300;

/** What permission sets grant on objects; rows exist for granted access only (audit.md A.5). */
export const readObjectRights = async (
  connection: OrgConnection,
  parents: readonly string[],
): Promise<Answer<ObjectRightsRow>> => {
  const chunks = Array.from({ length: Math.ceil(parents.length / parentsPerQuery) }, (_, index) =>
    parents.slice(index * parentsPerQuery, (index + 1) * parentsPerQuery),
  );
  const answers = await Promise.all(
    chunks.map((ids) =>
      readColumns<ObjectRightsRow>(connection, {
        object: 'ObjectPermissions',
        columns: [
          'ParentId',
          'SobjectType',
          'PermissionsRead',
          'PermissionsCreate',
          'PermissionsEdit',
          'PermissionsDelete',
          'PermissionsViewAllRecords',
          'PermissionsModifyAllRecords',
        ],
        rest: `WHERE ParentId IN ${quoteList(ids)}`,
      }),
    ),
  );
  const rows: ObjectRightsRow[][] = [];
  for (const answer of answers) {
    if (answer.refused !== undefined) return answer;
    rows.push(answer.rows);
  }
  return {
    rows: rows.flat(),
    missing: answers.flatMap((answer) => (answer.refused === undefined ? answer.missing : [])),
  };
};
