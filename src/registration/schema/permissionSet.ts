import { choice, flag, group, text, type Schema } from './field.js';

const enabledName = { enabled: flag({ required: true }), name: text({ required: true }) };

/** platform.md 7.3, every field, and the `userLicense` that `license` replaced in API 38. */
export const permissionSetFields = {
  agentAccesses: group({ agentName: text({ required: true }), enabled: flag({ required: true }) }, { many: true }),
  applicationVisibilities: group(
    { application: text({ required: true }), visible: flag({ required: true }) },
    { many: true },
  ),
  classAccesses: group({ apexClass: text({ required: true }), enabled: flag({ required: true }) }, { many: true }),
  customMetadataTypeAccesses: group(enabledName, { many: true }),
  customPermissions: group(enabledName, { many: true }),
  customSettingAccesses: group(enabledName, { many: true }),
  description: text(),
  emailRoutingAddressAccesses: group(enabledName, { many: true }),
  enrichments: text(),
  externalCredentialPrincipalAccesses: group(
    { enabled: flag({ required: true }), externalCredentialPrincipal: text({ required: true }) },
    { many: true },
  ),
  externalDataSourceAccesses: group(
    { enabled: flag({ required: true }), externalDataSource: text({ required: true }) },
    { many: true },
  ),
  fieldPermissions: group(
    { editable: flag({ required: true }), field: text({ required: true }), readable: flag() },
    { many: true },
  ),
  flowAccesses: group({ enabled: flag({ required: true }), flow: text({ required: true }) }, { many: true }),
  genComputingSummaryDefAccesses: group(
    { configName: text({ required: true }), enabled: flag({ required: true }) },
    { many: true },
  ),
  hasActivationRequired: flag({ default: 'false' }),
  label: text({ required: true }),
  license: text(),
  objectPermissions: group(
    {
      allowCreate: flag({ required: true }),
      allowDelete: flag({ required: true }),
      allowEdit: flag({ required: true }),
      allowRead: flag({ required: true }),
      modifyAllRecords: flag({ required: true }),
      object: text({ required: true }),
      viewAllFields: flag(),
      viewAllRecords: flag({ required: true }),
    },
    { many: true },
  ),
  pageAccesses: group({ apexPage: text({ required: true }), enabled: flag({ required: true }) }, { many: true }),
  recordTypeVisibilities: group(
    { recordType: text({ required: true }), visible: flag({ required: true }) },
    { many: true },
  ),
  servicePresenceStatusAccesses: group(
    { enabled: flag({ required: true }), servicePresenceStatus: text({ required: true }) },
    { many: true },
  ),
  tabSettings: group(
    { tab: text({ required: true }), visibility: choice(['Available', 'None', 'Visible'], { required: true }) },
    { many: true },
  ),
  userLicense: text(),
  userPermissions: group(enabledName, { many: true }),
};

export const permissionSetSchema: Schema = {
  type: 'PermissionSet',
  fields: permissionSetFields,
  family: 'other',
  // Files that people merge by hand are not in order, and the platform takes them.
  ordered: false,
  open: false,
};

/** Profiles hold far more than we look at: only what permission sets hold too is checked. */
export const profileSchema: Schema = {
  type: 'Profile',
  fields: {
    description: text(),
    fieldPermissions: permissionSetFields.fieldPermissions,
    objectPermissions: permissionSetFields.objectPermissions,
    userLicense: text(),
    userPermissions: permissionSetFields.userPermissions,
  },
  family: 'other',
  ordered: false,
  open: true,
};
