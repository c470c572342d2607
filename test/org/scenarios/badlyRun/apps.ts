import { createKeyPair } from '../../../../src/certificate/keyPair.js';
import type { LoopbackOrg } from '../../index.js';
import type { Consumer, Fields } from '../../metadata/index.js';
import {
  ageComponent,
  assign,
  putConnectedApp,
  putExternalClientApp,
  putPermissionSet,
  type PutApp,
} from '../../testing.js';
import type { Planted } from '../planted.js';
import { leaver, nightlyAdmin, person, shared } from './names.js';

/** Everything a registration needs to be beyond reproach, so that each app is bad for one reason only. */
const strict = {
  global: {
    isClientCredentialsFlowEnabled: 'false',
    isConsumerSecretOptional: 'false',
    isPkceRequired: 'true',
    isRefreshTokenRotationEnabled: 'true',
    isSecretRequiredForRefreshToken: 'true',
  },
  policy: { isClientCredentialsFlowEnabled: 'false', sessionTimeoutInMinutes: '60' },
};

const about = (label: string): Fields => ({
  label,
  description: `What ${label} is for`,
  contactEmail: person(1),
});

const ranges = (start: string, end = start): Fields => ({
  trustedIpRanges: [{ endIpAddress: end, startIpAddress: start }],
});

/** A registration must have a callback even when no flow uses it. */
const unusedCallback = 'https://www.example.com/unused';

const daysAgo = (org: LoopbackOrg, days: number): Date => new Date(org.clock.now().getTime() - days * 86_400_000);

const external = (org: LoopbackOrg, name: string, label: string, parts: PutApp, secretAge = 30): Consumer => {
  const consumer = putExternalClientApp(org, name, {
    application: parts.application ?? about(label),
    settings: { ...ranges('203.0.113.16', '203.0.113.31'), ...parts.settings },
    global: { ...strict.global, ...parts.global },
    policy: { ...strict.policy, ...parts.policy },
  });
  consumer.createdDate = daysAgo(org, 500);
  consumer.lastModifiedDate = daysAgo(org, secretAge);
  ageComponent(org, consumer.appId, { created: { daysAgo: 500 }, modified: { daysAgo: secretAge } });
  return consumer;
};

/** A permission set that opens an app, and who holds it. */
const opener = (org: LoopbackOrg, app: string, usernames: readonly string[], fields: Fields = {}): Fields => {
  const set = putPermissionSet(org, `${app}_Access`, fields);
  for (const username of usernames) assign(org, username, set);
  return { commaSeparatedPermissionSet: `${app}_Access` };
};

const plantOpenDoor = (org: LoopbackOrg): Planted[] => {
  external(org, 'OpenDoor', 'Open door', {
    application: { label: 'Open door' },
    settings: { commaSeparatedOauthScopes: 'Full, RefreshToken' },
    global: {
      callbackUrl: 'http://intranet.acme.example/callback',
      isPkceRequired: 'false',
      isRefreshTokenRotationEnabled: 'false',
    },
    policy: {
      ipRelaxationPolicyType: 'Bypass',
      isGuestCodeCredFlowEnabled: 'true',
      permittedUsersPolicyType: 'AllSelfAuthorized',
      refreshTokenPolicyType: 'Infinite',
      refreshTokenValidityPeriod: '',
      refreshTokenValidityUnit: '',
      sessionTimeoutInMinutes: '',
    },
  });
  const app = 'OpenDoor';
  return [
    { rule: 'self-authorization-allowed', app, because: 'AllSelfAuthorized' },
    { rule: 'full-scope', app, because: 'OauthScopesFULL' },
    { rule: 'refresh-token-never-expires', app, because: 'RefreshTokenPolicyType is Infinite' },
    { rule: 'refresh-token-rotation-off', app, because: 'isRefreshTokenRotationEnabled is false' },
    { rule: 'pkce-not-required', app, because: 'neither app nor org demands PKCE' },
    { rule: 'callback-plain-http', app, because: 'the callback is http on a host that is not loopback' },
    { rule: 'ip-relaxation', app, because: 'IpRelaxationPolicyType is Bypass' },
    { rule: 'session-timeout-missing', app, because: 'no timeout of its own, and the org has 24 hours' },
    { rule: 'guest-code-credential-flow', app, because: 'IsGuestCodeCredFlowEnabled' },
    { rule: 'description-or-contact-missing', app, because: 'neither description nor contact' },
  ];
};

