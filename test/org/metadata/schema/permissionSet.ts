import { choice, complex, type ElementSchema, flag, nested, repeated, required, since, text } from './schema.js';

/** `PermissionSet` (platform.md 7.3). There is no element for client apps: the link lives on the app's side. */
const access = (type: string, subject: string, permission = 'enabled'): ElementSchema => {
  const elements = { [subject]: required(text), [permission]: required(flag) };
  return repeated(nested(complex(type, Object.fromEntries(Object.entries(elements).sort()))));
};

const objectPermission = complex('PermissionSetObjectPermissions', {
  allowCreate: required(flag),
  allowDelete: required(flag),
  allowEdit: required(flag),
  allowRead: required(flag),
  modifyAllRecords: required(flag),
  object: required(text),
  viewAllFields: since(63, flag),
  viewAllRecords: required(flag),
});

const fieldPermission = complex('PermissionSetFieldPermissions', {
  editable: required(flag),
  field: required(text),
  readable: flag,
});

const tabSetting = complex('PermissionSetTabSetting', {
  tab: required(text),
  visibility: required(choice('PermissionSetTabVisibility', 'None', 'Available', 'Visible')),
});

export const permissionSet = complex('PermissionSet', {
  agentAccesses: access('PermissionSetAgentAccess', 'agentName'),
  applicationVisibilities: access('PermissionSetApplicationVisibility', 'application', 'visible'),
  classAccesses: access('PermissionSetApexClassAccess', 'apexClass'),
  customMetadataTypeAccesses: since(47, access('PermissionSetCustomMetadataTypeAccess', 'name')),
  customPermissions: since(31, access('PermissionSetCustomPermissions', 'name')),
  customSettingAccesses: since(47, access('PermissionSetCustomSettingAccess', 'name')),
  description: text,
  emailRoutingAddressAccesses: since(62, access('PermissionSetEmailRoutingAddressAccess', 'name')),
  externalCredentialPrincipalAccesses: since(
    59,
    access('PermissionSetExternalCredentialPrincipalAccess', 'externalCredentialPrincipal'),
  ),
  externalDataSourceAccesses: access('PermissionSetExternalDataSourceAccess', 'externalDataSource'),
  fieldPermissions: repeated(nested(fieldPermission)),
  flowAccesses: since(47, access('PermissionSetFlowAccess', 'flow')),
  genComputingSummaryDefAccesses: access('PermissionSetGenComputingSummaryDefAccess', 'configName'),
  hasActivationRequired: since(37, flag),
  label: required(text),
  license: since(38, text),
  objectPermissions: repeated(nested(objectPermission)),
  pageAccesses: access('PermissionSetApexPageAccess', 'apexPage'),
  recordTypeVisibilities: access('PermissionSetRecordTypeVisibility', 'recordType', 'visible'),
  servicePresenceStatusAccesses: since(64, access('PermissionSetServicePresenceStatusAccess', 'servicePresenceStatus')),
  tabSettings: repeated(nested(tabSetting)),
  userPermissions: access('PermissionSetUserPermission', 'name'),
});
