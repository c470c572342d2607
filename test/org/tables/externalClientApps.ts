import { externalClientApps, type ClientApp } from '../apps/index.js';
import { commaSeparated } from '../lists.js';
import { findFamily, readText, type Component, type Fields } from '../metadata/index.js';
import type { Org } from '../org.js';
import { readGroups } from '../lists.js';
import { audit, bool, email, id, int, pick, ref, text, textarea, url, type Column } from './columns.js';
import { derivedId } from './derivedId.js';
import { scopeColumns } from './scopeColumns.js';
import { stamps, table, timestamp, type Row, type Table, type Value } from './table.js';

type Of = { app: ClientApp; component: Component; fields: Fields };

/** The records of one satellite type, one an app. */
const satellites = (org: Org, type: string, show: (of: Of) => Record<string, Value>): Row[] =>
  externalClientApps(org).flatMap((app) => {
    const component = findFamily(org.state.metadata, app.name, type);
    if (!component) return [];
    const common = { Id: component.id, ExternalClientApplicationId: app.id, DeveloperName: component.fullName };
    const label = readText(component.fields, 'label') || component.fullName;
    return [
      { ...stamps(component), ...common, MasterLabel: label, ...show({ app, component, fields: component.fields }) },
    ];
  });

const texts = (fields: Fields, columns: Record<string, string>): Record<string, Value> =>
  Object.fromEntries(Object.entries(columns).map(([column, element]) => [column, readText(fields, element) || null]));

const flags = (fields: Fields, columns: Record<string, string>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(columns).map(([column, element]) => [column, readText(fields, element) === 'true']),
  );

const numbers = (fields: Fields, columns: Record<string, string>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(columns).map(([column, element]) => [column, Number(readText(fields, element)) || null]),
  );

const pluginStatus = (fields: Fields, element: string): string => {
  const text = readText(fields, element);
  if (text === undefined) return 'Notinstalled';
  return text === 'true' ? 'Enabled' : 'Disabled';
};

const parent = (): Column[] => [id(), ref('ExternalClientApplicationId', 'ExternalClientApplication')];
const names = (): Column[] => [text('DeveloperName', 80), text('MasterLabel', 80)];

const eca = (definition: Pick<Table, 'name' | 'prefix' | 'columns' | 'rows'>): Table =>
  table({
    ...definition,
    since: 59,
    externalClientApp: true,
    needs: ['ExternalClientAppViewer', 'ViewSetup', 'CustomizeApplication'],
  });

export const externalClientAppTables: Table[] = [
  eca({
    name: 'ExternalClientApplication',
    prefix: '0xI',
    columns: [
      id(),
      ...names(),
      textarea('Description', { filterable: true }),
      email('ContactEmail'),
      text('ContactPhone', 40),
      pick('DistributionState', ['Local', 'Packaged', 'Managed']),
      text('NamespacePrefix', 15),
      text('OrgScopedExternalApp'),
      pick('ManagedType'),
      text('ManagedCollection'),
      int('Version'),
      url('InfoUrl'),
      url('LogoUrl'),
      ...audit(),
    ],
    rows: (org) =>
      externalClientApps(org).map(({ id: appId, name, label, component }) => ({
        ...stamps(component),
        Id: appId,
        DeveloperName: name,
        MasterLabel: label,
        NamespacePrefix: component.namespacePrefix ?? null,
        Version: 1,
        ...texts(component.fields, {
          Description: 'description',
          ContactEmail: 'contactEmail',
          ContactPhone: 'contactPhone',
          OrgScopedExternalApp: 'orgScopedExternalApp',
          InfoUrl: 'infoUrl',
          LogoUrl: 'logoUrl',
        }),
        DistributionState: readText(component.fields, 'distributionState') || 'Local',
      })),
  }),
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
  eca({
    name: 'ExtlClntAppOauthConsumer',
    prefix: '888',
    // Neither key nor secret (audit.md A.8).
    columns: [...parent(), text('MasterLabel', 80), ...audit()],
    rows: (org) =>
      externalClientApps(org).flatMap((app) =>
        org.state.metadata.consumers
          .filter(({ appId }) => appId === app.id)
          .map((consumer) => ({
            Id: consumer.id,
            ExternalClientApplicationId: app.id,
            MasterLabel: app.label,
            CreatedDate: timestamp(consumer.createdDate),
            CreatedById: app.component.createdById,
            LastModifiedDate: timestamp(consumer.lastModifiedDate),
            LastModifiedById: app.component.lastModifiedById,
          })),
      ),
  }),
  eca({
    name: 'ExtlClntAppOauthIpRange',
    prefix: '0xR',
    columns: [
      id(),
      ref('ExtlClntAppOauthSettingsId', 'ExtlClntAppOauthSettings'),
      text('StartIpAddress', 45),
      text('EndIpAddress', 45),
      text('Description'),
      ...audit(),
    ],
    rows: (org) =>
      externalClientApps(org).flatMap((app) => {
        const settings = findFamily(org.state.metadata, app.name, 'ExtlClntAppOauthSettings');
        return settings
          ? readGroups(settings.fields, 'trustedIpRanges').map((range, i) => ({
              ...stamps(settings),
              Id: derivedId('0xR', `${settings.id}${i}`),
              ExtlClntAppOauthSettingsId: settings.id,
              ...texts(range, {
                StartIpAddress: 'startIpAddress',
                EndIpAddress: 'endIpAddress',
                Description: 'description',
              }),
            }))
          : [];
      }),
  }),
];
