import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../index.js';
import type { Component, Fields } from '../metadata/index.js';
import { integrationProfile } from '../names.js';
import { timestamp } from '../tables/table.js';
import { addUser } from '../tables/users.js';

export type BigOrgSize = { apps: number; users: number; tokens: number; logins: number };

const wholeSize: BigOrgSize = { apps: 500, users: 5000, tokens: 60_000, logins: 300_000 };

/** The same numbers every time: two orgs of one size are alike to the last row. */
const createDice = (seed: number): ((sides: number) => number) => {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};

const day = 86_400_000;

type Making = { org: LoopbackOrg; size: BigOrgSize; dice: (sides: number) => number; now: number };

const makeUsers = ({ org, size }: Making): string[] =>
  Array.from({ length: size.users }, (_, number) =>
    addUser(org.org, {
      Username: `user${number}@big.example`,
      LastName: `User ${number}`,
      IsActive: number % 20 !== 19,
      profile: number % 25 === 0 ? integrationProfile : 'Standard User',
    }),
  );

type BigApp = { id: string; name: string; label: string; isExternal: boolean };

const stamped = ({ org, now }: Making, type: string, fullName: string, prefix: string, fields: Fields): Component => {
  const by = org.org.records('User')[0]?.Id ?? '';
  const created = new Date(now - 400 * day);
  return {
    type,
    fullName,
    id: org.org.newId(prefix),
    fields,
    createdById: by,
    createdDate: created,
    lastModifiedById: by,
    lastModifiedDate: created,
  };
};

const policyOf = (number: number): Fields => ({
  permittedUsersPolicyType: number % 5 === 0 ? 'AllSelfAuthorized' : 'AdminApprovedPreAuthorized',
  ipRelaxationPolicyType: number % 7 === 0 ? 'Bypass' : 'Enforce',
  refreshTokenPolicyType: number % 6 === 0 ? 'Infinite' : 'SpecificInactivity',
  ...(number % 6 !== 0 && { refreshTokenValidityPeriod: '30', refreshTokenValidityUnit: 'Days' }),
  sessionTimeoutInMinutes: '60',
  isClientCredentialsFlowEnabled: 'false',
});

const externalComponents = (making: Making, number: number, name: string, label: string): Component[] => {
  const parent = { externalClientApplication: name, label };
  const make = (type: string, suffix: string, prefix: string, fields: Fields): Component =>
    stamped(making, type, `${name}_${suffix}`, prefix, { ...parent, ...fields });
  return [
    stamped(making, 'ExternalClientApplication', name, '0xI', {
      contactEmail: 'user1@big.example',
      description: `App number ${number}`,
      distributionState: 'Local',
      label,
    }),
    make('ExtlClntAppOauthSettings', 'oauth', '0xJ', {
      commaSeparatedOauthScopes: number % 10 === 0 ? 'Full, RefreshToken' : 'Api, RefreshToken',
      trustedIpRanges: [{ endIpAddress: '203.0.113.255', startIpAddress: '203.0.113.0' }],
    }),
    make('ExtlClntAppGlobalOauthSettings', 'glbloauth', '0xK', {
      callbackUrl: `https://app${number}.big.example/callback`,
      isPkceRequired: String(number % 4 !== 0),
      isRefreshTokenRotationEnabled: 'true',
    }),
    make('ExtlClntAppOauthConfigurablePolicies', 'plcy', '0xL', {
      ...policyOf(number),
      commaSeparatedPermissionSet: `${name}_Access`,
    }),
    make('ExtlClntAppConfigurablePolicies', 'ext', '0xM', { isEnabled: 'true', isOauthPluginEnabled: 'true' }),
  ];
};

const connectedComponents = (making: Making, number: number, name: string, label: string): Component[] => [
  stamped(making, 'ConnectedApp', name, '0H4', {
    contactEmail: 'user1@big.example',
    description: `App number ${number}`,
    label,
    oauthConfig: {
      callbackUrl: `https://app${number}.big.example/callback`,
      isAdminApproved: String(number % 5 !== 0),
      isPkceRequired: String(number % 4 !== 0),
      scopes: number % 10 === 0 ? ['Full', 'RefreshToken'] : ['Api', 'RefreshToken'],
    },
    oauthPolicy: {
      ipRelaxation: number % 7 === 0 ? 'BYPASS' : 'ENFORCE',
      refreshTokenPolicy: number % 6 === 0 ? 'infinite' : 'specific_inactivity:30:DAYS',
    },
    ...(number % 5 !== 0 && { permissionSetName: [`${name}_Access`] }),
    sessionPolicy: { sessionTimeout: '60' },
  }),
];

