import { stringify } from 'yaml';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../index.js';
import { findFamily, type Fields } from '../metadata/index.js';
import { certificate } from '../metadata/testCertificate.js';
import { integrationPermissionSetLicense } from '../names.js';
import {
  ageComponent,
  assign,
  putCertificate,
  putConnectedApp,
  putExternalClientApp,
  putLogin,
  putPermissionSet,
  putSettings,
  putSetupChange,
  putToken,
  putUser,
} from '../testing.js';
import { putApiLog, type Habit } from './apiLog.js';
import { putIntegrationUser, putPeople } from './people.js';
import { projectFile, sourceFile, type ProjectFiles } from './project.js';

/**
 * An org where everything is as the references want it: apps of both families, each with its own integration user, least
 * scopes and rights, strict policies, fresh secrets, a manifest; logs kept for longer than a month; one vendor's app that
 * keeps the partner rules; one app that only does SAML.
 */
export const startWellRunOrg = async (options: LoopbackOrgOptions = {}): Promise<LoopbackOrg> => {
  const org = await startLoopbackOrg({
    integrationSeats: 10,
    switches: { useAnyApiClient: true, ...options.switches },
    metadata: { apiAccessControl: true, pollsUntilDone: 0 },
    ...options,
  });
  putOrgSettings(org);
  putEveryone(org);
  putApps(org);
  putUse(org);
  return org;
};

const owner = 'integrations@acme.example';
const release = 'release.pipeline@acme.example.integration';
const erp = 'acme-erp@acme.example.integration';
const warehouse = 'warehouse-sync@acme.example.integration';
const docuVault = 'docuvault@acme.example.integration';
const portalPeople = ['ann', 'bob', 'cleo', 'dan', 'eva'];
const fieldPeople = ['finn', 'gina', 'hugo'];
const colleagues = ['ida', 'jon', 'kim', 'lea', 'max', 'nia'];

const erpAddress = '203.0.113.17';
const warehouseAddress = '203.0.113.40';
const portalAddress = '203.0.113.50';
const pipelineAddress = '203.0.113.60';
const vaultAddress = '198.51.100.20';
/** Phones call from wherever they are: a dozen networks that take turns. */
const phoneAddresses = Array.from({ length: 12 }, (_, network) => `100.64.${network * 16}.9`);

const putOrgSettings = (org: LoopbackOrg): void => {
  putSettings(org, 'ConnectedApp', {
    enableAdminApprovedAppsOnly: 'true',
    enableAdminApprovedAppsOnlyForExternalUser: 'true',
  });
  putSettings(org, 'OauthOidc', {
    blockOAuthUnPwFlow: 'true',
    blockOAuthUsrAgtFlow: 'true',
    isPkceRequired: 'true',
  });
  putSettings(org, 'Security', {
    networkAccess: { ipRanges: [{ description: 'Headquarters', end: '203.0.113.255', start: '203.0.113.0' }] },
    sessionSettings: { enforceIpRangesEveryRequest: 'true', sessionTimeout: 'TwoHours' },
  });
  putCertificate(org, { name: 'SingleSignOn', expires: dayIn(org, 300) });
};