const plantNightlyExport = (org: LoopbackOrg): Planted[] => {
  const consumer = external(
    org,
    'NightlyExport',
    'Nightly export',
    {
      settings: { commaSeparatedOauthScopes: 'Api, RefreshToken, Web', ...ranges('0.0.0.0', '255.255.255.255') },
      global: { callbackUrl: unusedCallback, isClientCredentialsFlowEnabled: 'true' },
      policy: {
        ...opener(org, 'NightlyExport', [nightlyAdmin]),
        clientCredentialsFlowUser: nightlyAdmin,
        isClientCredentialsFlowEnabled: 'true',
      },
    },
    400,
  );
  consumer.staged = {
    id: org.org.newId('0Zs'),
    key: 'stagedKeyOfNightlyExport',
    secret: 'stagedSecretOfNightlyExport',
    state: 'Active',
    createdById: org.org.records('User')[0]?.Id ?? '',
    createdDate: daysAgo(org, 20),
    expirationDate: daysAgo(org, -10),
  };
  const app = 'NightlyExport';
  return [
    { rule: 'run-as-user-unfit', app, because: 'it runs as a System Administrator' },
    {
      rule: 'integration-user-privileged',
      user: nightlyAdmin,
      because: 'a program with all rights of an administrator',
    },
    { rule: 'ui-scope-on-headless-app', app, because: 'web on an app of client credentials only' },
    { rule: 'refresh-scope-unneeded', app, because: 'client credentials yield no refresh token' },
    { rule: 'ip-range-too-wide', app, because: 'every address there is' },
    { rule: 'secret-rotation-overdue', app, because: 'its consumer was last changed 400 days ago' },
    { rule: 'staged-credential-pending', app, because: 'a staged credential waits for 20 days' },
  ];
};

const plantLegacyConsole = (org: LoopbackOrg): Planted[] => {
  const app = 'LegacyConsole';
  const { appId } = putConnectedApp(org, app, {
    ...about('Legacy console'),
    oauthConfig: {
      callbackUrl: [
        'https://console.acme.example/callback',
        'https://console-test.acme.example/callback',
        'http://localhost:8080/callback',
        'https://abcd1234.ngrok.io/callback',
      ].join('\n'),
      isAdminApproved: 'false',
      isConsumerSecretOptional: 'true',
      isDeviceFlowEnabled: 'true',
      isPkceRequired: 'false',
      isSecretRequiredForRefreshToken: 'false',
      scopes: ['Api', 'RefreshToken'],
    },
    oauthPolicy: { ipRelaxation: 'ENFORCE', refreshTokenPolicy: 'specific_lifetime:365:DAYS' },
  });
  ageComponent(org, appId, { created: { daysAgo: 1500 } });
  return [
    { rule: 'connected-app-not-migrated', app, because: 'a connected app of this org' },
    { rule: 'self-authorization-allowed', app, because: 'isAdminApproved is false' },
    { rule: 'public-client-without-pkce', app, because: 'neither secret nor PKCE' },
    { rule: 'refresh-token-too-long', app, because: 'refresh tokens live a year' },
    { rule: 'callback-localhost-shared', app, because: 'localhost among the callbacks of an app for many' },
    { rule: 'callback-mixed-environments', app, because: 'test and production in one app' },
    { rule: 'callback-unsafe-host', app, because: 'a tunnel that anyone can rent' },
    { rule: 'device-flow', app, because: 'isDeviceFlowEnabled on a connected app' },
  ];
};

const plantPartnerWeb = (org: LoopbackOrg): Planted[] => {
  const app = 'PartnerWeb';
  external(org, app, 'Partner web', {
    application: { ...about('Partner web'), contactEmail: leaver },
    settings: { commaSeparatedOauthScopes: 'Api, RefreshToken, CDPIngest' },
    global: { callbackUrl: 'https://partner.acme.example/callback', isSecretRequiredForRefreshToken: 'false' },
    policy: { ...opener(org, app, [person(2)]), commaSeparatedProfile: 'System Administrator' },
  });
  return [
    { rule: 'secret-optional-on-refresh', app, because: 'a confidential client may refresh without its secret' },
    { rule: 'orphan-app', app, because: 'its contact left' },
    { rule: 'powerful-scope', app, because: 'cdp_ingest_api' },
    { rule: 'approved-for-broad-profile', app, because: 'every administrator may use it' },
  ];
};

const plantGhost = (org: LoopbackOrg): Planted[] => {
  const app = 'GhostMarketing';
  external(org, app, 'Ghost marketing', { global: { callbackUrl: 'https://ghost.acme.example/callback' } });
  return [
    { rule: 'approved-app-unassigned', app, because: 'admin-approved, and nobody is' },
    { rule: 'unused-app', app, because: 'no token, no login, no call' },
  ];
};

const plantCli = (org: LoopbackOrg): Planted[] => {
  const app = 'SalesforceCLI';
  putConnectedApp(org, app, {
    ...about('Salesforce CLI'),
    label: 'Salesforce CLI',
    oauthConfig: {
      callbackUrl: 'http://localhost:1717/OauthRedirect',
      isAdminApproved: 'false',
      isConsumerSecretOptional: 'true',
      isPkceRequired: 'true',
      scopes: ['Api', 'RefreshToken', 'Web'],
    },
    oauthPolicy: { ipRelaxation: 'ENFORCE', refreshTokenPolicy: 'infinite' },
  });
  return [{ rule: 'cli-token-without-expiry', app, because: 'tokens of the CLI never expire' }];
};