/** Two of five are connected apps; each has its permission set. */
const makeApps = (making: Making): BigApp[] => {
  const { org, size, now } = making;
  return Array.from({ length: size.apps }, (_, number): BigApp => {
    const isExternal = number % 5 < 3;
    const name = `App_${number}`;
    const label = `App ${number}`;
    const set = stamped(making, 'PermissionSet', `${name}_Access`, '0PS', { label: `${name}_Access` });
    const components = isExternal
      ? externalComponents(making, number, name, label)
      : connectedComponents(making, number, name, label);
    org.state.metadata.components.push(set, ...components);
    const id = components[0]?.id ?? '';
    org.state.metadata.consumers.push({
      id: org.org.newId('888'),
      appId: id,
      key: `key${number}`,
      secret: `secret${number}`,
      createdDate: new Date(now - 400 * day),
      lastModifiedDate: new Date(now - (number % 200) * day),
      usableFrom: new Date(now - 400 * day),
    });
    return { id, name, label, isExternal };
  });
};

const pick = <T>(items: readonly T[], at: number): T => {
  const item = items[at % items.length];
  if (item === undefined) throw new Error('An org of this size needs at least one of each');
  return item;
};

/** Every app's permission set has some ten holders. */
const assignSets = ({ org, dice }: Making, users: readonly string[]): void => {
  const assignments = org.org.records('PermissionSetAssignment');
  for (const { type, id, fullName } of org.state.metadata.components) {
    if (type !== 'PermissionSet' || !fullName.endsWith('_Access')) continue;
    const holders = new Set(Array.from({ length: 10 }, () => pick(users, dice(users.length))));
    for (const AssigneeId of holders)
      assignments.push({ Id: org.org.newId('0Pa'), AssigneeId, PermissionSetId: id, IsActive: true });
  }
};

/** One token of ten is of an app that nobody installed. */
const makeTokens = ({ org, size, dice, now }: Making, users: readonly string[], apps: readonly BigApp[]): void => {
  for (let number = 0; number < size.tokens; number += 1) {
    const app = pick(apps, dice(apps.length));
    const isForeign = number % 10 === 0;
    const created = now - (1 + dice(700)) * day;
    org.state.grants.push({
      id: org.org.newId('0CQ'),
      userId: pick(users, dice(users.length)),
      appName: isForeign ? `Foreign app ${number % 40}` : app.label,
      ...(!isForeign && { appId: app.id }),
      scopes: ['api'],
      refreshToken: `refresh${number}`,
      rotatedOut: [],
      deleteToken: `delete${number}`,
      createdDate: new Date(created),
      lastUsedDate: new Date(Math.min(now, created + dice(400) * day)),
      useCount: dice(1000),
      clientId: 'elsewhere',
    });
  }
};

/** Half a year of sign-ins, most of them refreshes of tokens. */
const makeLogins = ({ org, size, dice, now }: Making, users: readonly string[], apps: readonly BigApp[]): void => {
  const rows = org.org.records('LoginHistory');
  for (let number = 0; number < size.logins; number += 1) {
    const byBrowser = number % 4 === 0;
    const user = dice(users.length);
    rows.push({
      Id: org.org.newId('0Ya'),
      UserId: pick(users, user),
      LoginTime: timestamp(new Date(now - dice(180 * 24 * 60) * 60_000)),
      LoginType: byBrowser ? 'Application' : 'Remote Access 2.0',
      LoginSubType: byBrowser ? 'UsernamePasswordUiLogin' : 'OauthRefreshToken',
      LoginUrl: 'big.my.salesforce.com',
      // A person uses a handful of apps.
      Application: byBrowser ? 'Browser' : pick(apps, user * 7 + dice(4)).label,
      Status: number % 50 === 0 ? 'Invalid Password' : 'Success',
      SourceIp: `203.0.113.${user % 200}`,
      ApiType: 'N/A',
      ApiVersion: 'N/A',
    });
  }
};

/** An org of the size that large companies have, made in a second or two and always the same. */
export const startBigOrg = async (
  size: Partial<BigOrgSize> = {},
  options: LoopbackOrgOptions = {},
): Promise<LoopbackOrg> => {
  const { latencyMs = 0, ...switches } = options.switches ?? {};
  const org = await startLoopbackOrg({ metadata: { pollsUntilDone: 0 }, ...options, switches });
  const making: Making = {
    org,
    size: { ...wholeSize, ...size },
    dice: createDice(20_261_123),
    now: org.clock.now().getTime(),
  };
  const users = makeUsers(making);
  const apps = makeApps(making);
  assignSets(making, users);
  makeTokens(making, users, apps);
  makeLogins(making, users, apps);
  org.state.switches.latencyMs = latencyMs;
  return org;
};
