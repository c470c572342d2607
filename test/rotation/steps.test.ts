import { X509Certificate } from 'node:crypto';
import os from 'node:os';
import { syncBuiltinESMExports } from 'node:module';
import { expect } from 'chai';
import sinon from 'sinon';
import type { OrgConnection } from '../../src/org/connection.js';
import { act as actOnCertificate } from '../../src/rotation/certificate/act.js';
import type { AppMetadata } from '../../src/rotation/certificate/appMetadata.js';
import type { CertificateRotation } from '../../src/rotation/certificate/types.js';
import { act as actOnGuided } from '../../src/rotation/guided/act.js';
import type { GuidedRotation } from '../../src/rotation/guided/types.js';
import { problemError } from '../../src/rotation/problems.js';
import { RotationStages } from '../../src/rotation/rotationStages.js';
import { act as actOnSecret } from '../../src/rotation/secret/act.js';
import { askWithPair } from '../../src/rotation/secret/askWithPair.js';
import { provePair } from '../../src/rotation/secret/prove.js';
import { operator } from '../../src/rotation/session.js';
import type { RotationSubject } from '../../src/rotation/subject.js';
import type { RotationRecord } from '../../src/rotation/types.js';
import type { StoredCredential, StoredVersions } from '../../src/secrets/store.js';
import { createStore, keyText, now } from '../certificate/support.js';
import { failureOf } from '../deployment/support.js';
import { appOf, backendApp } from '../verify/support.js';
import { oldCertificate } from './certificateSupport.js';

const [oldKey, newKey] = ['3MVG9.old_key.0123456789', '3MVG9.new_key.0123456789'];
const orgId = '00D000000000001EAA';
const connection = {
  instanceUrl: 'https://acme.my.salesforce.com',
  getAuthInfoFields: () => ({ orgId }),
} as unknown as OrgConnection;

const base = {
  id: '1',
  app: 'Erp',
  orgId,
  org: 'uat',
  by: 'jane on desk',
  store: 'memory',
  stage: 'stored',
  startedAt: now.toISOString(),
  verified: { next: false, current: false },
  recorded: false,
  notes: [],
} as const;

const stored = (more: Partial<StoredCredential>): StoredCredential => ({
  consumerKey: newKey,
  storedAt: now.toISOString(),
  state: 'prepared',
  ...more,
});

/** What steps work with, around a store. */
const workWith = (versions: StoredVersions, app = backendApp()) => {
  const store = createStore(versions);
  const days: string[] = [];
  const subject = (): Promise<RotationSubject> =>
    Promise.resolve({ app, recordDay: (day) => Promise.resolve(void days.push(day)) });
  const events = { stage: () => undefined, status: () => undefined, notice: () => undefined };
  return {
    store,
    days,
    work: { connection, subject, store, waitMs: 0, events, clock: () => now, note: () => Promise.resolve() },
  };
};

