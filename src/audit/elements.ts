import type { Registration } from '../app/clientApp.js';
import type { InventoryApp, Location } from '../inventory/types.js';

type Names = Record<Registration, string>;

/** What each setting is called in the metadata of the two families. */
const elements = {
  callbackUrl: { 'connected-app': 'callbackUrl', 'external-client-app': 'callbackUrl' },
  certificate: { 'connected-app': 'certificate', 'external-client-app': 'certificate' },
  deviceFlow: { 'connected-app': 'isDeviceFlowEnabled', 'external-client-app': 'isDeviceFlowEnabled' },
  ipRelaxation: { 'connected-app': 'ipRelaxation', 'external-client-app': 'ipRelaxationPolicyType' },
  ipRanges: { 'connected-app': 'ipRanges', 'external-client-app': 'trustedIpRanges' },
  permittedUsers: { 'connected-app': 'isAdminApproved', 'external-client-app': 'permittedUsersPolicyType' },
  pkce: { 'connected-app': 'isPkceRequired', 'external-client-app': 'isPkceRequired' },
  refreshToken: { 'connected-app': 'refreshTokenPolicy', 'external-client-app': 'refreshTokenPolicyType' },
  rotation: {
    'connected-app': 'isRefreshTokenRotationEnabled',
    'external-client-app': 'isRefreshTokenRotationEnabled',
  },
  runAsUser: { 'connected-app': 'oauthClientCredentialUser', 'external-client-app': 'clientCredentialsFlowUser' },
  scopes: { 'connected-app': 'scopes', 'external-client-app': 'commaSeparatedOauthScopes' },
  secretOnRefresh: {
    'connected-app': 'isSecretRequiredForRefreshToken',
    'external-client-app': 'isSecretRequiredForRefreshToken',
  },
  secretOptional: { 'connected-app': 'isConsumerSecretOptional', 'external-client-app': 'isConsumerSecretOptional' },
  sessionTimeout: { 'connected-app': 'sessionTimeout', 'external-client-app': 'sessionTimeoutInMinutes' },
} as const satisfies Record<string, Names>;

/** The element of a setting in the metadata of this app. */
export const elementOf = (app: Pick<InventoryApp, 'registration'>, setting: keyof typeof elements): string =>
  elements[setting][app.registration];

/** The place of a finding, when the fact has one; otherwise the runner shows the app's file. */
export const placeOf = (at: Location | undefined): { location?: Location } => (at ? { location: at } : {});
