import { apiError } from '../http/exchange.js';
import type { Org, Profile } from '../org.js';
import { audit, bool, datetime, date, email, id, int, pick, ref, text, url, writable, onCreate } from './columns.js';
import { isUsernameTaken } from '../world.js';
import { permissionColumns } from './permissionColumns.js';
import { table, timestamp, type Change, type Row, type Table } from './table.js';

export const profileOf = (org: Org, user: Row): Profile | undefined =>
  org.state.profiles.find(({ id: profileId }) => profileId === user.ProfileId);

export const findUser = (org: Org, username: string): Row | undefined =>
  org.records('User').find(({ Username }) => String(Username).toLowerCase() === username.toLowerCase());

export const licenseOf = (org: Org, userId: string): string | undefined => {
  const user = org.records('User').find(({ Id }) => Id === userId);
  return user && profileOf(org, user)?.license;
};

/** Active users that hold a licence: the seats in use. */
export const usedSeats = (org: Org, license: string): number =>
  org.records('User').filter((user) => user.IsActive === true && profileOf(org, user)?.license === license).length;

const assignProfileSet = (org: Org, userId: string, profile: Profile): void => {
  const assignments = org.records('PermissionSetAssignment');
  const own = assignments.find(
    ({ AssigneeId, PermissionSetId }) =>
      AssigneeId === userId && org.state.profiles.some(({ permissionSetId }) => permissionSetId === PermissionSetId),
  );
  if (own) own.PermissionSetId = profile.permissionSetId;
  else
    assignments.push({
      Id: org.newId('0Pa'),
      AssigneeId: userId,
      PermissionSetId: profile.permissionSetId,
      IsActive: true,
      SystemModstamp: timestamp(org.clock.now()),
    });
};

type NewUser = Change & { Username: string; LastName: string; profile: string };

/** Puts a user into the org with what the platform adds by itself. */
export const addUser = (org: Org, { profile: profileName, ...change }: NewUser): string => {
  const profile = org.state.profiles.find(({ name }) => name === profileName);
  if (!profile) throw new Error(`The scenario has no profile ${profileName}.`);
  const userId = org.newId('005');
  const now = timestamp(org.clock.now());
  const row: Row = {
    Email: change.Username,
    Alias: change.LastName.slice(0, 8),
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
    IsActive: true,
    ...change,
    Id: userId,
    Name: [change.FirstName, change.LastName].filter(Boolean).join(' '),
    ProfileId: profile.id,
    UserType: 'Standard',
    CreatedDate: now,
    LastModifiedDate: now,
    SystemModstamp: now,
  };
  org.records('User').push(row);
  org.records('UserLogin').push({ Id: org.newId('0Yw'), UserId: userId, IsFrozen: false, IsPasswordLocked: false });
  assignProfileSet(org, userId, profile);
  return userId;
};

const refuseTakenUsername = (org: Org, username: string, except?: Row): void => {
  const holder = findUser(org, username);
  if ((holder && holder !== except) || isUsernameTaken(org.world, username, org))
    throw apiError(
      400,
      'DUPLICATE_USERNAME',
      "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address). ",
      ['Username'],
    );
};

const refuseWithoutSeat = (org: Org, profile: Profile): void => {
  const license = org.records('UserLicense').find(({ Name }) => Name === profile.license);
  if (usedSeats(org, profile.license) >= Number(license?.TotalLicenses ?? 0))
    throw apiError(400, 'LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded', ['ProfileId']);
};

const findProfile = (org: Org, profileId: unknown): Profile => {
  const found = org.state.profiles.find((profile) => profile.id === profileId);
  if (!found) throw apiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  return found;
};

const refuseBadUsername = (username: string): void => {
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(username))
    throw apiError(
      400,
      'INVALID_EMAIL_ADDRESS',
      'Username must be in the form of an email address (for example, john@acme.com)',
      ['Username'],
    );
};

const createUser = (org: Org, change: Change): string => {
  const username = String(change.Username);
  refuseBadUsername(username);
  refuseTakenUsername(org, username);
  const profile = findProfile(org, change.ProfileId);
  if (change.IsActive !== false) refuseWithoutSeat(org, profile);
  return addUser(org, { ...change, Username: username, LastName: String(change.LastName), profile: profile.name });
};

const updateUser = (org: Org, row: Row, change: Change): void => {
  if (change.Username !== undefined) {
    refuseBadUsername(String(change.Username));
    refuseTakenUsername(org, String(change.Username), row);
  }
  const profile = findProfile(org, change.ProfileId ?? row.ProfileId);
  const wakes = change.IsActive === true && row.IsActive === false;
  const moves = row.IsActive === true && profile.license !== profileOf(org, row)?.license;
  if (wakes || moves) refuseWithoutSeat(org, profile);
  Object.assign(row, change, { LastModifiedDate: timestamp(org.clock.now()) });
  assignProfileSet(org, row.Id, profile);
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
    rows: (org) =>
      org.state.profiles.map((profile) => ({
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
