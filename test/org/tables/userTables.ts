import type { Org, Profile } from '../org.js';
import { audit, bool, date, datetime, email, id, int, onCreate, pick, ref, text, url, writable } from './columns.js';
import { permissionColumns } from './permissionColumns.js';
import { hasPermission } from './hasPermission.js';
import { table, type Table, type Viewer } from './table.js';
import { createUser, updateUser } from './userChanges.js';
import { usedSeats } from './users.js';

const visibleProfiles = (org: Org, viewer: Viewer): Profile[] => {
  if (hasPermission(viewer, 'ViewAllProfiles')) return org.state.profiles;
  const own = org.records('User').find(({ Id }) => Id === viewer.userId)?.ProfileId;
  return org.state.profiles.filter(({ id: profileId }) => profileId === own);
};

const required = { ...writable, required: true, nillable: false };

export const userTables: Table[] = [
  table({
    name: 'User',
    label: 'User',
    prefix: '005',
    api: ['data', 'tooling'],
    columns: [
      id(),
      text('Username', 80, required),
      text('LastName', 80, required),
      text('FirstName', 40, writable),
      text('Name', 121),
      email('Email', required),
      text('Alias', 8, required),
      text('CommunityNickname', 40, writable),
      bool('IsActive', writable),
      ref('ProfileId', 'Profile', required),
      text('UserRoleId', 18, writable),
      pick('UserType', ['Standard', 'CsnOnly', 'AutomatedProcess', 'Guest']),
      pick('TimeZoneSidKey', [], required),
      pick('LocaleSidKey', [], required),
      pick('EmailEncodingKey', ['UTF-8', 'ISO-8859-1'], required),
      pick('LanguageLocaleKey', [], required),
      text('FederationIdentifier', 512, writable),
      text('Department', 80, writable),
      text('Title', 80, writable),
      ref('ManagerId', 'User', writable),
      datetime('LastLoginDate'),
      datetime('LastPasswordChangeDate'),
      int('NumberOfFailedLogins'),
      ...audit(),
    ],
    create: (org, _viewer, change) => createUser(org, change),
    update: (org, _viewer, row, change) => updateUser(org, row, change),
  }),
  table({
    name: 'UserLogin',
    prefix: '0Yw',
    needs: ['ManageUsers'],
    columns: [
      id(),
      ref('UserId', 'User'),
      bool('IsFrozen', { updateable: true }),
      bool('IsPasswordLocked'),
      ...audit(),
    ],
    update: (_org, _viewer, row, change) => void Object.assign(row, change),
  }),
  table({
    name: 'Profile',
    prefix: '00e',
    api: ['data', 'tooling'],
    columns: [
      id(),
      text('Name'),
      ref('UserLicenseId', 'UserLicense'),
      pick('UserType'),
      text('Description'),
      ...permissionColumns(),
      ...audit(),
    ],
    // Profile Filtering: other profiles than one's own take View All Profiles (audit.md 0).
    rows: (org, viewer) =>
      visibleProfiles(org, viewer).map((profile) => ({
        Id: profile.id,
        Name: profile.name,
        UserLicenseId: org.records('UserLicense').find(({ Name }) => Name === profile.license)?.Id ?? null,
        UserType: 'Standard',
        ...Object.fromEntries([...profile.grants.userPermissions].map((name) => [`Permissions${name}`, true])),
      })),
  }),
  table({
    name: 'UserLicense',
    prefix: '100',
    columns: [
      id(),
      text('Name'),
      text('MasterLabel'),
      text('LicenseDefinitionKey'),
      pick('Status', ['Active', 'Disabled']),
      int('TotalLicenses'),
      // Not filterable since v64 (audit.md A.5).
      int('UsedLicenses', { filterable: false }),
      ...audit(),
    ],
    rows: (org) =>
      org.records('UserLicense').map((row) => ({
        ...row,
        MasterLabel: row.Name ?? null,
        UsedLicenses: usedSeats(org, String(row.Name)),
      })),
  }),
  table({
    name: 'Organization',
    prefix: '00D',
    api: ['data', 'tooling'],
    columns: [
      id(),
      text('Name', 80),
      text('InstanceName', 5),
      bool('IsSandbox'),
      datetime('TrialExpirationDate'),
      text('NamespacePrefix', 15),
      pick('OrganizationType'),
      pick('LanguageLocaleKey'),
      pick('TimeZoneSidKey'),
      date('LastWebLoginDate'),
      url('WebsiteUrl'),
      ...audit(),
    ],
  }),
  table({
    name: 'Group',
    prefix: '00G',
    columns: [
      id(),
      text('Name', 40, writable),
      text('DeveloperName', 80, onCreate),
      pick('Type', [], onCreate),
      ...audit(),
    ],
  }),
];
