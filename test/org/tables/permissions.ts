import { sameId } from '../ids.js';
import { commaSeparated } from '../lists.js';
import { findComponents, readText, readTexts } from '../metadata/index.js';
import type { Org } from '../org.js';
import { objectRights, permissionSets, type PermissionSetView } from '../permissions.js';
import { audit, bool, date, id, int, pick, ref, text } from './columns.js';
import { derivedId } from './derivedId.js';
import { permissionColumns } from './permissionColumns.js';
import { stamps, table, type Row, type Table } from './table.js';

const licenseId = (org: Org, license: string | undefined): string | null =>
  [...org.records('UserLicense'), ...org.records('PermissionSetLicense')].find(
    ({ Name, DeveloperName, MasterLabel }) =>
      license !== undefined && [Name, DeveloperName, MasterLabel].includes(license),
  )?.Id ?? null;

const kindOf = ({ profileId, groupId }: PermissionSetView): string => {
  if (profileId) return 'Profile';
  return groupId ? 'Group' : 'Regular';
};

const showPermissionSet = (org: Org, set: PermissionSetView): Row => ({
  ...(set.component && stamps(set.component)),
  Id: set.id,
  Name: set.name,
  Label: set.label,
  Description: set.description ?? null,
  IsOwnedByProfile: set.profileId !== undefined,
  IsCustom: set.profileId === undefined,
  ProfileId: set.profileId ?? null,
  PermissionSetGroupId: set.groupId ?? null,
  LicenseId: licenseId(org, set.license),
  Type: kindOf(set),
  ...Object.fromEntries([...set.userPermissions].map((name) => [`Permissions${name}`, true])),
});

/** Rows exist for granted access only (audit.md A.5). */
const objectPermissionRows = (org: Org): Row[] =>
  permissionSets(org).flatMap((set) =>
    [...set.objects].map(([name, rights]) => ({
      Id: derivedId('110', set.id + name),
      ParentId: set.id,
      SobjectType: name,
      ...Object.fromEntries(objectRights.map((right) => [`Permissions${right}`, rights.has(right)])),
    })),
  );

const fieldPermissionRows = (org: Org): Row[] =>
  permissionSets(org).flatMap((set) =>
    [...set.fields].map(([field, rights]) => ({
      Id: derivedId('01k', set.id + field),
      ParentId: set.id,
      SobjectType: field.split('.')[0] ?? '',
      Field: field,
      PermissionsRead: rights.has('Read'),
      PermissionsEdit: rights.has('Edit'),
    })),
  );

const groupRows = (org: Org): Row[] =>
  findComponents(org.state.metadata, 'PermissionSetGroup').map((group) => ({
    ...stamps(group),
    Id: group.id,
    DeveloperName: group.fullName,
    MasterLabel: readText(group.fields, 'label') ?? group.fullName,
    Status: 'Updated',
  }));

const groupMemberRows = (org: Org): Row[] => {
  const sets = permissionSets(org);
  return findComponents(org.state.metadata, 'PermissionSetGroup').flatMap((group) =>
    readTexts(group.fields, 'permissionSets')
      .flatMap(commaSeparated)
      .flatMap((name) => sets.find((set) => set.component?.type === 'PermissionSet' && set.name === name) ?? [])
      .map((set) => ({
        Id: derivedId('0PM', group.id + set.id),
        PermissionSetGroupId: group.id,
        PermissionSetId: set.id,
      })),
  );
};

const withSeats = (org: Org, row: Row): Row => ({
  ...row,
  UsedLicenses: org
    .records('PermissionSetLicenseAssign')
    .filter(({ PermissionSetLicenseId }) => sameId(String(PermissionSetLicenseId), row.Id)).length,
});

export const permissionTables: Table[] = [
  table({
    name: 'PermissionSet',
    prefix: '0PS',
    api: ['data', 'tooling'],
    columns: [
      id(),
      text('Name', 80),
      text('Label', 80),
      text('Description'),
      bool('IsOwnedByProfile'),
      bool('IsCustom'),
      bool('HasActivationRequired'),
      ref('ProfileId', 'Profile'),
      ref('PermissionSetGroupId', 'PermissionSetGroup'),
      ref('LicenseId', ['PermissionSetLicense', 'UserLicense']),
      text('NamespacePrefix', 15),
      pick('Type', ['Regular', 'Profile', 'Group']),
      ...permissionColumns(),
      ...audit(),
    ],
    rows: (org) => permissionSets(org).map((set) => showPermissionSet(org, set)),
    children: [
      { relationship: 'Assignments', table: 'PermissionSetAssignment', field: 'PermissionSetId' },
      { relationship: 'ObjectPerms', table: 'ObjectPermissions', field: 'ParentId' },
      { relationship: 'FieldPerms', table: 'FieldPermissions', field: 'ParentId' },
      { relationship: 'SetupEntityAccessItems', table: 'SetupEntityAccess', field: 'ParentId' },
    ],
  }),
  table({
    name: 'PermissionSetLicense',
    prefix: '0PL',
    columns: [
      id(),
      text('DeveloperName', 80),
      text('MasterLabel', 80),
      text('PermissionSetLicenseKey', 80),
      pick('Status', ['Active', 'Disabled']),
      int('TotalLicenses'),
      int('UsedLicenses'),
      date('ExpirationDate'),
      bool('IsAvailableForIntegrations'),
      ...audit(),
    ],
    rows: (org) => org.records('PermissionSetLicense').map((row) => withSeats(org, row)),
  }),
  table({
    name: 'PermissionSetGroup',
    prefix: '0PG',
    columns: [id(), text('DeveloperName', 80), text('MasterLabel', 80), pick('Status'), ...audit()],
    rows: groupRows,
  }),
  table({
    name: 'PermissionSetGroupComponent',
    prefix: '0PM',
    columns: [
      id(),
      ref('PermissionSetGroupId', 'PermissionSetGroup'),
      ref('PermissionSetId', 'PermissionSet'),
      ...audit(),
    ],
    rows: groupMemberRows,
  }),
  table({
    name: 'ObjectPermissions',
    prefix: '110',
    columns: [
      id(),
      ref('ParentId', 'PermissionSet'),
      pick('SobjectType'),
      ...objectRights.map((right) => bool(`Permissions${right}`)),
      bool('PermissionsViewAllFields', { since: 63 }),
      ...audit(),
    ],
    rows: objectPermissionRows,
  }),
  table({
    name: 'FieldPermissions',
    prefix: '01k',
    columns: [
      id(),
      ref('ParentId', 'PermissionSet'),
      pick('SobjectType'),
      pick('Field'),
      bool('PermissionsRead'),
      bool('PermissionsEdit'),
      ...audit(),
    ],
    rows: fieldPermissionRows,
  }),
  table({
    name: 'UserPermissionAccess',
    prefix: '0UP',
    columns: [id(), ...permissionColumns()],
    rows: (_org, { userId, grants }) => [
      {
        Id: derivedId('0UP', userId),
        ...Object.fromEntries([...grants.userPermissions].map((name) => [`Permissions${name}`, true])),
      },
    ],
  }),
];
