import { flag, type Fields, type Schema } from './field.js';

/** Org-wide switches (platform.md 1.6, 2.8); settings gain fields every release, so unknown ones are no problem. */
const fieldsByType: Readonly<Record<string, Fields>> = {
  ConnectedAppSettings: {
    enableAdminApprovedAppsOnly: flag(),
    enableAdminApprovedAppsOnlyForExternalUser: flag(),
    enableSkipUserProvisioningWizardWelcomePage: flag(),
  },
  ExternalClientAppSettings: {
    enableClientSecretInRestApiAccess: flag(),
    enableConsumerSecretApiAccess: flag(),
    enableExternalClientApps: flag(),
    enablePackageEcaOauthFromDevOrg: flag(),
  },
  OauthOidcSettings: {
    agentAuthLinking: flag(),
    blockOAuthUnPwFlow: flag(),
    blockOAuthUsrAgtFlow: flag(),
    isPkceRequired: flag(),
    oAuthCdCrdtFlowEnable: flag(),
  },
  SecuritySettings: {},
};

export const settingsSchemas: readonly Schema[] = Object.entries(fieldsByType).map(([type, fields]): Schema => ({
  type,
  fields,
  family: 'other',
  ordered: false,
  open: true,
}));
