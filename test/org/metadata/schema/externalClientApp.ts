import { canvasChoices } from './connectedApp.js';
import {
  choice,
  complex,
  type ComplexType,
  type ElementSchema,
  flag,
  nested,
  repeated,
  required,
  since,
  text,
  until,
  whole,
} from './schema.js';

/** The External Client App family (platform.md 2.2 to 2.6): every type drops what stands out of order (2.7). */
const familyType = (name: string, elements: Record<string, ElementSchema>): ComplexType => ({
  ...complex(name, elements),
  dropsMisordered: true,
});

const attribute = (name: string): ElementSchema =>
  repeated(nested(complex(name, { formula: required(text), key: required(text) })));

const addressRange = (name: string): ElementSchema =>
  repeated(nested(complex(name, { description: text, endIpAddress: required(text), startIpAddress: required(text) })));

/** The parent's name is required too, but its absence has a text of its own (platform.md 2.7), so the rules look at it. */
const parent = text;

export const application = familyType('ExternalClientApplication', {
  contactEmail: text,
  contactPhone: text,
  description: text,
  distributionState: choice('ExtlClntAppDistState', 'Local', 'Packaged', 'Managed', 'AutoInstalled'),
  iconUrl: text,
  infoUrl: text,
  isProtected: flag,
  label: text,
  logoUrl: text,
  managedType: choice('ExtlClntAppManagedType', 'Local', 'Global'),
  orgScopedExternalApp: text,
});

export const oauthSettings = familyType('ExtlClntAppOauthSettings', {
  areAttributesIncludedInAssetToken: since(61, flag),
  areCustomPermsIncludedInAssetToken: since(61, flag),
  assetTokenAudiences: since(61, text),
  assetTokenSigningCertificate: since(61, text),
  assetTokenValidity: since(61, whole),
  clientAssertionCertificate: text,
  commaSeparatedCustomScopes: text,
  commaSeparatedOauthScopes: text,
  customAttributes: attribute('ExtlClntAppOauthSettingsAttribute'),
  externalClientApplication: parent,
  isFirstPartyAppEnabled: flag,
  label: text,
  oauthLink: text,
  singleLogoutUrl: text,
  trustedIpRanges: addressRange('ExtlClntAppOauthIpRange'),
});

const idToken = complex('ExternalAppIdTokenConfig', {
  idTokenAudience: text,
  idTokenIncludeAttributes: flag,
  idTokenIncludeCustomPermissions: flag,
  idTokenIncludeStandardClaims: flag,
  idTokenValidityInMinutes: whole,
});

export const globalOauthSettings = familyType('ExtlClntAppGlobalOauthSettings', {
  callbackUrl: text,
  certificate: since(60, text),
  consumerKey: text,
  consumerSecret: text,
  externalClientApplication: parent,
  idTokenConfig: nested(idToken),
  isClientCredentialsFlowEnabled: since(60, flag),
  isCodeCredFlowEnabled: since(61, flag),
  isCodeCredPostOnly: since(61, flag),
  isConsumerSecretOptional: flag,
  isDPopEnabled: flag,
  isDeviceFlowEnabled: since(60, flag),
  isEnforceRefreshTokenTTL: flag,
  isIntrospectAllTokens: flag,
  isMtlsEnabled: flag,
  isNamedUserJwtEnabled: since(61, flag),
  isPkceRequired: flag,
  isRefreshTokenRotationEnabled: since(60, flag),
  isSecretRequiredForRefreshToken: flag,
  isSecretRequiredForTokenExchange: since(60, flag),
  isTokenExchangeEnabled: since(60, flag),
  label: text,
  shouldRotateConsumerKey: flag,
  shouldRotateConsumerSecret: flag,
});

const jwtTimeoutType = since(65, choice('JWTSessionTimeoutType', 'UserSession', 'Custom'));

export const oauthPolicies = familyType('ExtlClntAppOauthConfigurablePolicies', {
  apexHandler: since(61, text),
  clientCredentialsFlowUser: since(60, text),
  commaSeparatedCustomScopes: since(61, text),
  commaSeparatedPermissionSet: text,
  commaSeparatedProfile: text,
  customAttributes: attribute('ExtlClntAppOauthPoliciesAttribute'),
  executeHandlerAs: since(61, text),
  externalClientApplication: parent,
  guestJwtSessionTimeoutType: jwtTimeoutType,
  guestJwtTimeout: since(61, whole),
  ipRelaxationPolicyType: choice(
    'IpRelaxationPolicyType',
    'Enforce',
    'Bypass',
    'Bypass_2factor',
    'Enforce_RelaxRefresh',
  ),
  isClientCredentialsFlowEnabled: since(60, flag),
  isGuestCodeCredFlowEnabled: since(61, flag),
  // Deprecated: sent by others for API 61 to 63 only (platform.md 2.5).
  isNamedUserJwtEnabled: since(61, until(64, flag)),
  isTokenExchangeFlowEnabled: since(60, flag),
  label: text,
  namedUserJwtSessionTimeoutType: jwtTimeoutType,
  namedUserJwtTimeout: since(61, whole),
  permittedUsersPolicyType: choice('PermittedUsersPolicyType', 'AllSelfAuthorized', 'AdminApprovedPreAuthorized'),
  policyAction: choice('PolicyAction', 'Block', 'RaiseSessionLevel', 'StepUpMFA'),
  refreshTokenPolicyType: choice(
    'RefreshTokenPolicyType',
    'Infinite',
    'Zero',
    'SpecificLifetime',
    'SpecificInactivity',
  ),
  refreshTokenValidityPeriod: whole,
  refreshTokenValidityUnit: choice('RefreshTokenValidityUnit', 'Days', 'Hours', 'Months'),
  requiredSessionLevel: choice('SessionSecurityLevel', 'LOW', 'STANDARD', 'HIGH_ASSURANCE'),
  sessionTimeoutInMinutes: whole,
  singleLogoutUrl: text,
  startUrl: text,
});

