import { choice, complex, flag, nested, repeated, required, since, text, whole } from './schema.js';

/** `ConnectedApp` and all its subtypes (platform.md 1.2, 1.3, 1.6); `oauthConfig` scopes in the order of 1.5. */
const scopes = [
  'Basic Api Web Full Chatter CustomApplications RefreshToken OpenID Profile Email Address Phone OfflineAccess',
  'CustomPermissions Wave Eclair Pardot Lightning Content CDPIngest CDPProfile CDPQuery Chatbot CDPSegment',
  'CDPIdentityResolution CDPCalculatedInsight ForgotPassword UserRegistration SFAP Interaction CDP EinsteinGPT',
  'PwdlessLogin MCP SCRT DataCloudUserClaims A2A CmdbDiscovery SemanticLayer',
].flatMap((line) => line.split(' '));

const attribute = complex('ConnectedAppAttribute', { formula: required(text), key: required(text) });

const ipRange = complex('ConnectedAppIpRange', {
  description: since(31, text),
  end: required(text),
  start: required(text),
});

const canvas = complex('CanvasMetadata', {
  accessMethod: required(text),
  canvasOptions: text,
  canvasUrl: required(text),
  lifecycleClass: text,
  locationOptions: text,
  samlInitiationMethod: text,
});

const accessMethod = choice('AccessMethod', 'Get', 'Post');
const samlInitiation = choice('SamlInitiationMethod', 'None', 'IdpInitiated', 'SpInitiated');
const canvasOption = choice('CanvasOptions', 'HideShare', 'HideHeader', 'PersonalEnabled');
const canvasLocation = choice(
  'CanvasLocationOptions',
  ...'None Chatter UserProfile Visualforce Aura Publisher ChatterFeed ServiceDesk OpenCTI AppLauncher MobileNav PageLayout'.split(
    ' ',
  ),
);
export const canvasChoices = { accessMethod, samlInitiation, canvasOption, canvasLocation };

const canvasConfig = complex('ConnectedAppCanvasConfig', {
  accessMethod: required(accessMethod),
  canvasUrl: required(text),
  lifecycleClass: since(31, text),
  locations: repeated(canvasLocation),
  options: repeated(canvasOption),
  samlInitiationMethod: samlInitiation,
});

const mobile = complex('ConnectedAppMobileDetailConfig', {
  applicationBinaryFile: text,
  applicationBinaryFileName: text,
  applicationBundleIdentifier: text,
  applicationFileLength: whole,
  applicationIconFile: text,
  applicationIconFileName: text,
  applicationInstallUrl: text,
  devicePlatform: required(choice('DevicePlatformType', 'ios', 'android')),
  deviceType: choice('DeviceType', 'phone', 'tablet', 'minitablet'),
  minimumOsVersion: text,
  privateApp: flag,
  version: required(text),
});

const assetToken = complex('ConnectedAppOauthAssetToken', {
  assetAudiences: required(text),
  assetIncludeAttributes: required(flag),
  assetIncludeCustomPerms: required(flag),
  assetSigningCertId: required(text),
  assetValidityPeriod: required(whole),
});

const idToken = complex('ConnectedAppOauthIdToken', {
  idTokenAudience: text,
  idTokenIncludeAttributes: flag,
  idTokenIncludeCustomPerms: flag,
  idTokenIncludeStandardClaims: flag,
  idTokenValidity: whole,
});

const oauthConfig = complex('ConnectedAppOauthConfig', {
  assetTokenConfig: since(49, nested(assetToken)),
  callbackUrl: required(text),
  certificate: text,
  consumerKey: text,
  consumerSecret: since(32, text),
  idTokenConfig: since(43, nested(idToken)),
  isAdminApproved: since(46, flag),
  isClientCredentialEnabled: since(56, flag),
  isCodeCredentialEnabled: since(57, flag),
  isCodeCredentialPostOnly: since(57, flag),
  isConsumerSecretOptional: since(49, flag),
  isDPopEnabled: flag,
  isDeviceFlowEnabled: flag,
  isEnforceRefreshTokenTTL: flag,
  isIntrospectAllTokens: since(49, flag),
  isIpBindingEnabled: flag,
  isNamedUserJwtEnabled: since(59, flag),
  isPKImTLSEnabled: flag,
  isPkceRequired: since(59, flag),
  isRefreshTokenRotationEnabled: since(60, flag),
  isSecretRequiredForRefreshToken: since(51, flag),
  isSecretRequiredForTokenExchange: since(60, flag),
  isTokenExchangeEnabled: since(60, flag),
  oauthClientCredentialUser: since(56, text),
  scopes: repeated(choice('ConnectedAppOauthAccessScope', ...scopes)),
  singleLogoutUrl: text,
});

const oauthPolicy = complex('ConnectedAppOauthPolicy', {
  ipRelaxation: required(text),
  isTokenExchangeFlowEnabled: flag,
  refreshTokenPolicy: required(text),
  singleLogoutUrl: text,
});

const saml = complex('ConnectedAppSamlConfig', {
  acsUrl: required(text),
  certificate: text,
  encryptionCertificate: text,
  encryptionType: choice('SamlEncryptionType', 'AES_128', 'AES_256', 'Triple_Des'),
  entityUrl: required(text),
  issuer: text,
  samlIdpSLOBindingEnum: choice('SamlIdpSLOBinding', 'RedirectBinding', 'PostBinding'),
  samlNameIdFormat: choice('SamlNameIdFormatType', 'Unspecified', 'EmailAddress', 'Persistent', 'Transient'),
  samlSigningAlgoType: since(50, choice('SamlSigningAlgoType', 'SHA1', 'SHA256')),
  samlSloUrl: text,
  samlSubjectCustomAttr: text,
  samlSubjectType: required(
    choice('SamlSubjectType', 'Username', 'FederationId', 'UserId', 'SpokeId', 'CustomAttribute', 'PersistentId'),
  ),
});

const sessionPolicy = complex('ConnectedAppSessionPolicy', {
  policyAction: text,
  sessionLevel: text,
  sessionTimeout: whole,
});

export const connectedApp = complex('ConnectedApp', {
  attributes: repeated(nested(attribute)),
  canvas: nested(canvas),
  canvasConfig: nested(canvasConfig),
  contactEmail: required(text),
  contactPhone: text,
  description: text,
  iconUrl: text,
  infoUrl: text,
  ipRanges: repeated(nested(ipRange)),
  label: required(text),
  logoUrl: text,
  mobileAppConfig: nested(mobile),
  mobileStartUrl: text,
  oauthConfig: nested(oauthConfig),
  oauthPolicy: since(49, nested(oauthPolicy)),
  permissionSetName: since(46, repeated(text)),
  plugin: text,
  pluginExecutionUser: since(46, text),
  profileName: since(46, repeated(text)),
  samlConfig: nested(saml),
  sessionPolicy: since(49, nested(sessionPolicy)),
  startUrl: text,
});
