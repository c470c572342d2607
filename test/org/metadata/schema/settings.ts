import { complex, type ComplexType, flag, since } from './schema.js';

/** Settings documents by file name (platform.md 1.6 and 2.8). */
export const settingsTypes: Record<string, ComplexType> = {
  ExternalClientApp: complex('ExternalClientAppSettings', {
    enableClientSecretInRestApiAccess: since(62, flag),
    enableConsumerSecretApiAccess: flag,
    // Gone from the guide's newer page, still in files retrieved beside the newer settings.
    enableExternalClientApps: flag,
    enablePackageEcaOauthFromDevOrg: since(62, flag),
  }),
  OauthOidc: complex('OauthOidcSettings', {
    agentAuthLinking: flag,
    blockOAuthUnPwFlow: flag,
    blockOAuthUsrAgtFlow: flag,
    // In files retrieved from real organisations, in no document.
    enableHdlessFgtPswFlow: flag,
    isPkceRequired: since(59, flag),
    oAuthCdCrdtFlowEnable: flag,
  }),
  ConnectedApp: complex('ConnectedAppSettings', {
    enableAdminApprovedAppsOnly: flag,
    enableAdminApprovedAppsOnlyForExternalUser: flag,
    enableSkipUserProvisioningWizardWelcomePage: flag,
  }),
  Security: { ...complex('SecuritySettings', {}), isOpen: true },
};

/** They exist only after Salesforce Support has provisioned API Access Control (platform.md 1.6). */
export const apiAccessControlElements = ['enableAdminApprovedAppsOnly', 'enableAdminApprovedAppsOnlyForExternalUser'];
