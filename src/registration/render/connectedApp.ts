import { isPublicClient, permissionSetNames, type ClientApp } from '../../app/clientApp.js';
import { writeFields } from '../codec.js';
import { placeholderCallback } from '../placeholderCallback.js';
import { connectedAppFields } from '../schema/connectedApp.js';
import type { ValuesOf } from '../schema/field.js';
import { ipRelaxationInConnectedApp, sessionLevelInMetadata } from '../spelling/policies.js';
import { formatRefreshTokenPolicy } from '../spelling/refreshToken.js';
import type { Component, Material } from './generatedFile.js';
import { renderCallbackUrls, renderCertificate, renderIpRanges, renderPolicyAction, renderScopes } from './parts.js';

type ConnectedAppValues = ValuesOf<typeof connectedAppFields>;

const oauthConfig = (app: ClientApp, material: Material): ConnectedAppValues['oauthConfig'] => {
  const usesClientCredentials = app.flow === 'client-credentials';
  return {
    callbackUrl: renderCallbackUrls(app) ?? placeholderCallback,
    certificate: renderCertificate(app, material),
    isAdminApproved: app.policies.permittedUsers === 'admin-approved',
    isClientCredentialEnabled: usesClientCredentials,
    isCodeCredentialEnabled: false,
    isCodeCredentialPostOnly: false,
    isConsumerSecretOptional: isPublicClient(app),
    isIntrospectAllTokens: false,
    // JWT access tokens, which are not the JWT bearer flow (platform.md 8.21).
    isNamedUserJwtEnabled: false,
    // On for every flow: where there is no code flow it changes nothing, and keeps one that someone adds later shut.
    isPkceRequired: true,
    isRefreshTokenRotationEnabled: true,
    isSecretRequiredForRefreshToken: !isPublicClient(app),
    isSecretRequiredForTokenExchange: true,
    isTokenExchangeEnabled: false,
    oauthClientCredentialUser: usesClientCredentials ? app.identity.user : undefined,
    scopes: renderScopes(app, 'connected-app'),
  };
};

const sessionPolicy = (app: ClientApp): ConnectedAppValues['sessionPolicy'] => ({
  policyAction: renderPolicyAction(app),
  // Only high assurance is a policy of the app; any other level is left to the org.
  sessionLevel:
    app.policies.session.level === 'high-assurance' ? sessionLevelInMetadata[app.policies.session.level] : undefined,
  sessionTimeout: app.policies.session.timeoutMinutes,
});

/** The one file of a connected app; without a consumer key, which deploys nowhere but once (platform.md 1.4). */
export const renderConnectedApp = (app: ClientApp, material: Material): Component => ({
  fullName: app.name,
  root: writeFields('ConnectedApp', connectedAppFields, {
    contactEmail: app.owner.email,
    description: app.description,
    ipRanges: renderIpRanges(app).map(({ start, end }) => ({ start, end })),
    label: app.label,
    oauthConfig: oauthConfig(app, material),
    oauthPolicy: {
      ipRelaxation: ipRelaxationInConnectedApp[app.policies.ipRelaxation],
      refreshTokenPolicy: formatRefreshTokenPolicy(app.policies.refreshToken),
    },
    // The label of the set, which is its API name too (platform.md 8.35). Needs admin approval (platform.md 1.2).
    permissionSetName:
      app.policies.permittedUsers === 'admin-approved' ? [permissionSetNames(app.name).access] : undefined,
    sessionPolicy: sessionPolicy(app),
  }),
});
