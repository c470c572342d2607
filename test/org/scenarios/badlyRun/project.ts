import { generateKeyPairSync } from 'node:crypto';
import { stringify } from 'yaml';
import type { Planted } from '../planted.js';
import { lineOf, packageDirectory, type ProjectFiles } from '../project.js';

const document = (type: string, ...lines: string[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">`,
    ...lines.map((line) => `    ${line}`),
    `</${type}>`,
    '',
  ].join('\n');

const element = (name: string, text: string): string => `<${name}>${text}</${name}>`;

type Parts = { application?: string[]; settings: string[]; global: string[]; policy: string[] };

/** The four files of an External Client App; elements in the order of the schema. */
const externalFiles = (name: string, { application, settings, global, policy }: Parts): ProjectFiles => ({
  [`${packageDirectory}/externalClientApps/${name}.eca-meta.xml`]: document(
    'ExternalClientApplication',
    ...(application ?? [
      element('contactEmail', 'integrations@acme.example'),
      element('description', `What ${name} is for`),
    ]),
    element('distributionState', 'Local'),
    element('isProtected', 'false'),
    element('label', name),
  ),
  [`${packageDirectory}/extlClntAppOauthSettings/${name}_oauth.ecaOauth-meta.xml`]: document(
    'ExtlClntAppOauthSettings',
    ...settings,
  ),
  [globalFile(name)]: document('ExtlClntAppGlobalOauthSettings', ...global),
  [policyFile(name)]: document('ExtlClntAppOauthConfigurablePolicies', ...policy),
});

const globalFile = (name: string): string =>
  `${packageDirectory}/extlClntAppGlobalOauthSets/${name}_glbloauth.ecaGlblOauth-meta.xml`;
const settingsFile = (name: string): string =>
  `${packageDirectory}/extlClntAppOauthSettings/${name}_oauth.ecaOauth-meta.xml`;
const policyFile = (name: string): string =>
  `${packageDirectory}/extlClntAppOauthPolicies/${name}_oauthPlcy.ecaOauthPlcy-meta.xml`;

const parent = (name: string): string => element('externalClientApplication', name);

const goodGlobal = (name: string, callbackUrl = `https://${name.toLowerCase()}.acme.example/callback`): string[] => [
  element('callbackUrl', callbackUrl),
  parent(name),
  element('isConsumerSecretOptional', 'false'),
  element('isPkceRequired', 'true'),
  element('isRefreshTokenRotationEnabled', 'true'),
  element('isSecretRequiredForRefreshToken', 'true'),
  element('label', `${name} global`),
];

const goodSettings = (name: string): string[] => [
  element('commaSeparatedOauthScopes', 'Api, RefreshToken'),
  parent(name),
  element('label', `${name} OAuth`),
];

const secret = '7A1B3C5D7E9F1A2B3C4D5E6F7A8B9C0D1E2F3A4B5C6D7E8F9A0B1C2D3E4F5A6B';
const key = `3MVG9${'aZ3kQ8xT5mN7pR2vL6yB'.repeat(4)}`;

/** Every element of it is a mistake that a deploy would carry into an org. */
const rotator = externalFiles('Rotator', {
  application: [],
  settings: [
    element('commaSeparatedOauthScopes', 'Full, RefreshToken'),
    parent('Rotator'),
    element('label', 'Rotator OAuth'),
    element('oauthLink', '00D000000000001:888000000000001'),
  ],
  global: [
    element('callbackUrl', 'http://rotator.acme.example/callback'),
    element('consumerKey', key),
    element('consumerSecret', secret),
    parent('Rotator'),
    element('isConsumerSecretOptional', 'false'),
    element('isPkceRequired', 'false'),
    element('isRefreshTokenRotationEnabled', 'false'),
    element('label', 'Rotator global'),
    element('shouldRotateConsumerKey', 'true'),
  ],
  policy: [
    element('commaSeparatedPermissionSet', 'Rotator_Data'),
    parent('Rotator'),
    element('ipRelaxationPolicyType', 'Bypass'),
    element('isClientCredentialsFlowEnabled', 'false'),
    element('label', 'Rotator policies'),
    element('permittedUsersPolicyType', 'AdminApprovedPreAuthorized'),
    element('refreshTokenPolicyType', 'Infinite'),
  ],
});

const locked = externalFiles('Locked', {
  settings: goodSettings('Locked'),
  global: goodGlobal('Locked'),
  policy: [
    parent('Locked'),
    element('ipRelaxationPolicyType', 'Enforce'),
    element('label', 'Locked policies'),
    element('permittedUsersPolicyType', 'AdminApprovedPreAuthorized'),
    element('refreshTokenPolicyType', 'SpecificInactivity'),
    element('refreshTokenValidityPeriod', '30'),
    element('refreshTokenValidityUnit', 'Days'),
    element('sessionTimeoutInMinutes', '60'),
  ],
});

/** Client credentials on one side only, and nobody to run as. */
const halfDone = externalFiles('HalfDone', {
  settings: [element('commaSeparatedOauthScopes', 'Api'), parent('HalfDone'), element('label', 'HalfDone OAuth')],
  global: [
    element('callbackUrl', 'https://halfdone.acme.example/callback'),
    parent('HalfDone'),
    element('isClientCredentialsFlowEnabled', 'true'),
    element('isConsumerSecretOptional', 'false'),
    element('isPkceRequired', 'true'),
    element('label', 'HalfDone global'),
  ],
  policy: [
    element('commaSeparatedPermissionSet', 'HalfDone_Access'),
    parent('HalfDone'),
    element('ipRelaxationPolicyType', 'Enforce'),
    element('isClientCredentialsFlowEnabled', 'true'),
    element('label', 'HalfDone policies'),
    element('permittedUsersPolicyType', 'AdminApprovedPreAuthorized'),
    element('sessionTimeoutInMinutes', '60'),
  ],
});

const connectedFile = (name: string, folder = packageDirectory): string =>
  `${folder}/connectedApps/${name}.connectedApp-meta.xml`;

const connectedApp = (name: string, consumerKey: string, scope = 'Api'): string =>
  document(
    'ConnectedApp',
    element('contactEmail', 'integrations@acme.example'),
    element('description', `What ${name} is for`),
    element('label', name),
    '<oauthConfig>',
    `    ${element('callbackUrl', `https://${name.toLowerCase()}.acme.example/callback`)}`,
    `    ${element('consumerKey', consumerKey)}`,
    `    ${element('isAdminApproved', 'true')}`,
    `    ${element('isConsumerSecretOptional', 'false')}`,
    `    ${element('isPkceRequired', 'true')}`,
    `    ${element('scopes', scope)}`,
    '</oauthConfig>',
    '<oauthPolicy>',
    `    ${element('ipRelaxation', 'ENFORCE')}`,
    `    ${element('refreshTokenPolicy', 'specific_inactivity:30:DAYS')}`,
    '</oauthPolicy>',
    element('permissionSetName', `${name}_Access`),
    '<sessionPolicy>',
    `    ${element('sessionTimeout', '60')}`,
    '</sessionPolicy>',
  );

const permissionSetFile = `${packageDirectory}/permissionsets/Rotator_Data.permissionset-meta.xml`;
const uat = 'env-uat/main/default';
const production = 'env-prod/main/default';

const privateKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const projectFiles = (): ProjectFiles => ({
  'sfdx-project.json': `${JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }, { path: 'env-uat' }, { path: 'env-prod' }], sourceApiVersion: '67.0' }, null, 2)}\n`,
  ...rotator,
  ...locked,
  ...halfDone,
  [permissionSetFile]: document(
    'PermissionSet',
    element('hasActivationRequired', 'false'),
    element('label', 'Rotator_Data'),
    '<userPermissions>',
    `    ${element('enabled', 'true')}`,
    `    ${element('name', 'ModifyAllData')}`,
    '</userPermissions>',
  ),
  // The OAuth spelling, which metadata does not know.
  [connectedFile('Misspelt')]: connectedApp('Misspelt', `${key}m`, 'refresh_token'),
  [connectedFile('Twin', uat)]: connectedApp('Twin', `${key}t`),
  [connectedFile('Twin', production)]: connectedApp('Twin', `${key}t`),
  'config/server.key': privateKey(),
  'scripts/login.sh':
    'echo signing in\nsf org login sfdx-url --sfdx-url-stdin <<< force://PlatformCLI::5Aep861TSESvWeug_xvFHRBTTbf_YrTWgEyjBJrfFQt8EJ9t6Lm1sXyZ@acme.my.salesforce.com\n',
  'clientapps/Atlantis.clientapp.yaml': stringify({
    name: 'Atlantis',
    label: 'Atlantis sync',
    description: 'Nobody knows',
    registration: 'external-client-app',
    model: 'backend',
    flow: 'client-credentials',
    owner: { email: 'integrations@acme.example' },
    vendor: { name: 'Atlantis Ltd' },
    scopes: { api: 'Reads records' },
    identity: { user: 'atlantis@acme.example' },
  }),
  'clientapps/Forgotten.clientapp.yaml': stringify({
    name: 'Forgotten',
    label: 'Forgotten sync',
    description: 'Somebody looked at it once',
    registration: 'external-client-app',
    model: 'backend',
    flow: 'client-credentials',
    owner: { email: 'integrations@acme.example' },
    review: { everyDays: 365, last: '2024-11-20', by: 'integrations@acme.example' },
    scopes: { api: 'Reads records' },
    identity: { user: 'forgotten@acme.example' },
  }),
});

/** A project with the mistakes that only files can have, and on which line each stands. */
export const badlyRunProject = (): { files: ProjectFiles; planted: Planted[] } => {
  const files = projectFiles();
  const on = (rule: string, app: string | undefined, file: string, text: string, because: string): Planted => ({
    rule,
    ...(app !== undefined && { app }),
    file,
    line: lineOf(files, file, text),
    because,
  });
  const planted: Planted[] = [
    on(
      'rotate-on-deploy',
      'Rotator',
      globalFile('Rotator'),
      '<shouldRotateConsumerKey>',
      'each deploy makes a new key',
    ),
    on('org-bound-metadata', 'Rotator', settingsFile('Rotator'), '<oauthLink>', "the link is one org's"),
    on('secret-in-source', 'Rotator', globalFile('Rotator'), '<consumerSecret>', 'the secret is in the file'),
    {
      rule: 'secret-bearing-file-tracked',
      app: 'Rotator',
      file: globalFile('Rotator'),
      because: 'git tracks the secret',
    },
    on('full-scope', 'Rotator', settingsFile('Rotator'), '<commaSeparatedOauthScopes>', 'Full'),
    on('callback-plain-http', 'Rotator', globalFile('Rotator'), '<callbackUrl>', 'http'),
    on('pkce-not-required', 'Rotator', globalFile('Rotator'), '<isPkceRequired>', 'PKCE is off'),
    on('refresh-token-never-expires', 'Rotator', policyFile('Rotator'), '<refreshTokenPolicyType>', 'Infinite'),
    on('ip-relaxation', 'Rotator', policyFile('Rotator'), '<ipRelaxationPolicyType>', 'Bypass'),
    { rule: 'description-or-contact-missing', app: 'Rotator', because: 'neither description nor contact' },
    on('permission-set-over-broad', undefined, permissionSetFile, '<userPermissions>', 'Modify All Data'),
    on(
      'admin-approval-without-grant',
      'Locked',
      policyFile('Locked'),
      '<permittedUsersPolicyType>',
      'nobody is let in',
    ),
    { rule: 'flow-without-prerequisite', app: 'HalfDone', because: 'client credentials, and nobody to run as' },
    on('metadata-invalid', undefined, connectedFile('Misspelt'), '<scopes>', 'no such scope in metadata'),
    { rule: 'consumer-key-reused', app: 'Twin', because: 'two environments share a client id' },
    on('secret-in-source', undefined, 'config/server.key', '-----BEGIN', 'a private key'),
    on('secret-in-source', undefined, 'scripts/login.sh', 'force://', 'a sign-in URL with its refresh token'),
    { rule: 'manifest-drift', app: 'Atlantis', because: 'declared, and in no org' },
    { rule: 'manifest-drift', app: 'OpenDoor', because: 'in the org, and declared nowhere' },
    { rule: 'vendor-review-missing', app: 'Atlantis', because: 'a vendor whose review nobody kept' },
    { rule: 'review-overdue', app: 'Forgotten', because: 'last reviewed in 2024' },
    { rule: 'waiver-expired', because: 'a waiver ran out in 2025' },
    { rule: 'waiver-unused', because: 'a waiver for an app that is not there' },
  ];
  return { files, planted };
};
