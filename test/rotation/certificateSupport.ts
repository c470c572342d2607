import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import type { ClientApp } from '../../src/app/clientApp.js';
import { createCertificate } from '../../src/certificate/createCertificate.js';
import { privateKeyText } from '../../src/certificate/privateKey.js';
import { failBrokenAnswers } from '../../src/org/brokenAnswers.js';
import type { AnyRotation } from '../../src/rotation/anyRotation.js';
import {
  resumeCertificateRotation,
  startCertificateRotation,
  undoCertificateRotation,
} from '../../src/rotation/certificate/session.js';
import { tryLogin } from '../../src/rotation/certificate/login.js';
import type { CertificateRotation } from '../../src/rotation/certificate/types.js';
import { findUnfinished } from '../../src/rotation/journal.js';
import { JournalFile } from '../../src/rotation/journalFile.js';
import type { SessionOptions } from '../../src/rotation/session.js';
import { createStore, key } from '../certificate/support.js';
import { signIn } from '../deployment/support.js';
import type { OrgRequest } from '../org/http/exchange.js';
import type { Consumer } from '../org/metadata/index.js';
import { putConnectedApp } from '../org/testing.js';
import { appOf, createStage, robot, type Stage } from '../verify/support.js';

export const registrations = ['external-client-app', 'connected-app'] as const;
export type Registration = (typeof registrations)[number];

const jwtApp = (registration: Registration, more = ''): ClientApp =>
  appOf(`registration: ${registration}
model: backend
flow: jwt-bearer
scopes: { api: Reads orders, refresh_token: The org wants it }
identity: { user: ${robot} }
${more}`);

let certificate: Promise<string> | undefined;

/** Keys and their certificates are slow to make: one serves every test. */
export const oldCertificate = (): Promise<string> =>
  (certificate ??= createCertificate({ privateKey: key, commonName: 'Erp', days: 30, now: new Date() }));

export type CertificateBench = {
  stage: Stage;
  options: SessionOptions;
  store: ReturnType<typeof createStore>;
  days: string[];
  notices: string[];
  consumer: Consumer;
  /** Fingerprint of the certificate that the org has now. */
  held: () => string | undefined;
  start: () => Promise<CertificateRotation>;
  resume: () => Promise<CertificateRotation>;
  cancel: () => Promise<CertificateRotation>;
};

const putApp = async (stage: Stage, registration: Registration): Promise<Consumer> => {
  const pem = await oldCertificate();
  if (registration === 'external-client-app')
    return stage.put({
      global: { certificate: pem, isClientCredentialsFlowEnabled: 'false' },
      settings: { commaSeparatedOauthScopes: 'Api, RefreshToken' },
      policy: { clientCredentialsFlowUser: '' },
    });
  const { metadata } = stage.org.state;
  metadata.components = metadata.components.filter(({ type }) => !/^(ExternalClientApp|ExtlClnt)/.test(type));
  metadata.consumers = [];
  return putConnectedApp(stage.org, 'Erp', {
    label: 'Erp of Acme',
    oauthConfig: {
      callbackUrl: 'https://localhost/callback',
      certificate: pem,
      isAdminApproved: 'true',
      scopes: ['Api', 'RefreshToken'],
    },
    permissionSetName: ['Erp_Access'],
  });
};

let admins = 0;

/** An app that signs in with a certificate, its key stored. */
export const createCertificateBench = async (
  registration: Registration,
  { fields = '' }: { fields?: string } = {},
): Promise<CertificateBench> => {
  admins += 1;
  const stage = await createStage({ username: `keeper${admins}@acme.example` });
  const { org } = stage;
  const app = jwtApp(registration, fields);
  const consumer = await putApp(stage, registration);
  const connection = await signIn(org, '67.0');
  failBrokenAnswers(connection, 2000);
  const store = createStore({
    current: {
      consumerKey: consumer.key,
      privateKey: privateKeyText(key),
      storedAt: '2026-01-01T00:00:00.000Z',
      state: 'confirmed',
    },
  });
  const days: string[] = [];
  const notices: string[] = [];
  const options: SessionOptions = {
    connection,
    org: 'uat',
    name: 'Erp',
    subject: () => Promise.resolve({ app, recordDay: (day) => Promise.resolve(void days.push(day)) }),
    store,
    allowSettingChange: false,
    waitMs: 0,
    events: { stage: () => undefined, status: () => undefined, notice: (text) => void notices.push(text) },
  };
  const found = async (): Promise<CertificateRotation> => {
    const record: AnyRotation | undefined = await findUnfinished(org.organizationId, 'Erp');
    if (record?.kind !== 'certificate') throw new Error('No rotation of a certificate is under way.');
    return record;
  };
  const held = (): string | undefined => {
    const holder = registration === 'connected-app' ? 'ConnectedApp' : 'ExtlClntAppGlobalOauthSettings';
    const { fields } = org.state.metadata.components.find(({ type }) => type === holder) ?? {};
    const group = registration === 'connected-app' ? (fields?.['oauthConfig'] as Record<string, unknown>) : fields;
    return new X509Certificate(String(group?.['certificate'])).fingerprint256;
  };
  return {
    stage,
    options,
    store,
    days,
    notices,
    consumer,
    held,
    start: () => startCertificateRotation(options),
    resume: async () => resumeCertificateRotation(options, await found()),
    cancel: async () => undoCertificateRotation(options, await found()),
  };
};

