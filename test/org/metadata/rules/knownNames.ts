/** User permissions by API name: those of platform.md 2.8 and 7.3 and audit.md A.5, and everyday ones. */
export const userPermissions = new Set(
  [
    'ExternalClientAppDeveloper ExternalClientAppAdmin ExternalClientAppViewer ViewClientSecret ClientSecretRotation',
    'ManageRemoteAccess ApiUserOnly ApiEnabled CanApproveUninstalledApps UseAnyApiAuth ManageCertificates',
    'ManageCertificatesExpiration MonitorLoginHistory ViewEventLogFiles EventLogReadAccess TwoFactorApi',
    'BulkApiHardDelete ModifyAllData ViewAllData CustomizeApplication AuthorApex ManageUsers MCPMetadataApi',
    'ModifyMetadata ViewSetup AssignPermissionSets ManageProfilesPermissionsets ManageInternalUsers ResetPasswords',
    'ViewAllUsers ViewAllProfiles ViewRoles RunReports ExportReport RunFlow LightningExperienceUser EditTask EditEvent',
    'ActivateContract ActivateOrder EditReadonlyFields TransferAnyEntity ImportCustomObjects ManageAuthProviders',
    'ManageNamedCredentials PasswordNeverExpires InstallPackaging ViewPublicReports ViewPublicDashboards ForceTwoFactor',
    'QueryAllFiles ViewAllCustomSettings ViewAllForeignKeyFields ChatterInternalUser SelectFilesFromSalesforce',
  ].flatMap((line) => line.split(' ')),
);

/** Licences a permission set may name: permission set licences by label or name, user licences by name (platform.md 7.1, 7.3). */
export const licenses = new Set([
  'Salesforce API Integration',
  'SalesforceAPIIntegrationPsl',
  'Cloud Integration User',
  'Salesforce',
  'Salesforce Platform',
  'Salesforce Integration',
  'Identity',
  'Chatter Free',
]);

/** Fields that every record must have, so no permission can be given on them (platform.md 7.3). */
const systemFields = [
  'Id',
  'CreatedById',
  'CreatedDate',
  'LastModifiedById',
  'LastModifiedDate',
  'SystemModstamp',
  'IsDeleted',
];
const requiredFields = new Set([
  'Account.Name',
  'Contact.LastName',
  'Lead.LastName',
  'Lead.Company',
  'Lead.Status',
  'Opportunity.Name',
  'Opportunity.StageName',
  'Opportunity.CloseDate',
  'Order.Status',
  'Order.EffectiveDate',
  'Contract.AccountId',
]);

export const isRequiredField = (object: string, field: string): boolean =>
  systemFields.includes(field) ||
  requiredFields.has(`${object}.${field}`) ||
  (field === 'Name' && object.endsWith('__c'));
