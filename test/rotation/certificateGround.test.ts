import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { decodeJwt } from 'jose';
import sinon from 'sinon';
import { createCertificate } from '../../src/certificate/createCertificate.js';
import { privateKeyText } from '../../src/certificate/privateKey.js';
import type { OrgConnection } from '../../src/org/connection.js';
import { readAppMetadata } from '../../src/rotation/certificate/appMetadata.js';
import { tryLogin } from '../../src/rotation/certificate/login.js';
import { key, otherKey } from '../certificate/support.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { putConnectedApp } from '../org/testing.js';
import {
  createCertificateBench,
  expectSettled,
  killAt,
  oldCertificate,
  registrations,
  revive,
  type CertificateBench,
} from './certificateSupport.js';

describe('what the org has when a certificate is rotated', () => {
  useTemporaryHome();
  let bench: CertificateBench;
  beforeEach(async () => (bench = await createCertificateBench('external-client-app')));
  afterEach(() => bench.stage.org.stop());

  /** Changes what the org holds of the app behind everybody's back. */
  const change = (edit: (fields: Record<string, unknown>) => void): void => {
    const { components } = bench.stage.org.state.metadata;
    for (const { type, fields } of components) if (type === 'ExtlClntAppGlobalOauthSettings') edit(fields);
  };
  const removeApp = (): void => {
    const { metadata } = bench.stage.org.state;
    metadata.components = metadata.components.filter(({ type }) => !/^(ExternalClientApp|ExtlClnt)/.test(type));
    metadata.consumers = [];
  };
  const expectRefused = async (name: string): Promise<string> => {
    const error = await failureOf(bench.start());
    expect(error.name, error.message).to.equal(name);
    expect(bench.store.log).to.deep.equal([]);
    return `${error.message}\n${error.actions?.join('\n')}`;
  };

  it('is no such app', async () => {
    removeApp();
    expect(await expectRefused('ClientAppNotFoundError')).to.contain('sf clientapp list --target-org uat');
  });

  it('is no certificate: the commands that make one are named', async () => {
    change((fields) => delete fields['certificate']);
    expect(await expectRefused('NoCertificateToRotateError')).to.contain(
      '"sf clientapp generate certificate --name Erp',
    );
  });

  it('is no certificate that could be put back', async () => {
    change((fields) => (fields['certificate'] = 'bm90IGEgY2VydGlmaWNhdGU='));
    await expectRefused('CertificateUnreadableError');
  });

  it('is a consumer key that this user is not shown', async () => {
    bench.stage.org.state.metadata.consumers = [];
    await expectRefused('ConsumerKeyUnreadableError');
  });

  it('may be an app that was migrated and is in both families: the manifest says which one counts', async () => {
    const { org } = bench.stage;
    const certificate = await createCertificate({ privateKey: otherKey, commonName: 'Erp', days: 30, now: new Date() });
    putConnectedApp(org, 'Erp', { oauthConfig: { callbackUrl: 'https://localhost/callback', certificate } });
    const { connection } = bench.options;
    const fingerprints = {
      'connected-app': new X509Certificate(certificate).fingerprint256,
      'external-client-app': bench.held(),
    };
    for (const registration of registrations) {
      const app = await readAppMetadata(connection, 'Erp', registration);
      expect(app?.registration).to.equal(registration);
      expect(app?.certificate).to.have.property('fingerprint256', fingerprints[registration]);
    }
  });

  it('may be a certificate without its armour', async () => {
    const { raw } = new X509Certificate(await oldCertificate());
    change((fields) => (fields['certificate'] = raw.toString('base64')));
    await bench.start();
    await expectSettled(bench, 'new');
  });

  describe('in the middle of a rotation', () => {
    beforeEach(async () => {
      killAt(bench, 5, 'after');
      await failureOf(bench.start());
      revive(bench);
      expect(Object.keys(bench.store.versions)).to.include('next');
    });

    it('may be the app no more while the store was half changed: both copies go', async () => {
      const { store } = bench;
      bench.options.store = {
        ...store,
        write: (address, version, credential) =>
          version === 'current'
            ? Promise.reject(new Error('the store is full'))
            : store.write(address, version, credential),
      };
      await failureOf(bench.resume());
      expect(Object.keys(store.versions).sort()).to.deep.equal(['current', 'next', 'previous']);
      revive(bench);
      bench.options.store = store;
      removeApp();
      await bench.cancel();
      expect(Object.keys(store.versions)).to.deep.equal(['current']);
    });

    it('may be the app no more: nothing goes on, and undoing tidies the store', async () => {
      removeApp();
      const { name, message } = await failureOf(bench.resume());
      expect(`${name} ${message}`).to.match(/gone|no longer|no such/i);
      const { stage } = await bench.cancel();
      expect(stage).to.be.oneOf(['cancelled', 'failed']);
      expect(Object.keys(bench.store.versions)).to.deep.equal(['current']);
    });

    for (const [what, certificate] of [
      ['none', undefined],
      ['no certificate', 'bm90IGEgY2VydGlmaWNhdGU='],
    ] as const)
      it(`may be ${what} any more, which is somebody else's doing`, async () => {
        change((fields) => {
          if (certificate === undefined) delete fields['certificate'];
          else fields['certificate'] = certificate;
        });
        const before = JSON.stringify(bench.store.versions);
        const error = await failureOf(bench.resume());
        expect(error.actions?.join('\n'), error.name).to.match(/sf clientapp/);
        expect(JSON.stringify(bench.store.versions), 'the store is left alone').to.equal(before);
      });
  });
});

