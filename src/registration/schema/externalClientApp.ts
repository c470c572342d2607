import { scopes } from '../../app/scopes.js';
import { attribute } from './connectedAppPlugins.js';
import { choice, count, flag, group, text } from './field.js';

/** Scopes that a live org accepts in `commaSeparatedOauthScopes` (platform.md 1.5). */
export const externalScopeValues = scopes.flatMap(({ externalClientApp }) => externalClientApp ?? []);

/** Mixed case, unlike the connected app's (platform.md 2.5). */
export const ipRelaxationTypes = ['Enforce', 'Enforce_RelaxRefresh', 'Bypass_2factor', 'Bypass'] as const;
export const permittedUsersTypes = ['AllSelfAuthorized', 'AdminApprovedPreAuthorized'] as const;
export const refreshTokenTypes = ['Infinite', 'Zero', 'SpecificLifetime', 'SpecificInactivity'] as const;
export const refreshTokenUnits = ['Hours', 'Days', 'Months'] as const;
export const sessionLevels = ['LOW', 'STANDARD', 'HIGH_ASSURANCE'] as const;
const jwtTimeoutTypes = ['UserSession', 'Custom'] as const;

/** Every satellite names its app. */
const parent = text({ required: true });
const ipRange = {
  description: text(),
  endIpAddress: text({ required: true }),
  startIpAddress: text({ required: true }),
};

/** platform.md 2.2. */
export const headerFields = {
  contactEmail: text(),
  contactPhone: text(),
  description: text(),
  distributionState: choice(['Local', 'Packaged', 'Managed', 'AutoInstalled']),
  iconUrl: text(),
  infoUrl: text(),
  isProtected: flag({ default: 'false' }),
  label: text(),
  logoUrl: text(),
  managedType: choice(['Local', 'Global']),
  orgScopedExternalApp: text(),
};

/** platform.md 2.3. */
export const oauthSettingsFields = {
  areAttributesIncludedInAssetToken: flag(),
  areCustomPermsIncludedInAssetToken: flag(),
  assetTokenAudiences: text(),
  assetTokenSigningCertificate: text(),
  assetTokenValidity: count(),
  clientAssertionCertificate: text(),
  commaSeparatedCustomScopes: text({ as: 'names' }),
  commaSeparatedOauthScopes: text({ as: 'scopes' }),
  customAttributes: group(attribute, { many: true }),
  externalClientApplication: parent,
  isFirstPartyAppEnabled: flag(),
  label: text(),
  oauthLink: text(),
  singleLogoutUrl: text(),
  trustedIpRanges: group(ipRange, { many: true }),
};

const idToken = {
  idTokenAudience: text(),
  idTokenIncludeAttributes: flag(),
  idTokenIncludeCustomPermissions: flag(),
  idTokenIncludeStandardClaims: flag(),
  idTokenValidityInMinutes: count(),
};

/** platform.md 2.4; PKCE is on by default here, off for connected apps. */
export const globalOauthFields = {
  callbackUrl: text({ as: 'callbacks' }),
  certificate: text({ as: 'certificate' }),
  consumerKey: text(),
  consumerSecret: text({ as: 'secret' }),
  externalClientApplication: parent,
  idTokenConfig: group(idToken),
  isClientCredentialsFlowEnabled: flag({ default: 'false' }),
  isCodeCredFlowEnabled: flag({ default: 'false' }),
  isCodeCredPostOnly: flag({ default: 'false' }),
  isConsumerSecretOptional: flag({ default: 'false' }),
  isDPopEnabled: flag(),
  isDeviceFlowEnabled: flag({ default: 'false' }),
  isEnforceRefreshTokenTTL: flag(),
  isIntrospectAllTokens: flag({ default: 'false' }),
  isMtlsEnabled: flag(),
  isNamedUserJwtEnabled: flag({ default: 'false' }),
  isPkceRequired: flag({ default: 'true' }),
  isRefreshTokenRotationEnabled: flag({ default: 'false' }),
  isSecretRequiredForRefreshToken: flag({ default: 'true' }),
  isSecretRequiredForTokenExchange: flag(),
  isTokenExchangeEnabled: flag({ default: 'false' }),
  label: text(),
  shouldRotateConsumerKey: flag({ default: 'false', as: 'once' }),
  shouldRotateConsumerSecret: flag({ default: 'false', as: 'once' }),
};

/** platform.md 2.5; defaults are those of the policies that an org makes by itself. */
export const oauthPoliciesFields = {
  apexHandler: text(),
  clientCredentialsFlowUser: text({ as: 'username' }),
  commaSeparatedCustomScopes: text({ as: 'names' }),
  commaSeparatedPermissionSet: text({ as: 'permission-sets' }),
  commaSeparatedProfile: text({ as: 'names' }),
  customAttributes: group(attribute, { many: true }),
  executeHandlerAs: text({ as: 'username' }),
  externalClientApplication: parent,
  guestJwtSessionTimeoutType: choice(jwtTimeoutTypes),
  guestJwtTimeout: count(),
  ipRelaxationPolicyType: choice(ipRelaxationTypes, { default: 'Enforce' }),
  isClientCredentialsFlowEnabled: flag({ default: 'false' }),
  isGuestCodeCredFlowEnabled: flag({ default: 'false' }),
  // Deprecated here, but older files carry it.
  isNamedUserJwtEnabled: flag(),
  isTokenExchangeFlowEnabled: flag({ default: 'false' }),
  label: text(),
  namedUserJwtSessionTimeoutType: choice(jwtTimeoutTypes),
  namedUserJwtTimeout: count(),
  permittedUsersPolicyType: choice(permittedUsersTypes, { default: 'AllSelfAuthorized' }),
  policyAction: choice(['Block', 'RaiseSessionLevel', 'StepUpMFA']),
  refreshTokenPolicyType: choice(refreshTokenTypes, { default: 'SpecificLifetime' }),
  refreshTokenValidityPeriod: count(),
  refreshTokenValidityUnit: choice(refreshTokenUnits),
  requiredSessionLevel: choice(sessionLevels, { default: 'STANDARD' }),
  sessionTimeoutInMinutes: count(),
  singleLogoutUrl: text(),
  startUrl: text(),
};

/** platform.md 2.6; the plug-in switches are kill switches. */
export const policiesFields = {
  externalClientApplication: parent,
  isAttestPluginEnabled: flag(),
  isCanvasPluginEnabled: flag(),
  isEnabled: flag({ required: true, default: 'true' }),
  isMobilePluginEnabled: flag(),
  isNotificationPluginEnabled: flag(),
  isOauthPluginEnabled: flag({ default: 'true' }),
  isPushPluginEnabled: flag(),
  isSamlPluginEnabled: flag(),
  label: text(),
  startPage: choice(['None', 'Custom', 'OAuth', 'SAML']),
  startUrl: text(),
};
