import type { OrgConnection } from './connection.js';
import { readColumns, type Answer } from './readColumns.js';

export type OrgUserRow = {
  Id: string;
  Username: string;
  Name?: string | null;
  Email?: string | null;
  IsActive?: boolean;
  UserType?: string | null;
  ProfileId?: string | null;
  /** Null where the org hides the profile. */
  Profile?: { Name?: string | null; UserLicense?: { Name?: string | null } | null } | null;
  LastLoginDate?: string | null;
  CreatedDate?: string | null;
};

/** Every user: tokens, apps and changes may name any of them, inactive ones too. */
export const readOrgUsers = (connection: OrgConnection): Promise<Answer<OrgUserRow>> =>
  readColumns(connection, {
    object: 'User',
    columns: [
      'Id',
      'Username',
      'Name',
      'Email',
      'IsActive',
      'UserType',
      'ProfileId',
      'Profile.Name',
      'Profile.UserLicense.Name',
      'LastLoginDate',
      'CreatedDate',
    ],
  });

/** The frozen users alone; only who may manage users gets to see them. */
export const readFrozenUsers = (connection: OrgConnection): Promise<Answer<{ UserId: string }>> =>
  readColumns(connection, { object: 'UserLogin', columns: ['UserId'], rest: 'WHERE IsFrozen = true' });

export type UserLicenseRow = {
  Name: string;
  LicenseDefinitionKey?: string | null;
  TotalLicenses?: number | null;
  UsedLicenses?: number | null;
};

export const readUserLicenses = (connection: OrgConnection): Promise<Answer<UserLicenseRow>> =>
  readColumns(connection, {
    object: 'UserLicense',
    columns: ['Name', 'LicenseDefinitionKey', 'TotalLicenses', 'UsedLicenses'],
  });

export type OrganizationRow = { Id: string; IsSandbox?: boolean; OrganizationType?: string | null };

export const readOrganizationRow = (connection: OrgConnection): Promise<Answer<OrganizationRow>> =>
  readColumns(connection, {
    object: 'Organization',
    columns: ['Id', 'IsSandbox', 'OrganizationType'],
    rest: 'LIMIT 1',
  });
