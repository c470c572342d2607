import type { MetadataOptions } from './api.js';
import { findComponent } from './lookup.js';
import { apiAccessControlElements } from './schema/index.js';
import type { Fields, MetadataStore } from './types.js';

/** What each settings document says in an organisation that never deployed it (platform.md 1.6, 2.8, 3.6). */
export const settingsDefaults: Record<string, Record<string, string>> = {
  ConnectedApp: { enableSkipUserProvisioningWizardWelcomePage: 'false' },
  ExternalClientApp: {
    enableClientSecretInRestApiAccess: 'false',
    enableConsumerSecretApiAccess: 'false',
    enablePackageEcaOauthFromDevOrg: 'false',
  },
  OauthOidc: {
    blockOAuthUnPwFlow: 'true',
    blockOAuthUsrAgtFlow: 'false',
    isPkceRequired: 'false',
    oAuthCdCrdtFlowEnable: 'false',
  },
  Security: {},
};

/** The nested part of the defaults (audit.md A.10): login ranges hold at login only, sessions live two hours. */
export const nestedDefaults: Record<string, Fields> = {
  Security: {
    networkAccess: {},
    sessionSettings: {
      enforceIpRangesEveryRequest: 'false',
      lockSessionsToDomain: 'true',
      lockSessionsToIp: 'false',
      sessionTimeout: 'TwoHours',
    },
  },
};

/** Settings as the organisation stands: `readSettings(store, 'ExternalClientApp')`; the long type name works too. */
export const readSettings = (
  store: MetadataStore,
  name: string,
  options: MetadataOptions = {},
): Record<string, string> => {
  const shortName = name.replace(/Settings$/, '');
  const stored = findComponent(store, 'Settings', shortName)?.fields ?? {};
  const settings: Record<string, string> = { ...settingsDefaults[shortName], ...provisioned(shortName, options) };
  for (const [element, value] of Object.entries(stored)) {
    if (typeof value === 'string') settings[element] = value;
  }
  return settings;
};

/** Present only where Salesforce Support has provisioned API Access Control. */
const provisioned = (name: string, { apiAccessControl }: MetadataOptions): Record<string, string> =>
  name === 'ConnectedApp' && apiAccessControl
    ? Object.fromEntries(apiAccessControlElements.map((element) => [element, 'false']))
    : {};
