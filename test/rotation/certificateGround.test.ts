import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { decodeJwt } from 'jose';
import sinon from 'sinon';
import { privateKeyText } from '../../src/certificate/privateKey.js';
import type { OrgConnection } from '../../src/org/connection.js';
import { tryLogin } from '../../src/rotation/certificate/login.js';
import { key } from '../certificate/support.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import {
  createCertificateBench,
  expectSettled,
  killAt,
  oldCertificate,
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

  const audienceAt = async (instanceUrl: string, isSandbox: boolean | undefined): Promise<unknown> => {
    const fetched = sinon.stub(globalThis, 'fetch').callsFake(() =>
      Promise.resolve(
        new Response(JSON.stringify({ error: 'invalid_grant', error_description: 'invalid assertion' }), {
          status: 400,
          headers: { 'Content-Type': 'application/json' },
        }),
      ),
    );
    const records = isSandbox === undefined ? [] : [{ IsSandbox: isSandbox }];
    const answer = { records, totalSize: records.length, done: true };
    const connection = { instanceUrl, query: () => Promise.resolve(answer) } as unknown as OrgConnection;
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
