import { isPublicClient, permissionSetNames, type ClientApp } from '../../app/clientApp.js';
import { writeFields } from '../codec.js';
import {
  globalOauthFields,
  headerFields,
  oauthPoliciesFields,
  oauthSettingsFields,
  policiesFields,
} from '../schema/externalClientApp.js';
import {
  ipRelaxationInExternalApp,
  permittedUsersInExternalApp,
  sessionLevelInMetadata,
} from '../spelling/policies.js';
import { formatRefreshTokenFields } from '../spelling/refreshToken.js';
import type { Component, Material } from './generatedFile.js';
import { renderCallbackUrls, renderCertificate, renderIpRanges, renderPolicyAction, renderScopes } from './parts.js';

/** Without `orgScopedExternalApp`, which binds the file to one org (platform.md 2.2). */
const header = (app: ClientApp): Component => ({
  fullName: app.name,
  root: writeFields('ExternalClientApplication', headerFields, {
    contactEmail: app.owner.email,
    description: app.description,
    distributionState: 'Local',
    isProtected: false,
    label: app.label,
  }),
});

/** Without `oauthLink`, which the org makes (platform.md 2.7). */
const oauthSettings = (app: ClientApp, fullName: string): Component => ({
  fullName,
  root: writeFields('ExtlClntAppOauthSettings', oauthSettingsFields, {
    commaSeparatedOauthScopes: renderScopes(app, 'external-client-app').join(', '),
    externalClientApplication: app.name,
    label: fullName,
    trustedIpRanges: renderIpRanges(app).map(({ start, end }) => ({ startIpAddress: start, endIpAddress: end })),
  }),
});

/** Without key and secret: the org makes both, and what holds them must not be in source control (platform.md 2.1). */
const globalOauth = (app: ClientApp, fullName: string, material: Material): Component => ({
  fullName,
  root: writeFields('ExtlClntAppGlobalOauthSettings', globalOauthFields, {
    callbackUrl: renderCallbackUrls(app),
    certificate: renderCertificate(app, material),
    externalClientApplication: app.name,
    isClientCredentialsFlowEnabled: app.flow === 'client-credentials',
    isCodeCredFlowEnabled: false,
    isCodeCredPostOnly: false,
    isConsumerSecretOptional: isPublicClient(app),
    isDeviceFlowEnabled: false,
    isIntrospectAllTokens: false,
    // JWT access tokens, which are not the JWT bearer flow (platform.md 8.21).
    isNamedUserJwtEnabled: false,
    // On for every flow: it is the platform's default here, and an org was seen resetting it (platform.md 2.4).
    isPkceRequired: true,
    isRefreshTokenRotationEnabled: true,
    isSecretRequiredForRefreshToken: !isPublicClient(app),
    isSecretRequiredForTokenExchange: true,
    isTokenExchangeEnabled: false,
    label: fullName,
    shouldRotateConsumerKey: false,
    shouldRotateConsumerSecret: false,
  }),
});

const oauthPolicies = (app: ClientApp, fullName: string): Component => {
  // The switch of client credentials is in the settings and here (platform.md 8.9).
  const usesClientCredentials = app.flow === 'client-credentials';
  const { ipRelaxation, permittedUsers, refreshToken, session } = app.policies;
  return {
    fullName,
    root: writeFields('ExtlClntAppOauthConfigurablePolicies', oauthPoliciesFields, {
      clientCredentialsFlowUser: usesClientCredentials ? app.identity.user : undefined,
      commaSeparatedPermissionSet:
        permittedUsers === 'admin-approved' ? permissionSetNames(app.name).access : undefined,
      externalClientApplication: app.name,
      ipRelaxationPolicyType: ipRelaxationInExternalApp[ipRelaxation],
      isClientCredentialsFlowEnabled: usesClientCredentials,
      isGuestCodeCredFlowEnabled: false,
      isTokenExchangeFlowEnabled: false,
      label: fullName,
      permittedUsersPolicyType: permittedUsersInExternalApp[permittedUsers],
      policyAction: renderPolicyAction(app),
      ...formatRefreshTokenFields(refreshToken),
      requiredSessionLevel: sessionLevelInMetadata[session.level],
      sessionTimeoutInMinutes: session.timeoutMinutes,
    }),
  };
};

const policies = (app: ClientApp, fullName: string): Component => ({
  fullName,
  root: writeFields('ExtlClntAppConfigurablePolicies', policiesFields, {
    externalClientApplication: app.name,
    isEnabled: true,
    isOauthPluginEnabled: true,
    label: fullName,
  }),
});

/** The five files of an External Client App, under the names that a retrieve gives them, parent first. */
export const renderExternalClientApp = (app: ClientApp, material: Material): Component[] => [
  header(app),
  oauthSettings(app, `${app.name}_oauth`),
  globalOauth(app, `${app.name}_glbloauth`, material),
  oauthPolicies(app, `${app.name}_oauthPlcy`),
  policies(app, `${app.name}_plcy`),
];
