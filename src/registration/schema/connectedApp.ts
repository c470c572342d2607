import { scopes } from '../../app/scopes.js';
import { attribute, canvas, canvasConfig, mobileAppConfig, samlConfig } from './connectedAppPlugins.js';
import { choice, count, flag, group, text, type Schema } from './field.js';

/** platform.md 1.5: `ConnectedAppOauthAccessScope`. */
const scopeValues = scopes.map(({ connectedApp }) => connectedApp).filter((value) => value !== undefined);

/** platform.md 1.6. */
export const ipRelaxations = ['ENFORCE', 'ENFORCE_RELAXREFRESH', 'BYPASS_2FACTOR', 'BYPASS'] as const;

const assetToken = {
  assetAudiences: text({ required: true }),
  assetIncludeAttributes: flag({ required: true }),
  assetIncludeCustomPerms: flag({ required: true }),
  assetSigningCertId: text({ required: true }),
  assetValidityPeriod: count({ required: true }),
};

const idToken = {
  idTokenAudience: text(),
  idTokenIncludeAttributes: flag(),
  idTokenIncludeCustomPerms: flag(),
  idTokenIncludeStandardClaims: flag(),
  idTokenValidity: count(),
};

/** platform.md 1.3; the defaults of the device, rotation and token-exchange switches are what an app without them does. */
const oauthConfig = {
  assetTokenConfig: group(assetToken),
  callbackUrl: text({ required: true, as: 'callbacks' }),
  certificate: text({ as: 'certificate' }),
  consumerKey: text(),
  consumerSecret: text({ as: 'secret' }),
  idTokenConfig: group(idToken),
  isAdminApproved: flag({ default: 'false' }),
  isClientCredentialEnabled: flag({ default: 'false' }),
  isCodeCredentialEnabled: flag({ default: 'false' }),
  isCodeCredentialPostOnly: flag({ default: 'false' }),
  isConsumerSecretOptional: flag({ default: 'false' }),
  isDPopEnabled: flag(),
  isDeviceFlowEnabled: flag({ default: 'false' }),
  isEnforceRefreshTokenTTL: flag(),
  isIntrospectAllTokens: flag({ default: 'false' }),
  isIpBindingEnabled: flag(),
  isNamedUserJwtEnabled: flag({ default: 'false' }),
  isPKImTLSEnabled: flag(),
  isPkceRequired: flag({ default: 'false' }),
  isRefreshTokenRotationEnabled: flag({ default: 'false' }),
  isSecretRequiredForRefreshToken: flag({ default: 'true' }),
  isSecretRequiredForTokenExchange: flag(),
  isTokenExchangeEnabled: flag({ default: 'false' }),
  oauthClientCredentialUser: text({ as: 'username' }),
  scopes: choice(scopeValues, { many: true, as: 'scopes' }),
  singleLogoutUrl: text(),
};

/** platform.md 1.6. */
const oauthPolicy = {
  ipRelaxation: choice(ipRelaxations, { required: true, default: 'ENFORCE' }),
  isTokenExchangeFlowEnabled: flag(),
  refreshTokenPolicy: text({ required: true, default: 'infinite' }),
  singleLogoutUrl: text(),
};

/** `sessionLevel` is a plain string whose values the guide does not list. */
const sessionPolicy = {
  policyAction: choice(['Block', 'RaiseSessionLevel']),
  sessionLevel: text(),
  sessionTimeout: count(),
};

/** platform.md 1.2, every field. */
export const connectedAppFields = {
  attributes: group(attribute, { many: true }),
  canvas: group(canvas),
  canvasConfig: group(canvasConfig),
  contactEmail: text({ required: true }),
  contactPhone: text(),
  description: text(),
  iconUrl: text(),
  infoUrl: text(),
  ipRanges: group(
    { description: text(), end: text({ required: true }), start: text({ required: true }) },
    { many: true },
  ),
  label: text({ required: true }),
  logoUrl: text(),
  mobileAppConfig: group(mobileAppConfig),
  mobileStartUrl: text(),
  oauthConfig: group(oauthConfig),
  oauthPolicy: group(oauthPolicy),
  permissionSetName: text({ many: true, as: 'permission-sets' }),
  plugin: text(),
  pluginExecutionUser: text({ as: 'username' }),
  profileName: text({ many: true }),
  samlConfig: group(samlConfig),
  sessionPolicy: group(sessionPolicy),
  startUrl: text(),
};

export const connectedAppSchema: Schema = {
  type: 'ConnectedApp',
  fields: connectedAppFields,
  family: 'connected-app',
  ordered: true,
  open: false,
};
