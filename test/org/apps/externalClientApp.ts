import { commaSeparated } from '../lists.js';
import { findFamily, readFlag, readText, type Component, type Fields, type MetadataStore } from '../metadata/index.js';
import type { ClientApp, RefreshPolicy } from './clientApp.js';
import { readRanges, splitLines } from './connectedApp.js';
import { toOauthScopes } from './scopes.js';

const rules: Record<string, RefreshPolicy['rule']> = {
  Infinite: 'infinite',
  Zero: 'zero',
  SpecificLifetime: 'lifetime',
  SpecificInactivity: 'inactivity',
};

/** What a fresh app has until policies are deployed: 365 days (platform.md 2.5). */
const readRefreshPolicy = (policy: Fields): RefreshPolicy => ({
  rule: rules[readText(policy, 'refreshTokenPolicyType') ?? 'SpecificLifetime'] ?? 'lifetime',
  period: Number(readText(policy, 'refreshTokenValidityPeriod') ?? 365),
  unit: (readText(policy, 'refreshTokenValidityUnit') ?? 'Days').toUpperCase() as RefreshPolicy['unit'],
});

export const readExternalClientApp = (store: MetadataStore, component: Component): ClientApp => {
  const family = (type: string): Component | undefined => findFamily(store, component.fullName, type);
  const settings = family('ExtlClntAppOauthSettings');
  const global = family('ExtlClntAppGlobalOauthSettings')?.fields ?? {};
  const policy = family('ExtlClntAppOauthConfigurablePolicies')?.fields ?? {};
  const plugins = family('ExtlClntAppConfigurablePolicies')?.fields ?? {};
  return {
    id: component.id,
    family: 'external-client-app',
    name: component.fullName,
    label: readText(component.fields, 'label') || component.fullName,
    component,
    isOn: readText(plugins, 'isEnabled') !== 'false' && readText(plugins, 'isOauthPluginEnabled') !== 'false',
    callbackUrls: splitLines(readText(global, 'callbackUrl')),
    scopes: toOauthScopes(commaSeparated(readText(settings?.fields ?? {}, 'commaSeparatedOauthScopes'))),
    certificate: readText(global, 'certificate') || undefined,
    isPkceRequired: readText(global, 'isPkceRequired') !== 'false',
    isSecretOptional: readFlag(global, 'isConsumerSecretOptional'),
    isSecretRequiredForRefresh: readText(global, 'isSecretRequiredForRefreshToken') !== 'false',
    isRotationOn: readFlag(global, 'isRefreshTokenRotationEnabled'),
    isIntrospectAll: readFlag(global, 'isIntrospectAllTokens'),
    // Both switches and a user (platform.md 8.9).
    clientCredentials: {
      isOn: readFlag(global, 'isClientCredentialsFlowEnabled') && readFlag(policy, 'isClientCredentialsFlowEnabled'),
      user: readText(policy, 'clientCredentialsFlowUser') || undefined,
    },
    isAdminApproved: readText(policy, 'permittedUsersPolicyType') === 'AdminApprovedPreAuthorized',
    permissionSets: commaSeparated(readText(policy, 'commaSeparatedPermissionSet')),
    profiles: commaSeparated(readText(policy, 'commaSeparatedProfile')),
    ipRanges: settings ? readRanges(settings, 'trustedIpRanges', 'startIpAddress', 'endIpAddress') : [],
    ipRelaxation: (readText(policy, 'ipRelaxationPolicyType') ?? 'Enforce').toUpperCase(),
    refreshPolicy: readRefreshPolicy(policy),
    sessionTimeoutMinutes: Number(readText(policy, 'sessionTimeoutInMinutes')) || undefined,
    isHighAssurance: readText(policy, 'requiredSessionLevel') === 'HIGH_ASSURANCE',
    startUrl: readText(policy, 'startUrl'),
  };
};
