import type { LoopbackOrg } from './index.js';
import type { Component, Consumer, Fields } from './metadata/index.js';

export * from './seed.js';

export type Reply<T = unknown> = { status: number; headers: Headers; body: T };

const read = async <T>(response: Response): Promise<Reply<T>> => {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
};

/** A signed-in caller of one org. */
export const createCaller = (org: LoopbackOrg, token = org.accessToken) => {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<Reply<T>> =>
    read<T>(
      await fetch(`${org.url}${path.startsWith('/services') ? '' : '/services/data/v67.0'}${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  return {
    call,
    query: <T = Record<string, unknown>>(soql: string, endpoint = '/query') =>
      call<{ totalSize: number; done: boolean; nextRecordsUrl?: string; records: T[] }>(
        'GET',
        `${endpoint}?q=${encodeURIComponent(soql)}`,
      ),
    /** The code and text of the org's refusal. */
    refusal: async (method: string, path: string, body?: unknown): Promise<[string, string]> => {
      const reply = await call<Array<{ errorCode: string; message: string }>>(method, path, body);
      return [reply.body[0]?.errorCode ?? '', reply.body[0]?.message ?? ''];
    },
    /** As for `refusal`, of a query: the last line, without the pointer into the text. */
    queryRefusal: async (soql: string, endpoint = '/query'): Promise<[string, string]> => {
      const reply = await call<Array<{ errorCode: string; message: string }>>(
        'GET',
        `${endpoint}?q=${encodeURIComponent(soql)}`,
      );
      return [reply.body[0]?.errorCode ?? '', reply.body[0]?.message.split('\n').at(-1) ?? ''];
    },
  };
};

export const requestToken = async (
  org: LoopbackOrg,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Reply<Record<string, string>>> =>
  read(await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', headers, body: new URLSearchParams(form) }));

/** The two strings of an OAuth refusal. */
export const tokenRefusal = async (
  org: LoopbackOrg,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<string> => {
  const { body } = await requestToken(org, form, headers);
  return `${body.error}: ${body.error_description}`;
};

const put = (
  { org, state, clock }: LoopbackOrg,
  type: string,
  fullName: string,
  prefix: string,
  fields: Fields,
): string => {
  const adminId = org.records('User')[0]?.Id ?? '';
  const isSame = (old: Component): boolean => old.type === type && old.fullName === fullName;
  const id = state.metadata.components.find(isSame)?.id ?? org.newId(prefix);
  const now = clock.now();
  const stamps = { createdById: adminId, createdDate: now, lastModifiedById: adminId, lastModifiedDate: now };
  state.metadata.components = state.metadata.components.filter((old) => !isSame(old));
  state.metadata.components.push({ type, fullName, id, fields, ...stamps });
  return id;
};

/** Puts components into the org without a deploy. */
export const putPermissionSet = (org: LoopbackOrg, name: string, fields: Fields = {}): string =>
  put(org, 'PermissionSet', name, '0PS', { label: name, ...fields });

export const putSettings = (org: LoopbackOrg, name: string, fields: Fields): string =>
  put(org, 'Settings', name, '0ST', fields);

const addConsumer = ({ org, state, clock }: LoopbackOrg, appId: string, key: string): Consumer => {
  const now = clock.now();
  const usableFrom = new Date(now.getTime() + state.switches.propagationDelayMs);
  const consumer = {
    id: org.newId('888'),
    appId,
    key,
    secret: `secret-of-${key}`,
    createdDate: now,
    lastModifiedDate: now,
    usableFrom,
  };
  state.metadata.consumers.push(consumer);
  return consumer;
};

export type PutApp = { application?: Fields; settings?: Fields; global?: Fields; policy?: Fields; plugins?: Fields };

export const putExternalClientApp = (org: LoopbackOrg, name: string, parts: PutApp = {}): Consumer => {
  const parent = { externalClientApplication: name };
  const appId = put(org, 'ExternalClientApplication', name, '0xI', {
    label: name,
    distributionState: 'Local',
    ...parts.application,
  });
  put(org, 'ExtlClntAppOauthSettings', `${name}_oauth`, '0xJ', {
    ...parent,
    commaSeparatedOauthScopes: 'Api, RefreshToken',
    ...parts.settings,
  });
  put(org, 'ExtlClntAppGlobalOauthSettings', `${name}_glbloauth`, '0xK', {
    ...parent,
    callbackUrl: 'https://acme.example/cb',
    isClientCredentialsFlowEnabled: 'true',
    ...parts.global,
  });
  put(org, 'ExtlClntAppOauthConfigurablePolicies', `${name}_plcy`, '0xL', {
    ...parent,
    permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
    ipRelaxationPolicyType: 'Enforce',
    refreshTokenPolicyType: 'SpecificInactivity',
    refreshTokenValidityPeriod: '30',
    refreshTokenValidityUnit: 'Days',
    isClientCredentialsFlowEnabled: 'true',
    ...parts.policy,
  });
  put(org, 'ExtlClntAppConfigurablePolicies', `${name}_ext`, '0xM', {
    ...parent,
    isEnabled: 'true',
    isOauthPluginEnabled: 'true',
    ...parts.plugins,
  });
  return (
    org.state.metadata.consumers.find((consumer) => consumer.appId === appId) ?? addConsumer(org, appId, `key${name}`)
  );
};

export const putConnectedApp = (org: LoopbackOrg, name: string, fields: Fields): Consumer =>
  addConsumer(
    org,
    put(org, 'ConnectedApp', name, '0H4', { label: name, contactEmail: 'a@acme.example', ...fields }),
    `key${name}`,
  );

/** Assigns without asking: for arranging, not for testing assignments. */
export const assign = ({ org }: LoopbackOrg, username: string, permissionSetId: string): void => {
  const user = org.records('User').find(({ Username }) => Username === username);
  org.records('PermissionSetAssignment').push({
    Id: org.newId('0Pa'),
    AssigneeId: user?.Id ?? '',
    PermissionSetId: permissionSetId,
    IsActive: true,
  });
};
