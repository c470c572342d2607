import { readGroups } from '../lists.js';
import { readFields, readFlag, readText, readTexts, type Component } from '../metadata/index.js';
import type { ClientApp, Range, RefreshPolicy } from './clientApp.js';
import { toOauthScopes } from './scopes.js';

/** `specific_lifetime:30:DAYS` (platform.md 1.6). */
const readRefreshPolicy = (text = 'infinite'): RefreshPolicy => {
  const [name = '', period = '0', unit = 'DAYS'] = text.split(':');
  const rule = name.replace('specific_', '') as RefreshPolicy['rule'];
  return { rule, period: Number(period), unit: unit as RefreshPolicy['unit'] };
};

export const readRanges = (component: Component, element: string, start: string, end: string): Range[] =>
  readGroups(component.fields, element).map((range) => ({
    start: readText(range, start) ?? '',
    end: readText(range, end) ?? '',
  }));

/** Several callback URLs stand on lines of their own in one element (platform.md 1.3). */
export const splitLines = (text = ''): string[] =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean);

export const readConnectedApp = (component: Component): ClientApp => {
  const { fields } = component;
  const oauth = readFields(fields, 'oauthConfig') ?? {};
  const policy = readFields(fields, 'oauthPolicy') ?? {};
  const session = readFields(fields, 'sessionPolicy') ?? {};
  return {
    id: component.id,
    family: 'connected-app',
    name: component.fullName,
    label: readText(fields, 'label') ?? component.fullName,
    component,
    isOn: true,
    callbackUrls: splitLines(readText(oauth, 'callbackUrl')),
    scopes: toOauthScopes(readTexts(oauth, 'scopes')),
    certificate: readText(oauth, 'certificate') || undefined,
    isPkceRequired: readFlag(oauth, 'isPkceRequired'),
    isSecretOptional: readFlag(oauth, 'isConsumerSecretOptional'),
    isSecretRequiredForRefresh: readText(oauth, 'isSecretRequiredForRefreshToken') !== 'false',
    isRotationOn: readFlag(oauth, 'isRefreshTokenRotationEnabled'),
    isIntrospectAll: readFlag(oauth, 'isIntrospectAllTokens'),
    clientCredentials: {
      isOn: readFlag(oauth, 'isClientCredentialEnabled'),
      user: readText(oauth, 'oauthClientCredentialUser') || undefined,
    },
    isAdminApproved: readFlag(oauth, 'isAdminApproved'),
    permissionSets: readTexts(fields, 'permissionSetName').filter(Boolean),
    profiles: readTexts(fields, 'profileName').filter(Boolean),
    ipRanges: readRanges(component, 'ipRanges', 'start', 'end'),
    ipRelaxation: (readText(policy, 'ipRelaxation') ?? 'ENFORCE').toUpperCase(),
    refreshPolicy: readRefreshPolicy(readText(policy, 'refreshTokenPolicy')),
    sessionTimeoutMinutes: Number(readText(session, 'sessionTimeout')) || undefined,
    isHighAssurance: readText(session, 'sessionLevel') === 'HIGH_ASSURANCE',
    startUrl: readText(fields, 'startUrl'),
  };
};
