import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { createCertificate } from '../../src/certificate/createCertificate.js';
import { createPrivateRsaKey, privateKeyText } from '../../src/certificate/privateKey.js';
import type { ClientApp } from '../../src/app/clientApp.js';
import type { StoredCredential } from '../../src/secrets/store.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import type { PutApp } from '../org/testing.js';
import { assign } from '../org/testing.js';
import { appOf, checkOf, createStage, credentialOf, expectCause, expectNoTrace, robot, type Stage } from './support.js';

const jwtApp = (more = ''): ClientApp =>
  appOf(`model: backend
flow: jwt-bearer
scopes: { api: Reads orders, refresh_token: The org wants it }
identity: { user: ${robot} }
credentials: { certificateFile: certificates/Erp.crt }
${more}`);

describe('verify: jwt-bearer', () => {
  useTemporaryHome();
  let stage: Stage;
  let key: KeyObject;
  let certificate: string;

  before(async () => {
    key = await createPrivateRsaKey(2048);
    certificate = await createCertificate({ privateKey: key, commonName: 'Erp', days: 30, now: new Date() });
  });
  beforeEach(async () => {
    stage = await createStage();
    put();
  });
  afterEach(() => stage.org.stop());

  const put = ({ global, settings, policy }: PutApp = {}): unknown =>
    stage.put({
      global: { certificate, isClientCredentialsFlowEnabled: 'false', ...global },
      settings: { commaSeparatedOauthScopes: 'Api, RefreshToken', ...settings },
      policy: { clientCredentialsFlowUser: '', ...policy },
    });

  const credential = (more: Partial<StoredCredential> = {}): StoredCredential => {
    const { consumerSecret: _, ...rest } = credentialOf(stage.consumer);
    return { ...rest, privateKey: privateKeyText(key), ...more };
  };

  const verify = (
    options: Parameters<Stage['verify']>[1] = {},
    current = credential(),
    app = jwtApp(),
  ): ReturnType<Stage['verify']> => stage.verify(app, { negative: false, ...options }, { current });

  it('passes what works and what is refused, and leaves no token behind', async () => {
    const result = await verify({ negative: true });
    expect(result.status, JSON.stringify(result.checks, null, 1)).to.equal('pass');
    for (const id of ['certificate', 'token', 'identity', 'scopes', 'api-call', 'revoke', 'foreign-key', 'other-user'])
      expect(checkOf(result, id).status, id).to.equal('pass');
    expect(checkOf(result, 'other-user').detail).to.contain('not admin approved');
    expect(checkOf(result, 'introspection')).to.include({ status: 'skipped' });
    expect(result.checks.map(({ id }) => id)).to.not.include.members(['wrong-secret', 'refresh']);
    expect(JSON.stringify(result)).to.not.contain('PRIVATE KEY');
    expectNoTrace(stage, result);
  });

  it('skips the other user when nobody is known who may not use the app', async () => {
    assign(stage.org, stage.org.username, stage.access);
    const result = await verify({ negative: true });
    expect(checkOf(result, 'other-user')).to.include({ status: 'skipped' });
  });

  it('other-user-admitted', async () => {
    stage.org.faults.afterRequest = ({ path, body }, _n, answer) => {
      const [, payload = ''] = (new URLSearchParams(body.toString()).get('assertion') ?? '').split('.');
      const { sub } = payload ? (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub?: string }) : {};
      return path.endsWith('/token') && sub === stage.org.username && answer.status !== 200
        ? { status: 200, body: { access_token: '00Dxx!made-up', token_type: 'Bearer', scope: 'api' } }
        : undefined;
    };
    expectCause(await verify({ negative: true }), 'other-user', 'other-user-admitted');
  });

  it('foreign-key-accepted', async () => {
    let asked = 0;
    stage.org.faults.afterRequest = ({ path }, _n, answer) =>
      path.endsWith('/token') && (asked += 1) === 2 && answer.status !== 200
        ? { status: 200, body: { access_token: '00Dxx!made-up', token_type: 'Bearer', scope: 'api' } }
        : undefined;
    expectCause(await verify({ negative: true }), 'foreign-key', 'foreign-key-accepted');
  });

  it('private-key-not-stored', async () => {
    const { privateKey: _, ...current } = credential();
    expectCause(await verify({}, current), 'credential', 'private-key-not-stored');
  });

  it('consumer-key-not-stored', async () => {
    const { actions } = expectCause(
      await verify({}, credential({ consumerKey: '' })),
      'credential',
      'consumer-key-not-stored',
    );
    expect(actions[0]).to.contain('sf clientapp deploy');
  });

  it('private-key-unreadable, and nothing of it is shown', async () => {
    const garbled = credential({ privateKey: '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n' });
    const { detail } = expectCause(await verify({}, garbled), 'credential', 'private-key-unreadable');
    expect(detail).to.not.contain('c2VjcmV0');
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const other = credential({ privateKey: privateKeyText(curve) });
    expect(expectCause(await verify({}, other), 'credential', 'private-key-unreadable').detail).to.contain('RSA');
  });

  it('wrong-audience', async () => {
    const result = await verify({ audience: 'https://test.salesforce.com' });
    const { detail } = expectCause(result, 'token', 'wrong-audience');
    expect(detail)
      .to.contain('made out for https://test.salesforce.com')
      .and.contain('wants https://login.salesforce.com');
  });

  it('clock-skew', async () => {
    const { detail } = expectCause(await verify({ now: () => Date.now() - 3_600_000 }), 'token', 'clock-skew');
    expect(detail).to.contain('60 minutes behind');
  });

  it('certificate-missing', async () => {
    put({ global: { certificate: '' } });
    const result = await verify();
    expectCause(result, 'token', 'certificate-missing');
    expectCause(result, 'certificate', 'certificate-missing');
  });

  it('certificate-expired, although the org still gives a token', async () => {
    const past = new Date(Date.now() - 60 * 86_400_000);
    put({
      global: { certificate: await createCertificate({ privateKey: key, commonName: 'Erp', days: 30, now: past }) },
    });
    expectCause(await verify(), 'certificate', 'certificate-expired');
  });

  it('certificate-unreadable', async () => {
    put({ global: { certificate: 'bm90IGEgY2VydGlmaWNhdGU=' } });
    expectCause(await verify(), 'certificate', 'certificate-unreadable');
  });

  it('certificate-not-yet-valid', async () => {
    const future = new Date(Date.now() + 60 * 86_400_000);
    put({
      global: { certificate: await createCertificate({ privateKey: key, commonName: 'Erp', days: 30, now: future }) },
    });
    expectCause(await verify(), 'certificate', 'certificate-not-yet-valid');
  });

  it('private-key-mismatch', async () => {
    const stranger = credential({ privateKey: privateKeyText(await createPrivateRsaKey(2048)) });
    const result = await verify({}, stranger);
    expectCause(result, 'token', 'private-key-mismatch');
    expectCause(result, 'certificate', 'private-key-mismatch');
  });

  it('signature-refused, when the certificate is not told', async () => {
    const stranger = credential({ privateKey: privateKeyText(await createPrivateRsaKey(2048)) });
    stage.org.faults.onRequest = ({ path, body }) =>
      path.includes('/Soap/m/') && body.includes('retrieve') ? { status: 500, body: '<Envelope/>' } : undefined;
    expectCause(await verify({}, stranger), 'token', 'signature-refused');
  });

  it('jwt-refresh-scope-missing', async () => {
    put({ settings: { commaSeparatedOauthScopes: 'Api' } });
    expectCause(await verify(), 'token', 'jwt-refresh-scope-missing');
  });

  it('self-authorize-unapproved', async () => {
    put({ policy: { permittedUsersPolicyType: 'AllSelfAuthorized' } });
    const { detail } = expectCause(await verify(), 'token', 'self-authorize-unapproved');
    expect(detail).to.contain('lets users authorize it themselves');
  });

  it('user-unknown', async () => {
    const app = { ...jwtApp(), identity: { user: 'nobody@acme.example' } };
    expectCause(await verify({}, credential(), app), 'token', 'user-unknown');
  });

  it('permission-set-missing', async () => {
    const { records } = stage.org.state;
    records.PermissionSetAssignment = (records.PermissionSetAssignment ?? []).filter(
      ({ PermissionSetId }) => PermissionSetId !== stage.access,
    );
    expectCause(await verify(), 'token', 'permission-set-missing');
  });

  it('high-assurance-required', async () => {
    put({ policy: { requiredSessionLevel: 'HIGH_ASSURANCE' } });
    expectCause(await verify(), 'token', 'high-assurance-required');
  });
});
