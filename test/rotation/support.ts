import type { SfError } from '@salesforce/core/sfError';
import { expect } from 'chai';
import type { ClientApp } from '../../src/app/clientApp.js';
import { failBrokenAnswers } from '../../src/org/brokenAnswers.js';
import type { OrgConnection } from '../../src/org/connection.js';
import { findUnfinished } from '../../src/rotation/journal.js';
import { resumeRotation, startRotation, undoRotation } from '../../src/rotation/secret/session.js';
import type { SessionOptions } from '../../src/rotation/session.js';
import type { RotationRecord } from '../../src/rotation/types.js';
import { createStore } from '../certificate/support.js';
import { failureOf, signIn } from '../deployment/support.js';
import type { LoopbackOrgOptions } from '../org/index.js';
import type { Consumer } from '../org/metadata/index.js';
import { putSettings, requestToken, type PutApp } from '../org/testing.js';
import { backendApp, createStage, credentialOf, type Stage } from '../verify/support.js';

export type RotationBench = {
  stage: Stage;
  connection: OrgConnection;
  store: ReturnType<typeof createStore>;
  /** Days that were written into the manifest. */
  days: string[];
  notices: string[];
  consumer: Consumer;
  /** As the first run left things: what a test changes is changed for every run after. */
  options: SessionOptions;
  start: (more?: { overlapDays?: number; consumerKey?: string }) => Promise<RotationRecord>;
  resume: (more?: { retireNow?: boolean }) => Promise<RotationRecord>;
  cancel: () => Promise<RotationRecord>;
};

type BenchOptions = LoopbackOrgOptions & { parts?: PutApp; app?: ClientApp; apiVersion?: string; switchOn?: boolean };

let admins = 0;

/** An app with client credentials, its pair stored, in an org that lets its admin work with secrets. */
export const createBench = async ({
  app = backendApp(),
  apiVersion = '67.0',
  switchOn = true,
  ...orgOptions
}: BenchOptions = {}): Promise<RotationBench> => {
  admins += 1;
  const admin = { username: `admin${admins}@acme.example`, adminPermissions: { add: ['ViewClientSecret'] } };
  const stage = await createStage({ ...admin, ...orgOptions });
  const { org, consumer } = stage;
  if (switchOn) putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
  const connection = await signIn(org, apiVersion);
  failBrokenAnswers(connection, 2000);
  const store = createStore({ current: credentialOf(consumer) });
  const days: string[] = [];
  const notices: string[] = [];
  const options: SessionOptions = {
    connection,
    org: 'uat',
    name: app.name,
    subject: () => Promise.resolve({ app, recordDay: (day) => Promise.resolve(void days.push(day)) }),
    store,
    allowSettingChange: false,
    waitMs: 0,
    events: { stage: () => undefined, status: () => undefined, notice: (text) => void notices.push(text) },
  };
  const found = async (): Promise<RotationRecord> => {
    const record = await findUnfinished(org.organizationId, app.name);
    if (!record || record.kind === 'certificate' || record.kind === 'guided')
      throw new Error('No rotation of a secret is under way.');
    return record;
  };
  return {
    stage,
    connection,
    store,
    days,
    notices,
    consumer,
    options,
    start: ({ overlapDays = 7, consumerKey } = {}) => startRotation(options, { consumerKey, overlapDays }),
    resume: async ({ retireNow = false } = {}) => resumeRotation(options, await found(), { retireNow }),
    cancel: async () => undoRotation(options, await found()),
  };
};

/** The answer of the token endpoint to a pair. */
export const statusFor = async (
  { stage }: RotationBench,
  pair: { key: string; secret: string } | { consumerKey: string; consumerSecret?: string } | undefined,
): Promise<number> => {
  if (!pair) return 0;
  const [key, secret] =
    'key' in pair ? [pair.key, pair.secret] : [pair.consumerKey, pair.consumerSecret ?? 'there is none'];
  const form = { grant_type: 'client_credentials', client_id: key, client_secret: secret };
  return (await requestToken(stage.org, form)).status;
};

/** Exactly one pair works: the org's own, which is the store's current one. Nothing else is left anywhere. */
export const expectSettled = async (bench: RotationBench): Promise<void> => {
  const { consumer, store } = bench;
  expect(consumer.staged, 'slot').to.equal(undefined);
  expect(Object.keys(store.versions), 'store').to.deep.equal(['current']);
  expect(store.versions.current).to.include({ consumerKey: consumer.key, consumerSecret: consumer.secret });
  expect(await statusFor(bench, store.versions.current), 'current').to.equal(200);
  expect(store.versions.current).to.not.have.property('validUntil');
};

/** Makes a run fail once it has come to a stage; the next run finds things as they were left there. */
export const stops: Record<string, (bench: RotationBench) => void> = {
  'before it asked for a pair': ({ stage }) => {
    stage.org.faults.onRequest = ({ method, path }) =>
      method === 'POST' && path.endsWith('/staged') ? refusal : undefined;
  },
  'with the pair staged': ({ stage }) => {
    stage.org.faults.onRequest = ({ path }) => (/\/staged\/\w+$/.test(path) ? refusal : undefined);
  },
  'with the pair stored': ({ stage }) => {
    stage.org.faults.onRequest = ({ path }) =>
      path.endsWith('/oauth2/token') ? { status: 400, body: { error: 'invalid_client' } } : undefined;
  },
  'with the pair verified': ({ stage }) => {
    stage.org.faults.onRequest = ({ method }) => (method === 'PATCH' ? refusal : undefined);
  },
  'with the pair promoted': (bench) => failWrites(bench, 'previous'),
  'with the store half changed': (bench) => failWrites(bench, 'current'),
};

const refusal = {
  status: 403,
  body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
};

/** The store refuses one version until it is mended. */
export const failWrites = ({ options, store }: RotationBench, refused: string): void => {
  options.store = {
    ...store,
    write: (address, version, credential) =>
      version === refused ? Promise.reject(new Error('the store is full')) : store.write(address, version, credential),
  };
};

/** Takes every fault away. */
export const mend = (bench: RotationBench): void => {
  delete bench.stage.org.faults.onRequest;
  delete bench.stage.org.faults.afterRequest;
  bench.options.store = bench.store;
};

/** Starts a rotation that comes as far as the stop, and mends what stopped it. */
export const stopAt = async (bench: RotationBench, stop: string): Promise<SfError> => {
  stops[stop]?.(bench);
  const error = await failureOf(bench.start());
  mend(bench);
  return error;
};

/** The error names a command that goes on. */
export const expectWayOut = ({ name, message, actions }: SfError): void => {
  expect(actions?.join('\n'), `${name}: ${message}`).to.match(/"sf clientapp rotate (resume|cancel|start) --name Erp/);
};