describe('the audience of an assertion that tries a key', () => {
  afterEach(() => sinon.restore());

  const audienceAt = async (instanceUrl: string, isSandbox: boolean | undefined, refusal?: Error): Promise<unknown> => {
    const records = isSandbox === undefined ? [] : [{ IsSandbox: isSandbox }];
    const answer = { records, totalSize: records.length, done: true };
    const query = () => (refusal ? Promise.reject(refusal) : Promise.resolve(answer));
    const fetched = sinon.stub(globalThis, 'fetch').callsFake(() =>
      Promise.resolve(
        new Response(JSON.stringify({ error: 'invalid_grant', error_description: 'invalid assertion' }), {
          status: 400,
          headers: { 'Content-Type': 'application/json' },
        }),
      ),
    );
    const connection = { instanceUrl, query } as unknown as OrgConnection;
    const login = await tryLogin(
      connection,
      { consumerKey: 'key', username: 'erp@acme.example', privateKey: privateKeyText(key) },
      { waitMs: 0, clock: () => new Date('2026-11-23T10:00:00Z'), onStatus: () => undefined },
    );
    expect(login.ok).to.equal(false);
    const [url, init] = fetched.firstCall.args;
    expect(new URL(url instanceof Request ? url.url : url).origin, 'posted to the org itself').to.equal(instanceUrl);
    const body = init?.body as URLSearchParams;
    return decodeJwt(body.get('assertion') ?? '').aud;
  };

  it('is the sign-in of sandboxes or of production, whatever the address; without an answer, the org', async () => {
    const org = 'https://acme.my.salesforce.com';
    expect(await audienceAt(org, true)).to.equal('https://test.salesforce.com');
    sinon.restore();
    expect(await audienceAt(org, false)).to.equal('https://login.salesforce.com');
    sinon.restore();
    expect(await audienceAt(org, undefined)).to.equal(org);
  });

  it('is the org where that is not told', async () => {
    const refusal = Object.assign(new Error('entity type not supported'), { errorCode: 'INVALID_TYPE' });
    const org = 'https://acme.my.salesforce.com';
    expect(await audienceAt(org, undefined, refusal)).to.equal(org);
  });

  it('is not needed for a key that is none', async () => {
    const fetched = sinon.stub(globalThis, 'fetch').rejects(new Error('nothing is sent'));
    const login = await tryLogin(
      { instanceUrl: 'http://localhost:1' } as OrgConnection,
      { consumerKey: 'key', username: 'erp@acme.example', privateKey: 'hunter2' },
      { waitMs: 60_000, clock: () => new Date(), onStatus: () => undefined },
    );
    expect(login).to.deep.include({ ok: false }).and.have.nested.property('refusal.error', 'unusable-key');
    expect(JSON.stringify(login)).not.to.contain('hunter2');
    expect(fetched.called).to.equal(false);
  });
});
