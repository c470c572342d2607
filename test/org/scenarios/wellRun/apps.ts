import type { LoopbackOrg } from '../../index.js';
import { certificate } from '../../metadata/testCertificate.js';
import { ageComponent, putConnectedApp } from '../../testing.js';
import { cliFields, samlFields, vaultFields } from './connected.js';
import { putExternal } from './external.js';
import { colleagues, docuVault, erp, fieldPeople, portalPeople, release, warehouse } from './names.js';
import { putSets } from './permissionSets.js';

/** Ids of the apps as the API log has them. */
export const logIds = new WeakMap<LoopbackOrg, Record<string, string>>();

export const putApps = (org: LoopbackOrg): void => {
  const ids: Record<string, string> = {};
  putSets(org, 'AcmeErp', [erp], { Account: ['Read'], Order: ['Read', 'Create', 'Edit'] });
  ids.AcmeErp = putExternal(org, 'AcmeErp', {
    label: 'Acme ERP order sync',
    description: 'Exports orders to Acme ERP every night',
    scopes: 'Api',
    ranges: ['203.0.113.16', '203.0.113.31'],
    global: { callbackUrl: 'https://erp.acme.example/oauth/callback', isClientCredentialsFlowEnabled: 'true' },
    policy: { clientCredentialsFlowUser: erp, isClientCredentialsFlowEnabled: 'true' },
  });
  putSets(org, 'WarehouseSync', [warehouse], { Product2: ['Read', 'Edit'], Order: ['Read'] });
  ids.WarehouseSync = putExternal(org, 'WarehouseSync', {
    label: 'Warehouse sync',
    description: 'Keeps stock and products in step',
    // jwt-bearer wants the scope, although it never yields a refresh token (platform.md, trap 22).
    scopes: 'Api, RefreshToken',
    ranges: ['203.0.113.40', '203.0.113.40'],
    global: { callbackUrl: 'https://warehouse.acme.example/oauth/callback', certificate },
  });
  putSets(
    org,
    'CustomerPortal',
    portalPeople.map((name) => `${name}@acme.example`),
  );
  ids.CustomerPortal = putExternal(org, 'CustomerPortal', {
    label: 'Customer portal',
    description: 'Shows account managers their accounts',
    scopes: 'Api, RefreshToken',
    ranges: ['203.0.113.48', '203.0.113.55'],
    global: { callbackUrl: 'https://portal.acme.example/oauth/callback' },
  });
  putSets(
    org,
    'FieldApp',
    fieldPeople.map((name) => `${name}@acme.example`),
  );
  ids.FieldApp = putExternal(org, 'FieldApp', {
    label: 'Field app',
    description: 'Shows visits on the phone',
    scopes: 'Api, RefreshToken',
    ranges: undefined,
    global: {
      callbackUrl: 'com.acme.field://oauth/callback',
      isConsumerSecretOptional: 'true',
      isSecretRequiredForRefreshToken: 'false',
    },
  });
  putSets(org, 'ReleasePipeline', [release], { Account: ['Read'] });
  ids.ReleasePipeline = putExternal(org, 'ReleasePipeline', {
    label: 'Release pipeline',
    description: 'Checks what was released',
    scopes: 'Api, RefreshToken',
    ranges: ['203.0.113.60', '203.0.113.60'],
    global: { callbackUrl: 'http://localhost:1717/OauthRedirect', certificate },
    policy: { sessionTimeoutInMinutes: '15' },
  });

  putSets(org, 'DocuVault', [docuVault], { Contract: ['Read'], Account: ['Read'] });
  const vault = putConnectedApp(org, 'docuvault__DocuVault', vaultFields);
  const component = org.state.metadata.components.find(({ id }) => id === vault.appId);
  if (component) component.namespacePrefix = 'docuvault';
  ids.DocuVault = vault.appId;

  putSets(org, 'SalesforceCLI', [org.username]);
  ids.SalesforceCLI = putConnectedApp(org, 'SalesforceCLI', cliFields).appId;

  putSets(
    org,
    'HrSso',
    colleagues.map((name) => `${name}@acme.example`),
  );
  ids.HrSso = putConnectedApp(org, 'HrSso', samlFields).appId;
  for (const name of ['DocuVault', 'SalesforceCLI', 'HrSso'])
    ageComponent(org, ids[name] ?? '', { created: { daysAgo: 300 } });
  logIds.set(org, ids);
};
