import { SfError } from '@salesforce/core/sfError';
import type { OrgConnection } from '../org/connection.js';
import {
  integrationLicense,
  integrationPermissionSetLicense,
  integrationProfiles,
  readIntegrationPermissionSetLicense,
  readIntegrationProfiles,
  type PermissionSetLicenseRow,
  type ProfileRow,
} from '../org/integrationLicenses.js';
import { ownUsername, readOrganization } from '../org/users.js';
import type { OrgState, Rights } from './orgState.js';
import type { NewUserDefaults } from './newUser.js';
import type { UserPlan } from './types.js';

/** What the plans cost: seats, and the right to do it. */
export type Needs = { users: number; licenses: number; sets: number };

/** Permission sets that wait for a deploy count: a user that can never be given them is better not created. */
export const needsOf = (plans: readonly UserPlan[]): Needs => {
  const steps = plans.flatMap((plan) => plan.steps.map((step) => ({ ...step, username: plan.username.toLowerCase() })));
  const users = (name: string): number =>
    new Set(steps.filter(({ step, state }) => step === name && state === 'todo').map(({ username }) => username)).size;
  const created = users('user');
  const sets = steps.filter(({ step, state }) => step.endsWith('permission-set') && state !== 'already').length;
  return { users: created, licenses: users('permission-set-license'), sets: sets > 0 ? sets : created };
};

/** The profile, licence and defaults that new users get. */
export type Means = { profileId: string; permissionSetLicenseId: string; defaults: NewUserDefaults };

/**
 * Looks up what is needed, and says what is missing while nothing is created yet.
 * @throws UserPermissionMissingError, IntegrationLicenseMissingError, IntegrationProfileMissingError, NoFreeSeatError
 */
export const findMeans = async (
  connection: OrgConnection,
  { rights, users }: OrgState,
  needs: Needs,
  org: string,
): Promise<Means> => {
  refuseWithoutRights(rights, needs, org);
  const [profiles, license, organization] = await Promise.all([
    needs.users > 0 ? readIntegrationProfiles(connection) : [],
    readIntegrationPermissionSetLicense(connection),
    needs.users > 0 ? readOrganization(connection) : undefined,
  ]);
  const profile = needs.users > 0 ? chooseProfile(profiles, org) : undefined;
  if (profile) refuseWithoutSeats(profile.UserLicense, needs.users, `the licence "${integrationLicense}"`, org);
  const checked = checkLicense(license, needs.licenses, org);
  const own = users.get(ownUsername(connection).toLowerCase());
  return {
    profileId: profile?.Id ?? '',
    permissionSetLicenseId: checked.Id,
    defaults: {
      language: organization?.LanguageLocaleKey ?? own?.LanguageLocaleKey ?? 'en_US',
      timeZone: organization?.TimeZoneSidKey ?? own?.TimeZoneSidKey ?? 'GMT',
      locale: own?.LocaleSidKey ?? 'en_US',
      emailEncoding: own?.EmailEncodingKey ?? 'UTF-8',
    },
  };
};

const refuseWithoutRights = (rights: Rights, { users, licenses, sets }: Needs, org: string): void => {
  const lacks = (name: keyof Rights): boolean => rights[name] === false;
  const missing = [
    ...(users > 0 && lacks('ManageUsers') ? ['Manage Users (ManageUsers), to create the user'] : []),
    ...(sets > 0 && lacks('AssignPermissionSets')
      ? ['Assign Permission Sets (AssignPermissionSets), to give it its permission sets']
      : []),
    ...(sets === 0 && licenses > 0 && lacks('AssignPermissionSets') && lacks('ViewSetup')
      ? ['View Setup or Assign Permission Sets, to give it its permission set licence']
      : []),
  ];
  if (missing.length === 0) return;
  throw new SfError(
    `You lack what this takes in ${org}: ${missing.join('; ')}. Nothing was changed.`,
    'UserPermissionMissingError',
    ['Ask an administrator for the permissions, or to run this command.'],
  );
};

/** Standard profiles have another name in older orgs, and a translated one in orgs of another language. */
const chooseProfile = (profiles: readonly ProfileRow[], org: string): ProfileRow => {
  if (profiles.length === 0) {
    throw new SfError(
      `${org} has no profile on the licence "${integrationLicense}". Nothing was changed.`,
      'IntegrationLicenseMissingError',
      [
        'Look in Setup, Company Information, User Licenses: Enterprise, Unlimited and Performance Edition bring five.',
        'Ask your Salesforce account executive for the licence.',
      ],
    );
  }
  const apiOnly = profiles.filter(({ PermissionsApiUserOnly }) => PermissionsApiUserOnly);
  const [only, ...others] = apiOnly;
  const named = integrationProfiles.flatMap((name) => apiOnly.find((profile) => profile.Name === name) ?? []);
  const chosen = named[0] ?? (others.length === 0 ? only : undefined);
  if (chosen) return chosen;
  throw new SfError(
    `${org} has no profile "${integrationProfiles.join('" or "')}". Nothing was changed.`,
    'IntegrationProfileMissingError',
    [`The profiles on its licence are: ${profiles.map(({ Name }) => Name).join(', ')}. Rename one that is API only.`],
  );
};

type Seats = { Status: string; TotalLicenses: number; UsedLicenses: number };

const refuseWithoutSeats = (seats: Seats, needed: number, what: string, org: string): void => {
  const { Status, TotalLicenses, UsedLicenses } = seats;
  const free = Status === 'Active' ? TotalLicenses - UsedLicenses : 0;
  if (needed <= free) return;
  const state = Status === 'Active' ? `${UsedLicenses} of ${TotalLicenses} are taken` : `it is ${Status.toLowerCase()}`;
  throw new SfError(
    `${org} has too few seats of ${what}: ${needed} needed, ${Math.max(free, 0)} free (${state}). Nothing was changed.`,
    'NoFreeSeatError',
    [
      'Deactivate an integration user that nothing uses any more (Setup, Users), or take the permission set licence from one.',
      'Or ask your Salesforce account executive for more seats.',
    ],
  );
};

const checkLicense = (license: PermissionSetLicenseRow | undefined, needed: number, org: string): { Id: string } => {
  if (needed === 0) return { Id: license?.Id ?? '' };
  if (!license) {
    throw new SfError(
      `${org} has no permission set licence ${integrationPermissionSetLicense}. Nothing was changed.`,
      'IntegrationLicenseMissingError',
      ['It comes with the licence "Salesforce Integration": ask your Salesforce account executive.'],
    );
  }
  refuseWithoutSeats(license, needed, `the permission set licence "${license.MasterLabel}"`, org);
  return license;
};
