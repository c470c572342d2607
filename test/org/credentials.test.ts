import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import { startLoopbackOrg, type LoopbackOrg } from './index.js';
import type { Consumer } from './metadata/index.js';
import { assign, createCaller, putExternalClientApp, putPermissionSet, putSettings, requestToken } from './testing.js';

type Staged = { id: string; key: string; secret: string; state: string; expirationDate: string };

describe('the credentials API of the loopback org', () => {
  let org: LoopbackOrg;
  let consumer: Consumer;
  let caller: ReturnType<typeof createCaller>;
  let path: string;

  const open = (): void => {
    putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
    const set = putPermissionSet(org, 'Secrets', { userPermissions: { name: 'ViewClientSecret', enabled: 'true' } });
    assign(org, org.username, set);
  };

  const stage = async (): Promise<Staged> => {
    const { body } = await caller.call<{ stagedCredentials: Staged[] }>('POST', `${path}/staged`, {});
    const [staged] = body.stagedCredentials;
    if (!staged) throw new Error('nothing staged');
    return staged;
  };

  /** Whether the pair gets past the client check: the app has no run-as user, so a good one fails later. */
  const authenticates = async (key: string, secret: string): Promise<boolean> => {
    const form = { grant_type: 'client_credentials', client_id: key, client_secret: secret };
    return (await requestToken(org, form)).body.error_description === 'no client credentials user enabled';
  };

  beforeEach(async () => {
    org = await startLoopbackOrg();
    caller = createCaller(org);
    consumer = putExternalClientApp(org, 'Erp');
    path = `/apps/oauth/credentials/${consumer.appId}/${consumer.id}`;
  });

  afterEach(() => org.stop());

  it('is closed until the org and the user are allowed', async () => {
    expect((await caller.refusal('GET', path))[1]).to.contain('not currently enabled');
    putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
    expect((await caller.refusal('GET', path))[1]).to.contain('not enabled for this user');
    open();
    expect((await caller.call('GET', path)).status).to.equal(200);
  });

  it('shows the secret only when asked for that part', async () => {
    open();
    const list = await caller.call<{ consumers: object[] }>(
      'GET',
      `/apps/oauth/credentials/${consumer.appId.slice(0, 15)}`,
    );
    expect(list.body.consumers).to.have.length(1);
    expect(list.body.consumers[0]).to.include({ id: consumer.id, key: consumer.key }).and.not.have.property('secret');
    expect((await caller.call('GET', path)).body).to.not.have.property('secret');
    expect((await caller.call('GET', `${path}?part=keyandsecret`)).body).to.include({
      key: consumer.key,
      secret: consumer.secret,
    });
    expect((await caller.call('GET', `${path}?part=secret`)).body).to.not.have.property('key');
  });

  it('rotates without a moment at which neither pair works', async () => {
    open();
    const { key, secret } = consumer;
    const staged = await stage();
    expect(staged.state).to.equal('Active');
    expect([await authenticates(key, secret), await authenticates(staged.key, staged.secret)]).to.deep.equal([
      true,
      true,
    ]);
    const rotated = await caller.call<Staged>('PATCH', `${path}/staged/${staged.id}`, { command: 'rotate' });
    expect(rotated.body).to.include({ key, secret, state: 'Rotated' });
    expect((await caller.call('GET', `${path}?part=keyandsecret`)).body).to.include({
      key: staged.key,
      secret: staged.secret,
    });
    expect([await authenticates(key, secret), await authenticates(staged.key, staged.secret)]).to.deep.equal([
      true,
      true,
    ]);
    expect((await caller.call('DELETE', `${path}/staged/${staged.id}`)).status).to.equal(204);
    expect([await authenticates(key, secret), await authenticates(staged.key, staged.secret)]).to.deep.equal([
      false,
      true,
    ]);
    expect((await caller.call('DELETE', `${path}/staged/${staged.id}`)).status).to.equal(404);
    const trail = await caller.query(
      "SELECT Display FROM SetupAuditTrail WHERE Action = 'generateOauthStagedCredential'",
    );
    expect(trail.body.totalSize).to.equal(1);
  });

  it('has one slot', async () => {
    open();
    const staged = await stage();
    expect((await caller.call('POST', `${path}/staged`, {})).status).to.equal(400);
    await caller.call('DELETE', `${path}/staged/${staged.id}`);
    expect((await stage()).key).to.not.equal(staged.key);
  });

  it('lets a staged pair expire after 30 days, and drops a rotated one', async () => {
    open();
    const staged = await stage();
    org.clock.advance({ days: 30 });
    expect(await authenticates(staged.key, staged.secret)).to.equal(false);
    expect((await caller.call(`GET`, `${path}/staged/${staged.id}`)).body).to.include({ state: 'Expired' });
    expect((await caller.call('PATCH', `${path}/staged/${staged.id}`, { command: 'rotate' })).status).to.equal(400);
    await caller.call('DELETE', `${path}/staged/${staged.id}`);
    const next = await stage();
    const { key, secret } = consumer;
    await caller.call('PATCH', `${path}/staged/${next.id}`, { command: 'rotate' });
    org.clock.advance({ days: 30 });
    expect(await authenticates(key, secret)).to.equal(false);
    expect((await caller.call('GET', `${path}/staged/${next.id}`)).status).to.equal(404);
  });

  it('came with 60.0 and 65.0', async () => {
    open();
    const status = async (version: string, rest: string): Promise<number> =>
      (await caller.call('GET', `/services/data/v${version}${rest}`)).status;
    expect([await status('59.0', path), await status('60.0', path)]).to.deep.equal([404, 200]);
    expect([await status('64.0', `${path}/staged`), await status('65.0', `${path}/staged`)]).to.deep.equal([404, 200]);
    expect(await status('58.0', '/apps/oauth/usage')).to.equal(404);
  });

  it('lists apps, used or not, as the scenario says; the last page still names a next one', async () => {
    const page = async (n: number): Promise<{ apps: object[]; nextPageUrl: string }> =>
      (await caller.call<{ apps: object[]; nextPageUrl: string }>('GET', `/apps/oauth/usage?page=${n}&pageSize=100`))
        .body;
    const first = await page(0);
    expect(first.apps).to.deep.equal([{ identifier: consumer.appId, developerName: 'Erp', label: 'Erp' }]);
    const next = await caller.call<{ apps: object[] }>('GET', first.nextPageUrl);
    expect(next.body.apps).to.deep.equal([]);
    org.state.switches.listNeverUsedApps = false;
    expect((await page(0)).apps).to.deep.equal([]);
  });

  it('never answers a POST that does not say how long it is', async () => {
    open();
    const outcome = await new Promise<string>((resolve) => {
      const headers = { Authorization: `Bearer ${org.accessToken}` };
      const request = httpRequest(`${org.url}/services/data/v67.0${path}/staged`, { method: 'POST', headers });
      request.removeHeader('Transfer-Encoding');
      request.useChunkedEncodingByDefault = false;
      request.on('response', () => resolve('answer'));
      request.on('error', () => resolve('error'));
      request.end();
      setTimeout(() => {
        resolve('nothing');
        request.destroy();
      }, 300);
    });
    expect(outcome).to.equal('nothing');
    expect(consumer.staged).to.equal(undefined);
  });
});
