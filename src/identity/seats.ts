import { SfError } from '@salesforce/core/sfError';
import {
  integrationLicense,
  integrationPermissionSetLicense,
  integrationProfiles,
  type PermissionSetLicenseRow,
  type ProfileRow,
} from '../org/integrationLicenses.js';

/** Standard profiles have another name in older orgs, and a translated one in orgs of another language. */
export const chooseProfile = (profiles: readonly ProfileRow[], org: string): ProfileRow => {
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

export const refuseWithoutSeats = (seats: Seats, needed: number, what: string, org: string): void => {
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

export const checkLicense = (
  license: PermissionSetLicenseRow | undefined,
  needed: number,
  org: string,
): { Id: string } => {
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
