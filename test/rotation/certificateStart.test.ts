import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { createCertificate } from '../../src/certificate/createCertificate.js';
import { privateKeyText } from '../../src/certificate/privateKey.js';
import { startCertificateRotation } from '../../src/rotation/certificate/session.js';
import { readRotations } from '../../src/rotation/journal.js';
import { reportOf } from '../../src/rotation/report.js';
import type { StoredCredential } from '../../src/secrets/store.js';
import { otherKey } from '../certificate/support.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { appOf, backendApp, robot } from '../verify/support.js';
import { createCertificateBench, expectSettled, type CertificateBench } from './certificateSupport.js';

describe('start of a certificate rotation', () => {
  useTemporaryHome();
  let bench: CertificateBench;
  beforeEach(async () => (bench = await createCertificateBench('external-client-app')));
  afterEach(() => bench.stage.org.stop());

  const next = (storedAt: string): StoredCredential => ({
    consumerKey: bench.consumer.key,
    privateKey: privateKeyText(otherKey),
    storedAt,
    state: 'prepared',
  });

  const putCertificate = (certificate: string): unknown =>
    bench.stage.put({
      global: { certificate, isClientCredentialsFlowEnabled: 'false' },
      settings: { commaSeparatedOauthScopes: 'Api, RefreshToken' },
      policy: { clientCredentialsFlowUser: '' },
    });

  /** Refused with this name, and nothing was done. */
  const expectRefused = async (name: string): Promise<string> => {
    const before = [bench.held(), JSON.stringify(Object.keys(bench.store.versions))];
    const error = await failureOf(bench.start());
    expect(error.name, error.message).to.equal(name);
    expect([bench.held(), JSON.stringify(Object.keys(bench.store.versions))]).to.deep.equal(before);
    expect(bench.store.log).to.deep.equal([]);
    return `${error.message}\n${error.actions?.join('\n')}`;
  };

  it('is refused for the app that sf is signed in with', async () => {
    const { connection } = bench.options;
    const fields = connection.getAuthInfoFields();
    connection.getAuthInfoFields = () => ({ ...fields, clientId: bench.consumer.key });
    await expectRefused('OwnConnectionError');
  });

  it('is refused when the store has the key of another app', async () => {
    bench.store.versions.current = { ...bench.store.versions.current!, consumerKey: 'another' };
    expect(await expectRefused('OtherCredentialStoredError')).to.contain('sf clientapp deploy --name Erp');
  });

  it('is refused for a reason that another key would not change', async () => {
    const { org, access } = bench.stage;
    const rows = org.org.records('PermissionSetAssignment');
    rows.splice(0, rows.length, ...rows.filter(({ PermissionSetId }) => PermissionSetId !== access));
    expect(await expectRefused('AppNotWorkingError')).to.contain('not admin approved');
  });

  it('says which permission is missing', async () => {
    const { org } = bench.stage;
    const rows = org.org.records('PermissionSetAssignment');
    rows.length = 0;
    expect(await expectRefused('MetadataRefusedError')).to.contain('Modify Metadata Through Metadata API Functions');
  });

  it('is refused for an app without a certificate, naming what it has', async () => {
    const project = {
      root: '/nowhere',
      manifest: 'x',
      base: backendApp(),
      environment: undefined,
      certificateFile: undefined,
    };
    bench.options.subject = () => Promise.resolve({ app: backendApp(), project, recordDay: () => Promise.resolve() });
    expect(await expectRefused('NoCertificateToRotateError')).to.contain('--credential secret');
  });

  it('needs to know whom the app signs in as', async () => {
    const { user: _, ...identity } = backendApp().identity;
    const app = {
      ...appOf(
        'model: backend\nflow: jwt-bearer\nscopes: { api: a, refresh_token: b }\nidentity: { user: a@b.example }',
      ),
      identity,
    };
    bench.options.subject = () => Promise.resolve({ app, recordDay: () => Promise.resolve() });
    expect(await expectRefused('IntegrationUserUnknownError')).to.contain('--integration-user');
    await startCertificateRotation(bench.options, { integrationUser: robot });
    await expectSettled(bench, 'new');
  });

  it('leaves a fresh next key of somebody else alone', async () => {
    bench.store.versions.next = next(new Date().toISOString());
    await expectRefused('RotationElsewhereError');
  });

  it('drops a stale next key that the org does not use', async () => {
    bench.store.versions.next = next('2026-01-01T00:00:00.000Z');
    await bench.start();
    await expectSettled(bench, 'new');
    expect(bench.store.versions.current?.privateKey).to.not.equal(privateKeyText(otherKey));
  });

  it('takes over what a run on a lost machine had deployed', async () => {
    putCertificate(await createCertificate({ privateKey: otherKey, commonName: 'Erp', days: 30, now: new Date() }));
    bench.store.versions.next = next(new Date().toISOString());
    const held = bench.held();
    const record = await bench.start();
    expect(record.stage).to.equal('retired');
    expect(bench.held(), 'no deploy').to.equal(held);
    await expectSettled(bench, 'new');
    expect(reportOf(record)).to.not.have.property('cutOver');
    expect(record.notes.join()).to.contain('from a run on another machine');
  });

  it('replaces a key that does not work any more', async () => {
    putCertificate(await createCertificate({ privateKey: otherKey, commonName: 'Erp', days: 30, now: new Date() }));
    const record = await bench.start();
    expect(record.notes[0]).to.equal('The old key gave no token before this rotation began.');
    await expectSettled(bench, 'new');
  });

  for (const [what, privateKey] of [
    ['damaged', privateKeyText(otherKey).slice(0, 300)],
    ['locked', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n'],
    ['for another algorithm', privateKeyText(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
  ] as const)
    it(`replaces a stored key that is ${what}`, async () => {
      bench.store.versions.current = { ...bench.store.versions.current!, privateKey };
      const record = await bench.start();
      expect(record.stage).to.equal('retired');
      expect(record.notes[0]).to.equal('The old key gave no token before this rotation began.');
      await expectSettled(bench, 'new');
    });

  it('adds the key to a store that has the secret alone', async () => {
    const { privateKey: _, ...current } = bench.store.versions.current!;
    bench.store.versions.current = { ...current, consumerSecret: 'secretOfErp' };
    await bench.start();
    expect(bench.store.versions.current).to.include({ consumerSecret: 'secretOfErp' });
    await expectSettled(bench, 'new');
  });

  it('fills a store that has no key', async () => {
    delete bench.store.versions.current;
    const { notes } = await bench.start();
    expect(notes[0]).to.contain('Programs that read theirs elsewhere must be given the new one');
    await expectSettled(bench, 'new');
  });

  it('keeps the consumer secret of an app that has one, too', async () => {
    bench.store.versions.current = { ...bench.store.versions.current!, consumerSecret: 'secretOfErp' };
    await bench.start();
    expect(bench.store.versions.current).to.include({ consumerSecret: 'secretOfErp' });
  });

  it('stops at a certificate that somebody else deploys meanwhile, and can be ended', async () => {
    const foreign = await createCertificate({ privateKey: otherKey, commonName: 'Other', days: 30, now: new Date() });
    const { store } = bench;
    bench.options.store = {
      ...bench.store,
      write: async (address, version, credential) => {
        await store.write(address, version, credential);
        throw new Error('the store is slow');
      },
    };
    await failureOf(bench.start());
    bench.options.store = bench.store;
    putCertificate(foreign);
    expect((await failureOf(bench.resume())).name).to.equal('CertificateChangedElsewhereError');
    const record = await bench.cancel();
    expect(record.stage).to.equal('failed');
    expect(bench.held()).to.equal(new X509Certificate(foreign).fingerprint256);
    expect(Object.keys(bench.store.versions)).to.deep.equal(['current']);
    expect((await readRotations()).at(-1)).to.include({ stage: 'failed' });
  });
});