/** Whether the org gives a token to the key that the store has as current. */
export const worksNow = async ({ options, store, consumer }: CertificateBench): Promise<boolean> => {
  const privateKey = store.versions.current?.privateKey ?? '';
  const holder = { consumerKey: consumer.key, username: robot, privateKey };
  const { connection } = options;
  return (await tryLogin(connection, holder, { waitMs: 0, clock: () => new Date(), onStatus: () => undefined })).ok;
};

/** One working key, in the store and in the org, and nothing else anywhere. */
export const expectOneWorkingKey = async (bench: CertificateBench, where = ''): Promise<void> => {
  const { store, consumer } = bench;
  expect(Object.keys(store.versions), `${where}: store`).to.deep.equal(['current']);
  expect(store.versions.current, where).to.include({ consumerKey: consumer.key, state: 'confirmed' });
  expect(await worksNow(bench), `${where}: the stored key works`).to.equal(true);
};

/** The same, and whether it is the one from before. */
export const expectSettled = async (bench: CertificateBench, which: 'old' | 'new'): Promise<void> => {
  const { store, held } = bench;
  await expectOneWorkingKey(bench);
  const old = new X509Certificate(await oldCertificate());
  const isOld = old.checkPrivateKey(createPrivateKey(store.versions.current?.privateKey ?? ''));
  expect(isOld, 'the old key is in the store').to.equal(which === 'old');
  expect(held() === old.fingerprint256, 'the org has the old certificate').to.equal(which === 'old');
};

class Killed extends Error {}

/** The requests that a rotation of a certificate depends on; a kill at one that only reads is one after the effect before. */
const countsAsEffect = ({ method, path, body }: OrgRequest): boolean =>
  path.endsWith('/oauth2/token') ||
  (method === 'POST' && (path.endsWith('/deployRequest') || (path.includes('/Soap/m/') && body.includes('deploy>'))));

/**
 * Kills the run at its n-th effect: a line in the journal, a write of the store, a token, a deploy. From then on nothing that
 * it does has any effect, and what it did before nobody lives to see.
 */
export const killAt = (bench: CertificateBench, n: number, moment: 'before' | 'after'): { effects: () => number } => {
  const state = { count: 0, isDead: false };
  const reach = (): boolean => {
    state.count += 1;
    return state.count === n;
  };
  const die = (): never => {
    state.isDead = true;
    throw new Killed();
  };
  const effect = async <T>(run: () => Promise<T>): Promise<T> => {
    if (state.isDead) throw new Killed();
    const isNow = reach();
    if (isNow && moment === 'before') die();
    const result = await run();
    return isNow ? die() : result;
  };
  const { store, options } = bench;
  options.store = {
    ...store,
    read: (address) => (state.isDead ? Promise.reject(new Killed()) : store.read(address)),
    write: (...args) => effect(() => store.write(...args)),
    remove: (...args) => effect(() => store.remove(...args)),
  };
  // The dead do not try again.
  options.events.status = () => (state.isDead ? die() : undefined);
  JournalFile.prototype.write = function (this: JournalFile) {
    return effect(() => writeJournal.call(this));
  };
  const fail = (request: OrgRequest, at: 'before' | 'after'): 'reset' | undefined => {
    if (!state.isDead && moment === at && countsAsEffect(request) && reach()) state.isDead = true;
    return state.isDead ? 'reset' : undefined;
  };
  const { faults } = bench.stage.org;
  faults.onRequest = (request) => fail(request, 'before');
  faults.afterRequest = (request) => fail(request, 'after');
  return { effects: () => state.count };
};

const writeJournal: (this: JournalFile) => ReturnType<JournalFile['write']> = Reflect.get<JournalFile, 'write'>(
  JournalFile.prototype,
  'write',
);

/** The next run finds things as the killed one left them. */
export const revive = ({ options, store, stage }: CertificateBench): void => {
  options.store = store;
  options.events.status = () => undefined;
  JournalFile.prototype.write = writeJournal;
  delete stage.org.faults.onRequest;
  delete stage.org.faults.afterRequest;
};