const dayIn = (org: LoopbackOrg, days: number): string =>
  new Date(org.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

const putEveryone = (org: LoopbackOrg): void => {
  putUser(org, { username: owner, name: 'Integration team', daysAgo: 900, lastLogin: { daysAgo: 1 } });
  putPeople(org, [...portalPeople, ...fieldPeople, ...colleagues]);
  for (const username of [release, erp, warehouse, docuVault]) putIntegrationUser(org, username);
};

type Rights = Record<string, ReadonlyArray<'Read' | 'Create' | 'Edit' | 'Delete'>>;

/** `<App>_Access` opens the app, `<App>_Data` holds the objects: one licence cannot hold both. */
const putSets = (org: LoopbackOrg, app: string, usernames: readonly string[], rights?: Rights): void => {
  const access = putPermissionSet(org, `${app}_Access`, { description: `Opens ${app}` });
  for (const username of usernames) assign(org, username, access);
  if (!rights) return;
  const data = putPermissionSet(org, `${app}_Data`, {
    description: `What ${app} works on`,
    license: integrationPermissionSetLicense,
    objectPermissions: Object.entries(rights).map(([object, held]) => ({
      allowCreate: String(held.includes('Create')),
      allowDelete: String(held.includes('Delete')),
      allowEdit: String(held.includes('Edit')),
      allowRead: 'true',
      modifyAllRecords: 'false',
      object,
      viewAllRecords: 'false',
    })),
  });
  for (const username of usernames) assign(org, username, data);
};

type External = {
  label: string;
  description: string;
  scopes: string;
  ranges: readonly [start: string, end: string] | undefined;
  global: Fields;
  policy?: Fields;
};

const putExternal = (org: LoopbackOrg, name: string, app: External): string => {
  const { ranges } = app;
  const consumer = putExternalClientApp(org, name, {
    application: { label: app.label, description: app.description, contactEmail: owner },
    settings: {
      commaSeparatedOauthScopes: app.scopes,
      label: `${app.label} OAuth`,
      ...(ranges && {
        trustedIpRanges: [{ description: 'Where it runs', endIpAddress: ranges[1], startIpAddress: ranges[0] }],
      }),
    },
    global: {
      isClientCredentialsFlowEnabled: 'false',
      isConsumerSecretOptional: 'false',
      isPkceRequired: 'true',
      isRefreshTokenRotationEnabled: 'true',
      isSecretRequiredForRefreshToken: 'true',
      shouldRotateConsumerKey: 'false',
      shouldRotateConsumerSecret: 'false',
      label: `${app.label} global OAuth`,
      ...app.global,
    },
    policy: {
      commaSeparatedPermissionSet: `${name}_Access`,
      isClientCredentialsFlowEnabled: 'false',
      label: `${app.label} policies`,
      requiredSessionLevel: 'STANDARD',
      sessionTimeoutInMinutes: '60',
      ...app.policy,
    },
    plugins: { label: `${app.label} plug-ins` },
  });
  consumer.createdDate = new Date(org.clock.now().getTime() - 400 * 86_400_000);
  consumer.lastModifiedDate = new Date(org.clock.now().getTime() - 40 * 86_400_000);
  for (const { type, id, fields } of org.state.metadata.components)
    if (type.startsWith('ExtlClnt') ? fields.externalClientApplication === name : id === consumer.appId)
      ageComponent(org, id, { created: { daysAgo: 400 }, modified: { daysAgo: 40 } });
  return consumer.id;
};

const vaultFields: Fields = {
  contactEmail: 'support@docuvault.example',
  description: 'Files signed contracts with their accounts',
  ipRanges: [{ description: 'DocuVault', end: '198.51.100.31', start: '198.51.100.16' }],
  label: 'DocuVault',
  oauthConfig: {
    callbackUrl: 'https://app.docuvault.example/oauth/callback',
    isAdminApproved: 'true',
    isConsumerSecretOptional: 'false',
    isPkceRequired: 'true',
    isRefreshTokenRotationEnabled: 'true',
    isSecretRequiredForRefreshToken: 'true',
    scopes: ['Api', 'RefreshToken'],
  },
  oauthPolicy: { ipRelaxation: 'ENFORCE', refreshTokenPolicy: 'specific_inactivity:30:DAYS' },
  permissionSetName: ['DocuVault_Access'],
  sessionPolicy: { policyAction: 'Block', sessionTimeout: '60' },
};

const cliFields: Fields = {
  contactEmail: owner,
  description: 'The command line of those who release',
  label: 'Salesforce CLI',
  oauthConfig: {
    callbackUrl: 'http://localhost:1717/OauthRedirect',
    isAdminApproved: 'true',
    isConsumerSecretOptional: 'true',
    isPkceRequired: 'true',
    isRefreshTokenRotationEnabled: 'true',
    isSecretRequiredForRefreshToken: 'false',
    scopes: ['Api', 'RefreshToken'],
  },
  oauthPolicy: { ipRelaxation: 'ENFORCE', refreshTokenPolicy: 'specific_inactivity:30:DAYS' },
  permissionSetName: ['SalesforceCLI_Access'],
  sessionPolicy: { policyAction: 'Block', sessionTimeout: '15' },
};

const samlFields: Fields = {
  contactEmail: owner,
  description: 'Lets people into the HR system with their Salesforce login',
  label: 'HR single sign-on',
  permissionSetName: ['HrSso_Access'],
  samlConfig: {
    acsUrl: 'https://hr.acme.example/saml/acs',
    entityUrl: 'https://hr.acme.example',
    samlNameIdFormat: 'Unspecified',
    samlSubjectType: 'FederationId',
  },
};

/** Ids of the apps as the API log has them. */
const logIds = new WeakMap<LoopbackOrg, Record<string, string>>();

const putApps = (org: LoopbackOrg): void => {
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

const habits = (org: LoopbackOrg): Habit[] => {
  const ids = logIds.get(org) ?? {};
  const person = (name: string): string => `${name}@acme.example`;
  const erpCall = { username: erp, appId: ids.AcmeErp, appName: 'Acme ERP order sync', addresses: [erpAddress] };
  const warehouseCall = {
    username: warehouse,
    appId: ids.WarehouseSync,
    appName: 'Warehouse sync',
    addresses: [warehouseAddress],
  };
  const vaultCall = { username: docuVault, appId: ids.DocuVault, appName: 'DocuVault', addresses: [vaultAddress] };
  return [
    { ...erpCall, resource: '/query', entity: 'Account', times: 20 },
    { ...erpCall, resource: '/query', entity: 'Order', times: 40 },
    { ...erpCall, resource: '/sobjects/Order', entity: 'Order', method: 'POST', status: 201, times: 10 },
    { ...erpCall, resource: '/sobjects/Order', entity: 'Order', method: 'PATCH', status: 204, times: 10 },
    { ...warehouseCall, resource: '/query', entity: 'Product2', times: 30 },
    { ...warehouseCall, resource: '/query', entity: 'Order', times: 30 },
    { ...warehouseCall, resource: '/sobjects/Product2', entity: 'Product2', method: 'PATCH', status: 204, times: 15 },
    { ...vaultCall, resource: '/query', entity: 'Contract', times: 12 },
    { ...vaultCall, resource: '/query', entity: 'Account', times: 12 },
    {
      username: release,
      appId: ids.ReleasePipeline,
      appName: 'Release pipeline',
      addresses: [pipelineAddress],
      resource: '/query',
      entity: 'Account',
      times: 4,
    },
    ...portalPeople.map((name) => ({
      username: person(name),
      appId: ids.CustomerPortal ?? '',
      appName: 'Customer portal',
      addresses: [portalAddress],
      resource: '/query',
      entity: 'Account',
      times: 6,
      hour: 8,
    })),
    ...fieldPeople.map((name) => ({
      username: person(name),
      appId: ids.FieldApp ?? '',
      appName: 'Field app',
      addresses: phoneAddresses,
      resource: '/query',
      entity: 'Task',
      times: 12,
      hour: 8,
    })),
    {
      username: org.username,
      appId: ids.SalesforceCLI,
      appName: 'Salesforce CLI',
      addresses: ['203.0.113.5'],
      resource: '/query',
      entity: 'Organization',
      times: 2,
      hour: 9,
    },
  ].map((habit): Habit => ({ ...habit, appId: habit.appId ?? '' }));
};

const putUse = (org: LoopbackOrg): void => {
  const ids = logIds.get(org) ?? {};
  const person = (name: string): string => `${name}@acme.example`;
  putApiLog(org, { from: 34, to: 1 }, habits(org));
  for (const daysAgo of [1, 8, 15, 40, 70]) {
    const times = { daysAgo, loginType: 'Remote Access 2.0' };
    putLogin(org, {
      ...times,
      username: erp,
      application: 'Acme ERP order sync',
      loginSubType: 'OauthClientCredentials',
      sourceIp: erpAddress,
    });
    // No subtype is documented for jwt-bearer (audit.md A.6).
    putLogin(org, { ...times, username: warehouse, application: 'Warehouse sync', sourceIp: warehouseAddress });
    putLogin(org, { ...times, username: release, application: 'Release pipeline', sourceIp: pipelineAddress });
    for (const [username, application, sourceIp] of [
      ...portalPeople.map((name) => [person(name), 'Customer portal', portalAddress] as const),
      ...fieldPeople.map((name, at) => [person(name), 'Field app', phoneAddresses[at] ?? ''] as const),
      [docuVault, 'DocuVault', vaultAddress] as const,
      [org.username, 'Salesforce CLI', '203.0.113.5'] as const,
    ])
      putLogin(org, { ...times, username, application, sourceIp, loginSubType: 'OauthRefreshToken' });
    for (const name of colleagues)
      putLogin(org, {
        daysAgo,
        username: person(name),
        application: 'HR single sign-on',
        loginType: 'SAML Idp Initiated SSO',
        sourceIp: '203.0.113.7',
      });
    for (const name of [...portalPeople, ...fieldPeople, ...colleagues])
      putLogin(org, { daysAgo, username: person(name), application: 'Browser', loginType: 'Application' });
  }
  portalPeople.forEach((name, at) =>
    putToken(org, {
      username: person(name),
      appName: 'Customer portal',
      appId: appIdOf(org, 'CustomerPortal'),
      created: { daysAgo: 100 + at * 9 },
      lastUsed: { daysAgo: 1 },
      useCount: 200,
    }),
  );
  fieldPeople.forEach((name, at) =>
    putToken(org, {
      username: person(name),
      appName: 'Field app',
      appId: appIdOf(org, 'FieldApp'),
      created: { daysAgo: 60 + at * 11 },
      lastUsed: { daysAgo: 2 },
      useCount: 90,
    }),
  );
  putToken(org, {
    username: docuVault,
    appName: 'DocuVault',
    appId: ids.DocuVault ?? '',
    created: { daysAgo: 200 },
    lastUsed: { daysAgo: 1 },
  });
  putToken(org, {
    username: org.username,
    appName: 'Salesforce CLI',
    appId: ids.SalesforceCLI ?? '',
    created: { daysAgo: 20 },
    lastUsed: { daysAgo: 1 },
  });
  for (const label of ['Acme ERP order sync', 'Customer portal'])
    putSetupChange(org, {
      action: 'generateOauthStagedCredential',
      display: `Generated temporary credentials for connected app ${label}`,
      daysAgo: 40,
      by: release,
    });
};

const appIdOf = (org: LoopbackOrg, name: string): string =>
  org.state.metadata.components.find(({ type, fullName }) => type === 'ExternalClientApplication' && fullName === name)
    ?.id ?? '';

/** Who they are and when they deploy, as the people of the org write it down. */
export const wellRunConfig = (org: LoopbackOrg): string =>
  stringify({ administrators: [org.username], deploymentUsers: [release] });

const satellites = [
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

type Declared = Record<string, unknown> & { name: string };

const manifestFile = (manifest: Declared): ProjectFiles => ({
  [`clientapps/${manifest.name}.clientapp.yaml`]: stringify(manifest),
});

/** The project that the org was deployed from: manifests of all its own apps, and their metadata as it stands in the org. */
export const wellRunProject = (org: LoopbackOrg): ProjectFiles => {
  const { metadata } = org.state;
  const names = ['AcmeErp', 'WarehouseSync', 'CustomerPortal', 'FieldApp', 'ReleasePipeline'];
  const files = metadata.components.flatMap((component) => {
    if (component.type === 'ExternalClientApplication')
      return [component, ...satellites.flatMap((type) => findFamily(metadata, component.fullName, type) ?? [])];
    return component.type === 'PermissionSet' && names.some((name) => component.fullName.startsWith(`${name}_`))
      ? [component]
      : [];
  });
  return Object.assign(
    {},
    projectFile,
    ...files.map(sourceFile),
    ...wellRunManifests(org).map(manifestFile),
  ) as ProjectFiles;
};

const wellRunManifests = (org: LoopbackOrg): Declared[] => {
  const about = {
    registration: 'external-client-app',
    owner: { name: 'Integration team', email: owner },
    review: { everyDays: 365, last: dayIn(org, -60), by: owner },
  };
  const policies = (ipRanges: string[], timeoutMinutes = 60): Record<string, unknown> => ({
    permittedUsers: 'admin-approved',
    ipRelaxation: 'enforce',
    ipRanges,
    refreshToken: { rule: 'inactivity', days: 30 },
    session: { timeoutMinutes, level: 'standard' },
  });
  const credentials = { store: 'sf', rotateEveryDays: 90, lastRotated: dayIn(org, -40) };
  return [
    {
      name: 'AcmeErp',
      label: 'Acme ERP order sync',
      description: 'Exports orders to Acme ERP every night',
      ...about,
      model: 'backend',
      flow: 'client-credentials',
      criticality: 'high',
      scopes: { api: 'Reads and writes orders through the REST API' },
      policies: policies(['203.0.113.16/28']),
      identity: { user: erp },
      permissions: { objects: { Account: ['read'], Order: ['read', 'create', 'edit'] } },
      credentials,
    },
    {
      name: 'WarehouseSync',
      label: 'Warehouse sync',
      description: 'Keeps stock and products in step',
      ...about,
      model: 'backend',
      flow: 'jwt-bearer',
      criticality: 'medium',
      scopes: { api: 'Reads orders, writes products', refresh_token: 'jwt-bearer wants it' },
      policies: policies(['203.0.113.40']),
      identity: { user: warehouse },
      permissions: { objects: { Product2: ['read', 'edit'], Order: ['read'] } },
      credentials,
    },
    {
      name: 'CustomerPortal',
      label: 'Customer portal',
      description: 'Shows account managers their accounts',
      ...about,
      model: 'web',
      flow: 'authorization-code',
      criticality: 'high',
      scopes: { api: 'Reads accounts', refresh_token: 'Keeps people signed in' },
      callbackUrls: ['https://portal.acme.example/oauth/callback'],
      policies: policies(['203.0.113.48/29']),
      credentials,
    },
    {
      name: 'FieldApp',
      label: 'Field app',
      description: 'Shows visits on the phone',
      ...about,
      model: 'mobile',
      flow: 'authorization-code',
      criticality: 'low',
      scopes: { api: 'Reads tasks', refresh_token: 'Works on the road' },
      callbackUrls: ['com.acme.field://oauth/callback'],
      policies: policies([]),
      credentials,
    },
    {
      name: 'ReleasePipeline',
      label: 'Release pipeline',
      description: 'Checks what was released',
      ...about,
      model: 'cli',
      flow: 'jwt-bearer',
      criticality: 'medium',
      scopes: { api: 'Reads what was released', refresh_token: 'jwt-bearer wants it' },
      policies: policies(['203.0.113.60'], 15),
      identity: { user: release },
      permissions: { objects: { Account: ['read'] } },
      credentials,
    },
  ];
};