const plantAgent = (org: LoopbackOrg): Planted[] => {
  const app = 'AgentBridge';
  external(org, app, 'Agent bridge', {
    settings: { commaSeparatedOauthScopes: 'Api, RefreshToken, MCP' },
    global: { callbackUrl: 'https://agents.example/callback' },
    policy: opener(org, app, []),
  });
  return [{ rule: 'powerful-scope', app, because: 'mcp_api' }];
};

const plantFeeds = (org: LoopbackOrg): Planted[] => {
  const clientCredentials = (app: string, fields: Fields = {}): PutApp => ({
    global: { callbackUrl: unusedCallback, isClientCredentialsFlowEnabled: 'true' },
    policy: {
      ...opener(org, app, [shared], fields),
      clientCredentialsFlowUser: shared,
      isClientCredentialsFlowEnabled: 'true',
    },
  });
  external(org, 'InvoiceFeed', 'Invoice feed', {
    settings: { commaSeparatedOauthScopes: 'Api, Chatter, Wave' },
    ...clientCredentials('InvoiceFeed', { userPermissions: [{ enabled: 'true', name: 'ViewAllData' }] }),
  });
  const stock = clientCredentials('StockFeed', {
    objectPermissions: [
      {
        allowCreate: 'false',
        allowDelete: 'false',
        allowEdit: 'false',
        allowRead: 'true',
        modifyAllRecords: 'false',
        object: 'Asset',
        viewAllRecords: 'true',
      },
    ],
  });
  external(org, 'StockFeed', 'Stock feed', {
    ...stock,
    settings: { commaSeparatedOauthScopes: 'Api', trustedIpRanges: [] },
  });
  return [
    { rule: 'shared-integration-user', user: shared, because: 'two apps run as one user' },
    { rule: 'permission-set-over-broad', app: 'InvoiceFeed', because: 'its permission set has View All Data' },
    {
      rule: 'permission-set-over-broad',
      app: 'StockFeed',
      because: 'its permission set sees all records of an object',
    },
    { rule: 'integration-user-privileged', user: shared, because: 'a program that sees all data' },
  ];
};

/** An app that signs with a certificate which ended a month ago. */
const plantSignedLoader = async (org: LoopbackOrg): Promise<Planted[]> => {
  const app = 'SignedLoader';
  const ended = await createKeyPair({ commonName: app, days: 365, keySize: 2048, now: daysAgo(org, 395) });
  external(org, app, 'Signed loader', {
    settings: { commaSeparatedOauthScopes: 'Api, RefreshToken' },
    global: { callbackUrl: 'https://loader.acme.example/callback', certificate: ended.certificate.toString() },
    policy: opener(org, app, [person(11)]),
  });
  return [{ rule: 'certificate-expiring', app, because: 'its certificate ended a month ago' }];
};

const plantVendorApp = (org: LoopbackOrg): Planted[] => {
  const app = 'leadgen__LeadGen';
  const { appId } = putConnectedApp(org, app, {
    contactEmail: 'support@leadgen.example',
    description: 'Leads from the web',
    label: 'Lead generator',
    oauthConfig: {
      callbackUrl: 'https://leadgen.example/callback',
      isAdminApproved: 'true',
      isConsumerSecretOptional: 'false',
      isPkceRequired: 'false',
      isRefreshTokenRotationEnabled: 'false',
      scopes: ['Api', 'RefreshToken'],
    },
    oauthPolicy: { ipRelaxation: 'ENFORCE', refreshTokenPolicy: 'infinite' },
    permissionSetName: ['LeadGen_Access'],
  });
  opener(org, 'LeadGen', [person(12)]);
  const component = org.state.metadata.components.find(({ id }) => id === appId);
  if (component) component.namespacePrefix = 'leadgen';
  return [{ rule: 'partner-mandate-unmet', app, because: 'no PKCE, no rotation, no idle timeout, no addresses' }];
};

const plantDrift = (org: LoopbackOrg): Planted[] => {
  external(org, 'DriftBot', 'Drift bot', {
    global: { callbackUrl: 'https://drift.example/callback' },
    policy: opener(org, 'DriftBot', [person(6)]),
  });
  return [];
};

export const plantApps = async (org: LoopbackOrg): Promise<Planted[]> => [
  ...plantOpenDoor(org),
  ...plantNightlyExport(org),
  ...plantLegacyConsole(org),
  ...plantPartnerWeb(org),
  ...plantGhost(org),
  ...plantCli(org),
  ...plantAgent(org),
  ...plantFeeds(org),
  ...(await plantSignedLoader(org)),
  ...plantVendorApp(org),
  ...plantDrift(org),
];
