import type { OrgConnection } from './connection.js';
import { readColumns, type Answer } from './readColumns.js';
import { quoteList } from './soql.js';

/** Which permission sets, profiles' own ones among them, open a client app. */
const opensAnApp = "SetupEntityType IN ('ConnectedApplication', 'ExternalClientApplication')";
const openers = `(SELECT ParentId FROM SetupEntityAccess WHERE ${opensAnApp})`;

export type AccessRow = {
  SetupEntityId: string;
  ParentId: string;
  Parent?: {
    Name?: string;
    Label?: string;
    IsOwnedByProfile?: boolean;
    Profile?: { Name?: string | null } | null;
  } | null;
};

export const readAppAccess = (connection: OrgConnection): Promise<Answer<AccessRow>> =>
  readColumns(connection, {
    object: 'SetupEntityAccess',
    columns: [
      'SetupEntityId',
      'ParentId',
      'Parent.Name',
      'Parent.Label',
      'Parent.IsOwnedByProfile',
      'Parent.Profile.Name',
    ],
    rest: `WHERE ${opensAnApp}`,
  });

/** User permissions that rules look for in an app's permission sets and profiles. */
export const lookedForPermissions = [
  'ApiUserOnly',
  'AuthorApex',
  'CustomizeApplication',
  'ManageUsers',
  'ModifyAllData',
  'ViewAllData',
] as const;

/** User permissions whose holders an audit wants to know; some exist in few orgs (audit.md A.5). */
export const auditedPermissions = [
  ...lookedForPermissions,
  'ApiEnabled',
  'AssignPermissionSets',
  'CanApproveUninstalledApps',
  'ClientSecretRotation',
  'ExternalClientAppAdmin',
  'ExternalClientAppDeveloper',
  'ManageProfilesPermissionsets',
  'ModifyMetadata',
  'UseAnyApiAuth',
  'UseAnyApiClient',
  'ViewClientSecret',
] as const;

export type PermissionSetRow = {
  Id: string;
  Name: string;
  Label?: string | null | undefined;
  IsOwnedByProfile?: boolean | undefined;
  Profile?: { Name?: string | null } | null | undefined;
  /** These three only for an audit. */
  ProfileId?: string | null | undefined;
  PermissionSetGroupId?: string | null | undefined;
  PermissionSetGroup?: { DeveloperName?: string | null; Status?: string | null } | null | undefined;
  permissions: string[];
};

const permissionSetColumns = ['Id', 'Name', 'Label', 'IsOwnedByProfile', 'Profile.Name'];
const holderColumns = [
  'ProfileId',
  'PermissionSetGroupId',
  'PermissionSetGroup.DeveloperName',
  'PermissionSetGroup.Status',
];

/** Every permission set of the org: those of an app are known by its grants, and by its name. */
export const readPermissionSets = async (
  connection: OrgConnection,
  { forAudit = false }: { forAudit?: boolean } = {},
): Promise<Answer<PermissionSetRow>> => {
  const permissions = forAudit ? auditedPermissions : lookedForPermissions;
  const answer = await readColumns<Omit<PermissionSetRow, 'permissions'> & Record<string, unknown>>(connection, {
    object: 'PermissionSet',
    columns: [
      ...permissionSetColumns,
      ...(forAudit ? holderColumns : []),
      ...permissions.map((name) => `Permissions${name}`),
    ],
    describeFirst: forAudit,
  });
  if (answer.refused !== undefined) return answer;
  return {
    missing: answer.missing,
    rows: answer.rows.map(
      ({
        Id,
        Name,
        Label,
        IsOwnedByProfile,
        Profile,
        ProfileId,
        PermissionSetGroupId,
        PermissionSetGroup,
        ...row
      }) => ({
        Id,
        Name,
        Label,
        IsOwnedByProfile,
        Profile,
        ProfileId,
        PermissionSetGroupId,
        PermissionSetGroup,
        permissions: permissions.filter((name) => row[`Permissions${name}`] === true),
      }),
    ),
  };
};

export type ObjectAccessRow = {
  ParentId: string;
  SobjectType: string;
  PermissionsViewAllRecords?: boolean;
  PermissionsModifyAllRecords?: boolean;
};

/** Rows that pass by sharing; there are few. */
export const readBroadObjectAccess = (connection: OrgConnection): Promise<Answer<ObjectAccessRow>> =>
  readColumns(connection, {
    object: 'ObjectPermissions',
    columns: ['ParentId', 'SobjectType', 'PermissionsViewAllRecords', 'PermissionsModifyAllRecords'],
    rest:
      'WHERE Parent.IsOwnedByProfile = false ' +
      'AND (PermissionsViewAllRecords = true OR PermissionsModifyAllRecords = true)',
  });

export type HolderCountRow = { PermissionSetId: string; users: number };

/** Active users of each permission set that opens an app, counted by the org. */
export const readHolderCounts = (connection: OrgConnection): Promise<Answer<HolderCountRow>> =>
  readColumns(connection, {
    object: 'PermissionSetAssignment',
    columns: ['PermissionSetId', 'COUNT_DISTINCT(AssigneeId) users'],
    rest: `WHERE Assignee.IsActive = true AND PermissionSetId IN ${openers} GROUP BY PermissionSetId`,
  });

export type GroupMemberRow = { PermissionSetId: string; PermissionSetGroupId: string };

/** The permission set groups through which a permission set that opens an app may come too. */
export const readGroupMembers = (connection: OrgConnection): Promise<Answer<GroupMemberRow>> =>
  readColumns(connection, {
    object: 'PermissionSetGroupComponent',
    columns: ['PermissionSetId', 'PermissionSetGroupId'],
    rest: `WHERE PermissionSetId IN ${openers}`,
  });

export type HolderRow = { AssigneeId: string; PermissionSetId: string; PermissionSetGroupId?: string | null };

/** Who holds these permission sets, alone or through these groups. */
export const readHolders = (
  connection: OrgConnection,
  sets: readonly string[],
  groups: readonly string[],
): Promise<Answer<HolderRow>> =>
  readColumns(connection, {
    object: 'PermissionSetAssignment',
    columns: ['AssigneeId', 'PermissionSetId', 'PermissionSetGroupId'],
    rest:
      'WHERE Assignee.IsActive = true ' +
      `AND (PermissionSetId IN ${quoteList(sets)} OR PermissionSetGroupId IN ${quoteList(groups)})`,
  });
