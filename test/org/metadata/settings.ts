import { findComponent, readText } from './lookup.js';
import type { MetadataStore } from './types.js';

/** What each settings document says in an organisation that never deployed it (platform.md 1.6 and 2.8). */
export const settingsDefaults: Record<string, Record<string, string>> = {
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
  ConnectedApp: { enableSkipUserProvisioningWizardWelcomePage: 'false' },
  Security: {},
};

/** Settings as the organisation stands: `readSettings(store, 'ExternalClientApp')`, the long type name works too. */
export const readSettings = (store: MetadataStore, name: string): Record<string, string> => {
  const shortName = name.replace(/Settings$/, '');
  const component = findComponent(store, 'Settings', shortName);
  const stored = Object.keys(component?.fields ?? {}).map((element) => [
    element,
    readText(component?.fields ?? {}, element) ?? '',
  ]);
  return { ...settingsDefaults[shortName], ...(Object.fromEntries(stored) as Record<string, string>) };
};
