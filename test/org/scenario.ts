import { toId18 } from './ids.js';
import { integrationLicense, integrationPermissionSetLicense, integrationProfile } from './names.js';
import type { Org, Profile } from './org.js';
import { administratorPermissions } from './permissionNames.js';
import { noGrants, objectRights, type FieldRight, type Grants, type ObjectRight } from './permissions.js';
import { businessObjects } from './tables/business.js';
import { timestamp, type Row } from './tables/table.js';
import { addUser } from './tables/users.js';

type SeedUser = {
  username: string;
  profile?: string;
  isActive?: boolean;
  permissionSetLicenses?: string[];
};

export type Scenario = {
  /** The administrator that `accessToken` belongs to. */
  username: string;
  /** Besides the usual rights of an administrator, which leave out ViewClientSecret. */
  adminPermissions: { add?: string[]; remove?: string[] };
  users: SeedUser[];
  integrationSeats: number;
};

const profile = (org: Org, name: string, license: string, userPermissions: string[]): Profile => ({
  id: org.newId('00e'),
  permissionSetId: org.newId('0PS'),
  name,
  license,
  grants: { ...noGrants(), userPermissions: new Set(userPermissions) },
  loginIpRanges: [],
});

const everyField = (): Grants['fields'] =>
  new Map(
    businessObjects.flatMap(({ name, columns }) =>
      columns.map((column) => [`${name}.${column.name}`, new Set<FieldRight>(['Read', 'Edit'])] as const),
    ),
  );

const administrator = (org: Org, { add = [], remove = [] }: Scenario['adminPermissions']): Profile => {
  const permissions = [...administratorPermissions.filter((name) => !remove.includes(name)), ...add];
  const admin = profile(org, 'System Administrator', 'Salesforce', permissions);
  admin.grants.objects = new Map(businessObjects.map(({ name }) => [name, new Set(objectRights)]));
  admin.grants.fields = everyField();
  return admin;
};

const standardUser = (org: Org): Profile => {
  const standard = profile(org, 'Standard User', 'Salesforce', ['ApiEnabled', 'ViewSetup']);
  standard.grants.objects = new Map(
    businessObjects.map(({ name }) => [name, new Set<ObjectRight>(['Read', 'Create', 'Edit'])]),
  );
  standard.grants.fields = everyField();
  return standard;
};

/** Seats are counted, not stored: `UsedLicenses` is how many active users hold one. */
const userLicenses = (org: Org, integrationSeats: number): Row[] => [
  { Id: org.newId('100'), Name: 'Salesforce', LicenseDefinitionKey: 'SFDC', Status: 'Active', TotalLicenses: 10 },
  {
    Id: org.newId('100'),
    Name: integrationLicense,
    LicenseDefinitionKey: 'SFDC_INTEGRATION',
    Status: 'Active',
    TotalLicenses: integrationSeats,
  },
];

const permissionSetLicense = (org: Org, seats: number): Row => ({
  Id: org.newId('0PL'),
  DeveloperName: integrationPermissionSetLicense,
  MasterLabel: 'Salesforce API Integration',
  Status: 'Active',
  TotalLicenses: seats,
  IsAvailableForIntegrations: true,
});

const organization = (org: Org): Row => ({
  Id: org.id,
  Name: 'Loopback',
  InstanceName: 'LOOP1',
  OrganizationType: 'Enterprise Edition',
  IsSandbox: org.state.switches.isSandbox,
  NamespacePrefix: null,
  TrialExpirationDate: null,
  LanguageLocaleKey: 'en_US',
  TimeZoneSidKey: 'Europe/Berlin',
  CreatedDate: timestamp(org.clock.now()),
});

/** Fills a new org; returns the administrator's id. */
export const playScenario = (org: Org, scenario: Scenario): string => {
  const { records } = org.state;
  org.state.profiles.push(
    administrator(org, scenario.adminPermissions),
    standardUser(org),
    profile(org, 'Minimum Access - Salesforce', 'Salesforce', []),
    // Cannot be switched off on this profile (platform.md 7.1).
    profile(org, integrationProfile, integrationLicense, ['ApiEnabled', 'ApiUserOnly']),
  );
  records.UserLicense = userLicenses(org, scenario.integrationSeats);
  records.PermissionSetLicense = [permissionSetLicense(org, scenario.integrationSeats)];
  records.Organization = [organization(org)];

  const adminId = addUser(org, { Username: scenario.username, LastName: 'Admin', profile: 'System Administrator' });
  for (const {
    username,
    profile: name = 'Standard User',
    isActive = true,
    permissionSetLicenses = [],
  } of scenario.users) {
    const userId = addUser(org, { Username: username, LastName: username, IsActive: isActive, profile: name });
    for (const license of permissionSetLicenses)
      org.records('PermissionSetLicenseAssign').push({
        Id: org.newId('2LA'),
        AssigneeId: userId,
        PermissionSetLicenseId:
          records.PermissionSetLicense?.find(({ DeveloperName }) => DeveloperName === license)?.Id ??
          toId18('0PL000000000000'),
      });
  }
  return adminId;
};
