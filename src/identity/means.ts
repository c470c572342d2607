import type { OrgConnection } from '../org/connection.js';
import {
  integrationLicense,
  readIntegrationPermissionSetLicense,
  readIntegrationProfiles,
} from '../org/integrationLicenses.js';
import { ownUsername, readOrganization } from '../org/users.js';
import type { Needs } from './needs.js';
import type { NewUserDefaults } from './newUser.js';
import type { OrgState } from './orgState.js';
import { refuseWithoutRights } from './rights.js';
import { checkLicense, chooseProfile, refuseWithoutSeats } from './seats.js';

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
    needs.licenses > 0 ? readIntegrationPermissionSetLicense(connection) : undefined,
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
