import { commaSeparated } from '../lists.js';
import { readText } from '../metadata/index.js';
import { audit, bool, int, pick, ref, text, url } from './columns.js';
import { eca, flags, names, numbers, parent, pluginStatus, satellites, texts } from './externalClientApp.js';
import { scopeColumns } from './scopeColumns.js';
import type { Table } from './table.js';

export const externalClientAppPolicyTables: Table[] = [
  eca({
    name: 'ExtlClntAppOauthSettings',
    prefix: '0xJ',
    columns: [
      ...parent(),
      ...names(),
      text('OauthLink'),
      url('SingleLogoutUrl'),
      text('ClientAssertionCertificate', 80),
      bool('ExtlClntAppOauthOptionsFirstPartyAppEnabled'),
      ...scopeColumns.map(({ name }) => bool(name)),
      ...audit(),
    ],
    rows: (org) =>
      satellites(org, 'ExtlClntAppOauthSettings', ({ fields }) => {
        const scopes = commaSeparated(readText(fields, 'commaSeparatedOauthScopes'));
        return {
          ...texts(fields, {
            OauthLink: 'oauthLink',
            SingleLogoutUrl: 'singleLogoutUrl',
            ClientAssertionCertificate: 'clientAssertionCertificate',
          }),
          ...flags(fields, { ExtlClntAppOauthOptionsFirstPartyAppEnabled: 'isFirstPartyAppEnabled' }),
          ...Object.fromEntries(scopeColumns.map(({ name, scope }) => [name, scopes.includes(scope)])),
        };
      }),
  }),
  eca({
    name: 'ExtlClntAppOauthPlcyCnfg',
    prefix: '0xL',
    columns: [
      ...parent(),
      ...names(),
      pick('PermittedUsersPolicyType', ['AllSelfAuthorized', 'AdminApprovedPreAuthorized']),
      pick('RefreshTokenPolicyType', ['Infinite', 'Zero', 'SpecificLifetime', 'SpecificInactivity']),
      int('RefreshTokenValidityPeriod'),
      pick('RefreshTokenValidityUnit', ['Days', 'Hours', 'Months']),
      int('SessionTimeoutInMinutes'),
      pick('IpRelaxationPolicyType', ['Enforce', 'Bypass', 'Bypass_2factor', 'Enforce_RelaxRefresh']),
      pick('RequiredSessionLevel', ['LOW', 'STANDARD', 'HIGH_ASSURANCE']),
      pick('PolicyAction', ['Block', 'RaiseSessionLevel']),
      bool('IsClientCredentialsFlowEnabled'),
      text('ClientCredentialsFlowUser', 80),
      bool('IsTokenExchangeFlowEnabled'),
      bool('IsGuestCodeCredFlowEnabled'),
      bool('IsNamedUserJwtEnabled'),
      pick('NamedUserJwtSessionTimeoutType', ['UserSession', 'Custom']),
      int('NamedUserJwtTimeout'),
      url('StartUrl'),
      url('SingleLogoutUrl'),
      text('ApexHandlerId', 18),
      ref('ExecuteHandlerAsId', 'User'),
      ...audit(),
    ],
    rows: (org) =>
      satellites(org, 'ExtlClntAppOauthConfigurablePolicies', ({ fields }) => ({
        ...texts(fields, {
          PermittedUsersPolicyType: 'permittedUsersPolicyType',
          RefreshTokenPolicyType: 'refreshTokenPolicyType',
          RefreshTokenValidityUnit: 'refreshTokenValidityUnit',
          IpRelaxationPolicyType: 'ipRelaxationPolicyType',
          RequiredSessionLevel: 'requiredSessionLevel',
          PolicyAction: 'policyAction',
          ClientCredentialsFlowUser: 'clientCredentialsFlowUser',
          NamedUserJwtSessionTimeoutType: 'namedUserJwtSessionTimeoutType',
          StartUrl: 'startUrl',
          SingleLogoutUrl: 'singleLogoutUrl',
        }),
        ...flags(fields, {
          IsClientCredentialsFlowEnabled: 'isClientCredentialsFlowEnabled',
          IsTokenExchangeFlowEnabled: 'isTokenExchangeFlowEnabled',
          IsGuestCodeCredFlowEnabled: 'isGuestCodeCredFlowEnabled',
          IsNamedUserJwtEnabled: 'isNamedUserJwtEnabled',
        }),
        ...numbers(fields, {
          RefreshTokenValidityPeriod: 'refreshTokenValidityPeriod',
          SessionTimeoutInMinutes: 'sessionTimeoutInMinutes',
          NamedUserJwtTimeout: 'namedUserJwtTimeout',
        }),
      })),
  }),
  eca({
    name: 'ExtlClntAppPlcyCnfg',
    prefix: '0xM',
    columns: [
      ...parent(),
      ...names(),
      bool('IsEnabled'),
      pick('OauthPluginStatus', ['Disabled', 'Enabled', 'Notinstalled']),
      pick('SamlPluginStatus', ['Disabled', 'Enabled', 'Notinstalled']),
      pick('StartPage', ['None', 'Custom', 'OAuth', 'SAML']),
      ...audit(),
    ],
    rows: (org) =>
      satellites(org, 'ExtlClntAppConfigurablePolicies', ({ fields }) => ({
        IsEnabled: readText(fields, 'isEnabled') !== 'false',
        OauthPluginStatus: pluginStatus(fields, 'isOauthPluginEnabled'),
        SamlPluginStatus: pluginStatus(fields, 'isSamlPluginEnabled'),
        StartPage: readText(fields, 'startPage') ?? 'None',
      })),
  }),
];
