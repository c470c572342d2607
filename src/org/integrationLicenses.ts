import type { OrgConnection } from './connection.js';
import { queryRows, quote } from './soql.js';

/** Names that the platform gives to what an integration user needs (platform.md 7.1). */
export const integrationLicense = 'Salesforce Integration';
export const integrationPermissionSetLicense = 'SalesforceAPIIntegrationPsl';
/** The second is what older orgs call the first. */
export const integrationProfiles = [
  'Minimum Access - API Only Integrations',
  'Salesforce API Only System Integrations',
];

type Seats = { TotalLicenses: number; UsedLicenses: number; Status: string };

export type ProfileRow = {
  Id: string;
  Name: string;
  PermissionsApiUserOnly: boolean;
  UserLicense: Seats & { Name: string };
};

/** The profiles on the integration licence, with its seats: the standard one, and what an admin has cloned from it. */
export const readIntegrationProfiles = (connection: OrgConnection): Promise<ProfileRow[]> =>
  queryRows<ProfileRow>(
    connection,
    'SELECT Id, Name, PermissionsApiUserOnly, UserLicense.Name, UserLicense.Status, UserLicense.TotalLicenses, ' +
      `UserLicense.UsedLicenses FROM Profile WHERE UserLicense.Name = ${quote(integrationLicense)}`,
  );

export type PermissionSetLicenseRow = Seats & { Id: string; MasterLabel: string; ExpirationDate: string | null };

export const readIntegrationPermissionSetLicense = async (
  connection: OrgConnection,
): Promise<PermissionSetLicenseRow | undefined> => {
  const [row] = await queryRows<PermissionSetLicenseRow>(
    connection,
    'SELECT Id, MasterLabel, Status, TotalLicenses, UsedLicenses, ExpirationDate FROM PermissionSetLicense ' +
      `WHERE DeveloperName = ${quote(integrationPermissionSetLicense)}`,
  );
  return row;
};