describe('a step of a rotation that finds less than it was planned with', () => {
  const certificate = (more: Partial<CertificateRotation> = {}): CertificateRotation => ({
    ...base,
    notes: [],
    kind: 'certificate',
    registration: 'external-client-app',
    consumerKey: oldKey,
    username: 'erp@acme.example',
    oldWorked: true,
    ...more,
  });
  const nothing: AppMetadata = {
    registration: 'external-client-app',
    components: [{ type: 'ConnectedApp', fullName: 'Erp', root: { name: 'ConnectedApp', children: [] } as never }],
    consumerKey: undefined,
    certificate: undefined,
  };

  it('goes back to the old certificate when the store does not give the new key back', async () => {
    const record = certificate({ oldCertificate: await oldCertificate() });
    const { back } = await actOnCertificate(workWith({}).work, record, { do: 'verify-next' }, nothing);
    expect(back).to.deep.equal({
      why: 'the org refused the new key (the store does not give it back)',
      ending: 'failed',
    });
  });

  it('leaves it to a person when no old certificate is known', async () => {
    const { work } = workWith({});
    const error = await failureOf(actOnCertificate(work, certificate(), { do: 'verify-next' }, nothing));
    expect(error.name).to.equal('RotationNotVerifiedError');
    expect(error.message).to.equal('The new key of Erp does not work in uat: the store does not give it back');
    expect(error.actions?.join('\n')).to.contain('sf clientapp verify --name Erp').and.contain('rotate resume');
  });

  it('says after a way back that the old key is gone, and that it had not worked before', async () => {
    const record = certificate({ oldWorked: false, back: { why: 'it was cancelled', ending: 'cancelled' } });
    const { back, notes } = await actOnCertificate(workWith({}).work, record, { do: 'verify-old' }, nothing);
    expect(back?.tried).to.equal(true);
    expect(notes).to.deep.equal([
      'Rolled back: it was cancelled. The org has the old certificate again, but the old key does not work: the store does not give it back. It did not work before this rotation either.',
    ]);
  });

  it('makes a key of the least length when the old certificate is not known', async () => {
    const { work, store } = workWith({});
    const record = await actOnCertificate(work, certificate(), { do: 'make-key', note: 'Started over.' }, nothing);
    const made = new X509Certificate(record.newCertificate ?? '');
    expect(made.publicKey.asymmetricKeyDetails?.modulusLength).to.equal(2048);
    expect(record.notes).to.deep.equal(['Started over.']);
    expect(store.versions.next)
      .to.include({ consumerKey: oldKey, state: 'prepared' })
      .and.not.have.property('consumerSecret');
  });

  it('never deploys, restores or records a certificate that the journal does not have', async () => {
    const { work, days } = workWith({});
    for (const step of ['deploy', 'restore', 'verify-old'] as const) {
      const error = await failureOf(actOnCertificate(work, certificate(), { do: step }, nothing));
      expect(error.message, step).to.equal('The journal lacks what this step of the rotation needs.');
    }
    const { app } = await work.subject();
    const project = { root: '/nowhere', manifest: 'x', base: app, environment: undefined, certificateFile: undefined };
    const subject = async (): Promise<RotationSubject> => ({ ...(await work.subject()), project });
    for (const newCertificate of [undefined, 'no certificate']) {
      const record = certificate({ newCertificate });
      const error = await failureOf(actOnCertificate({ ...work, subject }, record, { do: 'record' }, nothing));
      expect(error.message).to.contain('The journal lacks');
    }
    expect(days).to.deep.equal([]);
  });

  it('goes back for a reason that the plan gives', async () => {
    const record = certificate();
    const step = { do: 'go-back', why: 'the store had lost the new key' } as const;
    expect((await actOnCertificate(workWith({}).work, record, step, nothing)).back).to.deep.equal({
      why: 'the store had lost the new key',
      ending: 'failed',
    });
  });

  it('does no harm to a store whose swap is over', async () => {
    const versions = { current: stored({ privateKey: keyText, consumerSecret: 's', state: 'confirmed' }) };
    const after = structuredClone(versions);
    const key = workWith(structuredClone(versions));
    expect(await actOnCertificate(key.work, certificate(), { do: 'swap-store' }, nothing)).to.have.property(
      'swappedAt',
    );
    expect(key.store.versions).to.deep.equal(after);

    const secret = workWith(structuredClone(versions));
    const record = { ...secretRecord, newKey };
    expect(await actOnSecret(secret.work, record, { do: 'swap-store' })).to.equal(record);
    expect(secret.store.versions).to.deep.equal(after);

    const guided = workWith(structuredClone(versions));
    await actOnGuided(guided.work, guidedRecord, { do: 'swap-store' });
    expect(guided.store.versions).to.deep.equal(after);
  });

  const secretRecord: RotationRecord = {
    ...base,
    notes: [],
    appId: '0xI000000000001',
    consumerId: '888000000000001',
    userId: '005000000000001',
    oldKey,
    overlapDays: 7,
  };
  const guidedRecord: GuidedRotation = { ...base, notes: [], kind: 'guided', oldKey, newKey, oldRefused: false };

  it('keeps the private key of an app that has a secret besides, which no rotation of the secret concerns', async () => {
    const next = stored({ consumerSecret: 'new', validUntil: now.toISOString() });
    const versions = { current: stored({ consumerKey: oldKey, consumerSecret: 'old', privateKey: keyText }), next };
    const secret = workWith(structuredClone(versions));
    await actOnSecret(secret.work, { ...secretRecord, newKey }, { do: 'swap-store' });
    const guided = workWith(structuredClone(versions));
    await actOnGuided(guided.work, guidedRecord, { do: 'swap-store' });
    for (const { store } of [secret, guided]) {
      expect(store.versions.current).to.include({ consumerKey: newKey, consumerSecret: 'new', privateKey: keyText });
      expect(store.versions.previous).to.include({ consumerKey: oldKey, consumerSecret: 'old' });
      expect(store.versions).to.not.have.property('next');
    }
    expect(secret.store.versions.current).to.not.have.property('validUntil');
  });

  it('writes the day of the promotion down, or that of today when nobody saw it', async () => {
    for (const [promotedAt, day] of [
      ['2026-11-20T23:59:59.000Z', '2026-11-20'],
      [undefined, '2026-11-23'],
    ] as const) {
      const { work, days } = workWith({});
      expect(await actOnSecret(work, { ...secretRecord, promotedAt }, { do: 'record' })).to.include({ recorded: true });
      await actOnGuided(work, { ...guidedRecord, promotedAt }, { do: 'record' });
      await actOnCertificate(work, certificate({ promotedAt }), { do: 'record' }, nothing);
      expect(days).to.deep.equal([day, day, day]);
    }
  });

  it('proves nothing with a pair that the store does not give back', async () => {
    const options = { org: 'uat', waitMs: 0, onStatus: () => undefined };
    for (const [version, way] of [
      ['next', 'rotate cancel'],
      ['current', 'The old pair still works. Go on: "sf clientapp rotate resume'],
    ] as const) {
      const error = await failureOf(provePair(connection, backendApp(), createStore(), version, options));
      expect(error.message).to.equal(
        `The ${version} pair of Erp does not work in uat: the store memory does not give it back`,
      );
      expect(error.actions?.join()).to.contain(way);
    }
  });
});

