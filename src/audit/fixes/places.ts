import type { Registration } from '../../app/clientApp.js';
import type { InventoryApp } from '../../inventory/types.js';
import type { MetadataDocument } from '../../registration/document.js';
import { validRoot } from '../../registration/readDocument.js';

type Place = { type: string; path: string };

const globalSettings = 'ExtlClntAppGlobalOauthSettings';
const policies = 'ExtlClntAppOauthConfigurablePolicies';

const inBoth = (name: string): Record<Registration, Place> => ({
  'connected-app': { type: 'ConnectedApp', path: `oauthConfig.${name}` },
  'external-client-app': { type: globalSettings, path: name },
});

/** The file and the element of each setting in the two families. */
const places = {
  deviceFlow: inBoth('isDeviceFlowEnabled'),
  guestFlow: {
    // Reserved for connected apps, whose metadata has no such element.
    'connected-app': undefined,
    'external-client-app': { type: policies, path: 'isGuestCodeCredFlowEnabled' },
  },
  ipRelaxation: {
    'connected-app': { type: 'ConnectedApp', path: 'oauthPolicy.ipRelaxation' },
    'external-client-app': { type: policies, path: 'ipRelaxationPolicyType' },
  },
  permittedUsers: {
    'connected-app': { type: 'ConnectedApp', path: 'oauthConfig.isAdminApproved' },
    'external-client-app': { type: policies, path: 'permittedUsersPolicyType' },
  },
  pkce: inBoth('isPkceRequired'),
  refreshToken: {
    'connected-app': { type: 'ConnectedApp', path: 'oauthPolicy.refreshTokenPolicy' },
    'external-client-app': { type: policies, path: 'refreshTokenPolicyType' },
  },
  rotation: inBoth('isRefreshTokenRotationEnabled'),
  scopes: {
    'connected-app': { type: 'ConnectedApp', path: 'oauthConfig.scopes' },
    'external-client-app': { type: 'ExtlClntAppOauthSettings', path: 'commaSeparatedOauthScopes' },
  },
  secretOnRefresh: inBoth('isSecretRequiredForRefreshToken'),
  sessionTimeout: {
    'connected-app': { type: 'ConnectedApp', path: 'sessionPolicy.sessionTimeout' },
    'external-client-app': { type: policies, path: 'sessionTimeoutInMinutes' },
  },
} as const satisfies Record<string, Record<Registration, Place | undefined>>;

export type Setting = keyof typeof places;

/** The file and path of an element of an app. */
export type Target = { file: string; path: string };

/** The app's own file of a type; none for an app of an org, and none where the file is missing or broken. */
const documentOf = (app: InventoryApp, type: string): MetadataDocument | undefined =>
  app.origin.kind === 'source'
    ? app.documents.find((document) => document.type === type && validRoot(document))
    : undefined;

/** Where a setting of an app stands, or would. */
export const targetOf = (app: InventoryApp, setting: Setting): Target | undefined => {
  const place = places[setting][app.registration];
  const document = place && documentOf(app, place.type);
  return document && place && { file: document.file, path: place.path };
};
