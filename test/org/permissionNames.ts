/** User permissions by API name (audit.md A.5, A.12 and D.1; platform.md 2.8), each a `Permissions…` column. */
export const userPermissionNames = [
  'ApiEnabled',
  'ApiUserOnly',
  'AssignPermissionSets',
  'AuthorApex',
  'ApexRestServices',
  'BulkApiHardDelete',
  'BypassMFAForUiLogins',
  'CanApproveUninstalledApps',
  'ClientSecretRotation',
  'CustomizeApplication',
  'DataExport',
  'EventLogReadAccess',
  'ExportReport',
  'ExternalClientAppAdmin',
  'ExternalClientAppDeveloper',
  'ExternalClientAppViewer',
  'InstallPackaging',
  'MCPMetadataApi',
  'ManageAuthProviders',
  'ManageCertificates',
  'ManageCertificatesExpiration',
  'ManageHealthCheck',
  'ManageInteraction',
  'ManageProfilesPermissionsets',
  'ManageRemoteAccess',
  'ManageTwoFactor',
  'ManageUsers',
  'ModifyAllData',
  'ModifyMetadata',
  'MonitorLoginHistory',
  'PasswordNeverExpires',
  'QueryAllFiles',
  'ResetPasswords',
  'TwoFactorApi',
  'UseAnyApiAuth',
  'ViewAllData',
  'ViewAllFieldsGlobal',
  'ViewAllProfiles',
  'ViewAllUsers',
  'ViewClientSecret',
  'ViewEncryptedData',
  'ViewEventLogFiles',
  'ViewSetup',
] as const;

/** What holding one permission brings with it (platform.md 2.8). */
export const impliedPermissions: Record<string, string[]> = {
  ExternalClientAppDeveloper: ['ExternalClientAppAdmin', 'ExternalClientAppViewer'],
  ExternalClientAppAdmin: ['ExternalClientAppViewer'],
  ModifyAllData: ['ViewAllData'],
  ManageUsers: ['AssignPermissionSets', 'MonitorLoginHistory', 'ResetPasswords', 'ViewAllUsers', 'ViewSetup'],
  CustomizeApplication: ['ViewSetup'],
};

/** Rights that an administrator has to be given besides the standard profile. */
const notOfAdministrators = new Set([
  'ApiUserOnly',
  'BypassMFAForUiLogins',
  'ClientSecretRotation',
  'EventLogReadAccess',
  'PasswordNeverExpires',
  'TwoFactorApi',
  'UseAnyApiAuth',
  'ViewClientSecret',
]);

export const administratorPermissions = userPermissionNames.filter((name) => !notOfAdministrators.has(name));