describe('a pair whose flow takes a person', () => {
  afterEach(() => sinon.restore());

  const ask = (
    app = appOf(`model: web\nscopes: { api: a, refresh_token: b }\ncallbackUrls: ['https://acme.example/cb']`),
  ) =>
    askWithPair(connection.instanceUrl, app, stored({ consumerSecret: 'secretOfErp' }), {
      waitMs: 0,
      onStatus: () => undefined,
    });
  const answerWith = (status: number, body: object) =>
    sinon
      .stub(globalThis, 'fetch')
      .callsFake(() =>
        Promise.resolve(
          new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }),
        ),
      );

  it('is not proven by a token for a code that nobody was given', async () => {
    answerWith(200, { access_token: 'x', token_type: 'Bearer' });
    const answer = await ask();
    expect(answer).to.deep.equal({
      kind: 'refused',
      refusal: { error: 'unusable-answer', description: 'a token for a made-up code' },
    });
  });

  it('is asked about with a callback that is nobody’s when the app has none', async () => {
    const fetched = answerWith(400, { error: 'invalid_grant', error_description: 'invalid authorization code' });
    const app = appOf(`model: web\nscopes: { api: a, refresh_token: b }\ncallbackUrls: ['https://acme.example/cb']`);
    expect(await ask({ ...app, callbackUrls: [] })).to.deep.equal({ kind: 'unproven' });
    const form = fetched.firstCall.args[1]?.body as URLSearchParams;
    expect(form.get('redirect_uri')).to.equal('https://callback.invalid/');
  });
});

describe('what people are told of a rotation', () => {
  afterEach(() => {
    sinon.restore();
    syncBuiltinESMExports();
  });

  it('has notices at the end of the display, once', () => {
    const warned: string[] = [];
    const stages = new RotationStages({
      kind: undefined,
      title: 'Rotating',
      org: 'uat',
      jsonEnabled: true,
      warn: (text) => void warned.push(text),
    });
    stages.events.stage('Looking');
    stages.events.notice('The setting was put back');
    expect(warned).to.deep.equal([]);
    stages.stop('completed');
    stages.stop('failed');
    expect(warned).to.deep.equal(['The setting was put back']);
  });

  it('names the host alone where the machine knows no user', () => {
    expect(operator()).to.equal(`${os.userInfo().username}@${os.hostname()}`);
    sinon.stub(os, 'userInfo').throws(new Error('no such user'));
    syncBuiltinESMExports();
    expect(operator()).to.equal(os.hostname());
  });

  it('tells two ways out of another pair in the store, by whether the org has the new one; keys are masked', () => {
    const about = { app: 'Erp', org: 'uat', store: 'memory', newKey };
    expect(problemError('other-pair-stored', about).actions?.join())
      .to.contain('--consumer-key')
      .and.contain('rotate cancel');
    const after = problemError('other-pair-stored', { ...about, promotedAt: now.toISOString() }).actions?.join();
    expect(after).to.contain('"sf clientapp credential set"').and.contain('rotate resume').and.not.contain(newKey);
  });
});
