import { expect } from 'chai';
import type { ClientApp } from '../../src/app/clientApp.js';
import { captureCredentials, type CaptureTarget } from '../../src/deployment/capture.js';
import type { CapturedCredential } from '../../src/deployment/types.js';
import type { StoredCredential, StoredVersions } from '../../src/secrets/store.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import type { LoopbackOrg } from '../org/index.js';
import { putConnectedApp, putExternalClientApp, putSettings } from '../org/testing.js';
import { backend, deploymentOf, memoryStore, signIn, startOrg } from './support.js';

const erp = backend('AcmeErp', 'external-client-app').app;
const classic = backend('Classic', 'connected-app').app;
const field: ClientApp = deploymentOf(`name: Field
label: Field
description: Field service
model: mobile
flow: authorization-code
owner: { email: it@acme.example }
scopes: { api: Reads orders, refresh_token: Works all day }
callbackUrls: ['acme://cb']
`).app;
const nightly: ClientApp = { ...erp, flow: 'jwt-bearer' };

const stored = (more: Partial<StoredCredential>): StoredCredential => ({
  consumerKey: 'oldKey',
  storedAt: '2026-01-01T00:00:00.000Z',
  state: 'confirmed',
  ...more,
});

describe('capture of credentials', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let notices: string[];

  beforeEach(async () => {
    notices = [];
    org = await startOrg({ adminPermissions: { add: ['ViewClientSecret'] } });
    putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
  });
  afterEach(() => org.stop());

  const capture = async (
    { app, consumerKey }: Omit<CaptureTarget, 'store'>,
    versions: StoredVersions = {},
    allowSettingChange = false,
  ): Promise<{ captured: CapturedCredential; versions: StoredVersions; log: string[] }> => {
    const store = memoryStore(versions);
    const found = await captureCredentials(await signIn(org), [{ app, consumerKey, store }], {
      allowSettingChange,
      onNotice: (text) => notices.push(text),
    });
    const captured = found.get(app.name);
    if (!captured) throw new Error('nothing was said about the app');
    return { captured, versions: store.versions, log: store.log };
  };

  it('reads the secret of an External Client App into the store', async () => {
    const { key, secret } = putExternalClientApp(org, 'AcmeErp');
    const { captured, versions, log } = await capture({ app: erp, consumerKey: key });
    expect(captured).to.deep.equal({ consumerKey: key, secret: 'stored', store: 'memory', fresh: true });
    expect(versions.current).to.include({ consumerKey: key, consumerSecret: secret, state: 'confirmed' });
    expect(log).to.deep.equal(['write current']);
  });

  it('reads nothing that is stored already', async () => {
    const { key, secret } = putExternalClientApp(org, 'AcmeErp');
    const current = stored({ consumerKey: key, consumerSecret: secret });
    const { captured, log } = await capture({ app: erp, consumerKey: key }, { current });
    expect(captured).to.include({ secret: 'stored', fresh: false });
    expect(log).to.deep.equal([]);
    expect(org.requests.filter(({ path }) => path.includes('/credentials/'))).to.deep.equal([]);
  });

  it('keeps what was stored under another key as previous', async () => {
    const { key, secret } = putExternalClientApp(org, 'AcmeErp');
    const before = stored({ consumerSecret: 'oldSecret' });
    const { versions, log } = await capture({ app: erp, consumerKey: key }, { current: before });
    expect(versions.previous).to.deep.equal(before);
    expect(versions.current).to.include({ consumerKey: key, consumerSecret: secret });
    expect(log, 'the old one first').to.deep.equal(['write previous', 'write current']);
  });

  it('takes the key of a stored credential without its secret for unread', async () => {
    const { key, secret } = putExternalClientApp(org, 'AcmeErp');
    const { versions, log } = await capture({ app: erp, consumerKey: key }, { current: stored({ consumerKey: key }) });
    expect(versions.current).to.include({ consumerSecret: secret });
    expect(log).to.deep.equal(['write current']);
  });

  it('chooses among several consumers by the key, never by their order', async () => {
    const first = putExternalClientApp(org, 'AcmeErp');
    const second = { ...first, id: org.org.newId('888'), key: 'keyTwoOfAcmeErp', secret: 'secretTwoOfAcmeErp' };
    org.state.metadata.consumers.push(second);
    for (const { key, secret } of [first, second]) {
      const { versions } = await capture({ app: erp, consumerKey: key });
      expect(versions.current).to.include({ consumerKey: key, consumerSecret: secret });
    }
    for (const consumerKey of ['unknown', undefined]) {
      const { captured, versions } = await capture({ app: erp, consumerKey });
      expect(captured.secret).to.equal('pending');
      expect(captured.reason).to.contain('none with the key in its metadata');
      expect(versions).to.deep.equal({});
    }
  });

  it('is pending when the org does not show the app', async () => {
    const { captured } = await capture({ app: erp, consumerKey: 'someKey' });
    expect(captured).to.include({ secret: 'pending', reason: 'the org does not show the app to this user' });
  });

  describe('that the org refuses', () => {
    const switchOff = (): unknown =>
      putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'false' });

    it('is pending and names the switch', async () => {
      const { key } = putExternalClientApp(org, 'AcmeErp');
      switchOff();
      const { captured, versions } = await capture({ app: erp, consumerKey: key });
      expect(captured).to.deep.equal({
        consumerKey: key,
        secret: 'pending',
        store: 'memory',
        fresh: false,
        reason: 'the org switch "Allow access to External Client App consumer secrets via REST API" is off',
      });
      expect(versions).to.deep.equal({});
      expect(notices).to.deep.equal([]);
    });

    it('is pending and names the permission', async () => {
      const { key } = putExternalClientApp(org, 'AcmeErp');
      const [admin] = org.state.profiles;
      admin?.grants.userPermissions.delete('ViewClientSecret');
      const { captured } = await capture({ app: erp, consumerKey: key });
      expect(captured).to.include({ secret: 'pending', reason: 'you lack the permission ViewClientSecret' });
    });

    it('is had by raising both, and is said', async () => {
      const { key, secret } = putExternalClientApp(org, 'AcmeErp');
      switchOff();
      org.state.profiles[0]?.grants.userPermissions.delete('ViewClientSecret');
      const { captured, versions } = await capture({ app: erp, consumerKey: key }, {}, true);
      expect(captured).to.include({ secret: 'stored', fresh: true });
      expect(versions.current).to.include({ consumerSecret: secret });
      expect(notices).to.have.length(1);
      expect(notices[0]).to.contain('consumer secrets via REST API" is off').and.contain('ViewClientSecret');
      const settings = org.state.metadata.components.find(({ fullName }) => fullName === 'ExternalClientApp');
      expect(settings?.fields).to.include({ enableClientSecretInRestApiAccess: 'false' });
    });

    it('fails when the refusal has nothing to do with access', async () => {
      const { key } = putExternalClientApp(org, 'AcmeErp');
      org.faults.onRequest = ({ path }) =>
        path.includes('/credentials/')
          ? { status: 400, body: [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'odd' }] }
          : undefined;
      let failed = false;
      await capture({ app: erp, consumerKey: key }).catch((error: unknown) => {
        failed = true;
        expect(String(error)).to.contain('odd');
      });
      expect(failed).to.equal(true);
    });
  });

  for (const app of [field, nightly])
    it(`stores only the key of a program without a secret (${app.flow})`, async () => {
      const { key } = putExternalClientApp(org, app.name);
      const { captured, versions } = await capture({ app, consumerKey: key });
      expect(captured).to.deep.equal({ consumerKey: key, secret: 'none', store: 'memory', fresh: true });
      expect(versions.current).to.have.all.keys('consumerKey', 'storedAt', 'state');
      const again = await capture({ app, consumerKey: key }, versions);
      expect(again.captured.fresh).to.equal(false);
      expect(again.log).to.deep.equal([]);
      expect(org.requests.filter(({ path }) => path.includes('/credentials/'))).to.deep.equal([]);
    });

  it('keeps the private key beside the key that the org has given', async () => {
    const current = stored({ consumerKey: '', privateKey: 'pem', state: 'prepared' });
    const { versions } = await capture({ app: nightly, consumerKey: 'newKey' }, { current });
    expect(versions.current).to.include({ consumerKey: 'newKey', privateKey: 'pem', state: 'confirmed' });
  });

  it('says when the org has not given the key of such a program back', async () => {
    const { captured, log } = await capture({ app: field });
    expect(captured).to.include({ secret: 'none', reason: 'the org did not give the consumer key back' });
    expect(log).to.deep.equal([]);
  });

  it('confirms the pair that a Connected App was created with', async () => {
    const { key, secret } = putConnectedApp(org, 'Classic', {});
    const current = stored({ consumerKey: key, consumerSecret: secret, state: 'prepared' });
    const { captured, versions } = await capture({ app: classic, consumerKey: key }, { current });
    expect(captured).to.include({ secret: 'stored', fresh: true });
    expect(versions.current).to.deep.equal({ ...current, state: 'confirmed' });
  });

  it('is pending for a Connected App that was made elsewhere, and touches nothing', async () => {
    const { key } = putConnectedApp(org, 'Classic', {});
    const current = stored({ consumerSecret: 'oldSecret' });
    const { captured, log } = await capture({ app: classic, consumerKey: key }, { current });
    expect(captured).to.include({ secret: 'pending', consumerKey: key });
    expect(captured.reason).to.contain('never gives the secret of a Connected App back');
    expect(log).to.deep.equal([]);
  });
});