export const policies = familyType('ExtlClntAppConfigurablePolicies', {
  externalClientApplication: parent,
  isAttestPluginEnabled: flag,
  isCanvasPluginEnabled: since(66, flag),
  isEnabled: required(flag),
  isMobilePluginEnabled: since(63, flag),
  isNotificationPluginEnabled: since(63, flag),
  isOauthPluginEnabled: flag,
  isPushPluginEnabled: since(63, flag),
  isSamlPluginEnabled: since(63, flag),
  label: text,
  startPage: since(63, choice('ExtlClntAppStartPage', 'None', 'Custom', 'OAuth', 'SAML')),
  startUrl: since(63, text),
});

export const oauthSecuritySettings = familyType('ExtlClntAppOauthSecuritySettings', {
  externalClientApplication: parent,
  label: text,
  tlsClientAuthCertParamType: choice(
    'TlsClientAuthCertParamType',
    ...['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email', 'san_spiffe'].map((end) => `tls_client_auth_${end}`),
  ),
  tlsClientAuthCertParamValue: text,
  tokenIpRanges: addressRange('ExtlClntAppOauthSecurityTokenIpRange'),
});

export const samlPolicies = familyType('ExtlClntAppSamlConfigurablePolicies', {
  acsUrl: required(text),
  certificate: text,
  commaSeparatedPermissionSet: text,
  commaSeparatedProfile: text,
  customAttributes: attribute('ExtlClntAppSamlConfigurablePoliciesAttribute'),
  encryptionCertificate: text,
  encryptionType: choice('ExtlClntAppSamlEncryptType', 'AES_128', 'AES_256'),
  entityUrl: required(text),
  externalClientApplication: parent,
  issuer: text,
  label: text,
  nameIdFormat: choice('ExtlClntAppNameIdFormatType', 'Unspecified', 'EmailAddress', 'Persistent', 'Transient'),
  signingAlgorithmType: choice('ExtlClntAppSamlSignAlgoType', 'SHA1', 'SHA256'),
  singleLogoutBindingType: choice('ExtlClntAppSamlBindingType', 'RedirectBinding', 'PostBinding'),
  singleLogoutUrl: text,
  subjectCustomAttribute: text,
  subjectType: choice(
    'ExtlClntAppSamlSubjectType',
    ...['Username', 'FederationId', 'UserId', 'SpokeId', 'CustomAttribute', 'PersistentId'],
  ),
});

export const mobileSettings = familyType('ExtlClntAppMobileSettings', {
  externalClientApplication: parent,
  isScreenLockEnabled: required(flag),
  label: text,
});

export const mobilePolicies = familyType('ExtlClntAppMobileConfigurablePolicies', {
  externalClientApplication: parent,
  label: text,
  screenLockTimeout: required(
    choice('ScreenLockTimeout', 'Never', 'One', 'Five', 'Ten', 'Thirty', 'Sixty', 'OneTwenty', 'OneEighty', 'TwoForty'),
  ),
});

export const notificationSettings = familyType('ExtlClntAppNotificationSettings', {
  externalClientApplication: parent,
  label: text,
  notificationTypes: repeated(
    nested(complex('ExtlClntAppNotificationType', { notificationType: required(text), pushByDefault: flag })),
  ),
});

export const pushSettings = familyType('ExtlClntAppPushSettings', {
  androidPushConfig: nested(
    complex('ExtlClntAppAndroidPushConfig', { fcmProject: required(text), serviceAccount: required(text) }),
  ),
  applePushConfig: nested(
    complex('ExtlClntAppApplePushConfig', {
      applicationBundle: text,
      certificate: text,
      environment: required(choice('ApplePushEnvironmentType', 'Sandbox', 'Production')),
      keyIdentifier: text,
      password: text,
      signingKey: text,
      teamIdentifier: text,
    }),
  ),
  externalClientApplication: parent,
  label: text,
  pushConfigLink: text,
  pushServiceType: required(choice('PushServiceType', 'Apple', 'Android')),
});

export const pushPolicies = familyType('ExtlClntAppPushConfigurablePolicies', {
  externalClientApplication: parent,
  isFullContent: required(flag),
  label: text,
});

export const canvasSettings = familyType('ExtlClntAppCanvasSettings', {
  accessMethod: canvasChoices.accessMethod,
  canvasLocationOptions: repeated(canvasChoices.canvasLocation),
  canvasOptions: repeated(canvasChoices.canvasOption),
  canvasUrl: required(text),
  externalClientApplication: parent,
  label: text,
  lifeCycleHandler: text,
  samlInitiationMethod: canvasChoices.samlInitiation,
});

/** Fields of the attestation and sample types were not found in any document (platform.md 2.1): any are taken. */
export const openFamilyType = (name: string): ComplexType => ({
  ...familyType(name, { externalClientApplication: parent }),
  dropsMisordered: false,
  isOpen: true,
});
