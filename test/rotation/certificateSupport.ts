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
import type { SessionOptions } from '../../src/rotation/secret/session.js';
import type { SecretStore, StoredVersions } from '../../src/secrets/store.js';
import { createStore, key } from '../certificate/support.js';
import { signIn } from '../deployment/support.js';
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
export const expectSettled = async (bench: CertificateBench, which: 'old' | 'new'): Promise<void> => {
  const { store, held } = bench;
  const old = new X509Certificate(await oldCertificate());
  expect(Object.keys(store.versions), 'store').to.deep.equal(['current']);
  expect(store.versions.current).to.include({ consumerKey: bench.consumer.key, state: 'confirmed' });
  const isOld = old.checkPrivateKey(createPrivateKey(store.versions.current?.privateKey ?? ''));
  expect(isOld, 'the old key is in the store').to.equal(which === 'old');
  expect(held() === old.fingerprint256, 'the org has the old certificate').to.equal(which === 'old');
  expect(await worksNow(bench), 'the stored key works').to.equal(true);
};

export class Killed extends Error {}

/**
 * A store and an org that kill the run at the n-th effect: a write of the store, or a request that changes the org. What it
 * does before or after the effect, nobody lives to see.
 */
export const killAt = (bench: CertificateBench, n: number, moment: 'before' | 'after'): { effects: () => number } => {
  let count = 0;
  let isDead = false;
  const reach = (): boolean => {
    count += 1;
    if (count === n) isDead = true;
    return isDead;
  };
  const effect = async (run: () => Promise<void>): Promise<void> => {
    if (isDead) throw new Killed();
    const isNow = reach();
    if (isNow && moment === 'before') throw new Killed();
    await run();
    if (isNow) throw new Killed();
  };
  const { store } = bench;
  const mortal: SecretStore = {
    ...store,
    read: (address): Promise<StoredVersions> => (isDead ? Promise.reject(new Killed()) : store.read(address)),
    write: (...args) => effect(() => store.write(...args)),
    remove: (...args) => effect(() => store.remove(...args)),
  };
  bench.options.store = mortal;
  const { faults } = bench.stage.org;
  faults.onRequest = () => (isDead || (moment === 'before' && reach()) ? 'reset' : undefined);
  faults.afterRequest = () => (isDead || (moment === 'after' && reach()) ? 'reset' : undefined);
  return { effects: () => count };
};

/** The next run finds things as the killed one left them. */
export const revive = (bench: CertificateBench): void => {
  bench.options.store = bench.store;
  delete bench.stage.org.faults.onRequest;
  delete bench.stage.org.faults.afterRequest;
};
