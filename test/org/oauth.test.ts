import { createHash, createHmac, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { startLoopbackOrg, type LoopbackOrg } from './index.js';
import { integrationProfile } from './names.js';
import {
  assign,
  createCaller,
  putConnectedApp,
  putExternalClientApp,
  putPermissionSet,
  putSettings,
  requestToken,
  tokenRefusal,
} from './testing.js';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const robot = 'erp@acme.example';
const ann = 'ann@acme.example';

describe('OAuth in the loopback org', () => {
  let org: LoopbackOrg;
  let access: string;

  beforeEach(async () => {
    org = await startLoopbackOrg({ users: [{ username: robot, profile: integrationProfile }, { username: ann }] });
    access = putPermissionSet(org, 'Erp_Access');
  });

  afterEach(() => org.stop());

  describe('client credentials', () => {
    const form = { grant_type: 'client_credentials', client_id: 'keyErp', client_secret: 'secret-of-keyErp' };
    const policy = { clientCredentialsFlowUser: robot, commaSeparatedPermissionSet: 'Erp_Access' };

    it('gives a token of the run-as user, without refresh token and without expiry', async () => {
      putExternalClientApp(org, 'Erp', { policy });
      assign(org, robot, access);
      const { status, body } = await requestToken(org, form);
      expect(status).to.equal(200);
      expect(body).to.not.have.any.keys('refresh_token', 'expires_in');
      expect(body.scope).to.equal('api');
      const signature = createHmac('sha256', form.client_secret).update(`${body.id}${body.issued_at}`).digest('base64');
      expect(body.signature).to.equal(signature);
      const caller = createCaller(org, body.access_token);
      expect((await caller.query('SELECT Id FROM Organization')).status).to.equal(200);
      expect((await caller.queryRefusal('SELECT Id FROM Account'))[0]).to.equal('INVALID_TYPE');
      expect(org.state.grants).to.have.length(0);
      expect(org.org.records('LoginHistory')).to.have.length(1);
    });

    it('takes key and secret as Basic too', async () => {
      putExternalClientApp(org, 'Erp', { policy });
      assign(org, robot, access);
      const basic = Buffer.from(`${form.client_id}:${form.client_secret}`).toString('base64');
      const { status } = await requestToken(
        org,
        { grant_type: 'client_credentials' },
        { Authorization: `Basic ${basic}` },
      );
      expect(status).to.equal(200);
    });

    it('gives the user the rights of its permission sets, field by field', async () => {
      putExternalClientApp(org, 'Erp', { policy });
      assign(org, robot, access);
      const data = putPermissionSet(org, 'Erp_Data', {
        objectPermissions: { object: 'Order', allowRead: 'true', allowCreate: 'false' },
        fieldPermissions: { field: 'Order.ExternalId__c', readable: 'true', editable: 'false' },
      });
      assign(org, robot, data);
      const { body } = await requestToken(org, form);
      const caller = createCaller(org, body.access_token);
      expect((await caller.query('SELECT Id, ExternalId__c FROM Order')).status).to.equal(200);
      expect((await caller.queryRefusal('SELECT AccountId FROM Order'))[0]).to.equal('INVALID_FIELD');
      expect((await caller.refusal('POST', '/sobjects/Order', {}))[0]).to.equal('INSUFFICIENT_ACCESS_OR_READONLY');
    });

    it('says what is wrong, cause by cause', async () => {
      const refusal = (more: Record<string, string> = {}): Promise<string> => tokenRefusal(org, { ...form, ...more });
      expect(await refusal()).to.equal('invalid_client_id: client identifier invalid');
      putExternalClientApp(org, 'Erp', { policy });
      expect(await refusal({ client_secret: 'x' })).to.equal('invalid_client: invalid client credentials');
      expect(await refusal()).to.equal('invalid_app_access: user is not admin approved to access this app');
      assign(org, robot, access);
      expect((await requestToken(org, form)).status).to.equal(200);
      expect(await refusal({ scope: 'api' })).to.match(/^invalid_request: /);
      putExternalClientApp(org, 'Erp', { policy, global: { isClientCredentialsFlowEnabled: 'false' } });
      expect(await refusal()).to.equal('invalid_grant: client credentials flow not enabled');
      putExternalClientApp(org, 'Erp', { policy: { ...policy, isClientCredentialsFlowEnabled: 'false' } });
      expect(await refusal()).to.equal('invalid_grant: client credentials flow not enabled');
      putExternalClientApp(org, 'Erp', { policy: { ...policy, clientCredentialsFlowUser: '' } });
      expect(await refusal()).to.equal('invalid_grant: no client credentials user enabled');
      putExternalClientApp(org, 'Erp', { policy, plugins: { isOauthPluginEnabled: 'false' } });
      expect(await refusal()).to.equal('invalid_client_id: client identifier invalid');
      putExternalClientApp(org, 'Erp', { policy });
      const user = org.org.records('User').find(({ Username }) => Username === robot);
      if (user) user.IsActive = false;
      expect(await refusal()).to.equal('invalid_grant: inactive user');
    });

    it('holds the address ranges unless the policy relaxes them', async () => {
      const settings = { trustedIpRanges: { startIpAddress: '198.51.100.0', endIpAddress: '198.51.100.255' } };
      putExternalClientApp(org, 'Erp', { policy, settings });
      assign(org, robot, access);
      expect(await tokenRefusal(org, form)).to.equal('invalid_grant: ip restricted');
      const inside = { 'x-loopback-source': '198.51.100.7' };
      expect((await requestToken(org, form, inside)).status).to.equal(200);
      putExternalClientApp(org, 'Erp', { policy: { ...policy, ipRelaxationPolicyType: 'Bypass' }, settings });
      expect((await requestToken(org, form)).status).to.equal(200);
    });

    it('knows a fresh key only after it has spread', async () => {
      org.state.switches.propagationDelayMs = 60_000;
      putExternalClientApp(org, 'Erp', { policy });
      assign(org, robot, access);
      expect(await tokenRefusal(org, form)).to.equal('invalid_client_id: client identifier invalid');
      org.clock.advance({ minutes: 1 });
      expect((await requestToken(org, form)).status).to.equal(200);
    });

    it('ends the session after the app timeout, and with the app', async () => {
      putExternalClientApp(org, 'Erp', { policy: { ...policy, sessionTimeoutInMinutes: '15' } });
      assign(org, robot, access);
      const token = async (): Promise<string> => (await requestToken(org, form)).body.access_token ?? '';
      const status = async (of: string): Promise<number> => (await createCaller(org, of).call('GET', '/limits')).status;
      const [first, second] = [await token(), await token()];
      expect(await status(first)).to.equal(200);
      org.clock.advance({ minutes: 16 });
      expect(await status(first)).to.equal(401);
      expect(await status(second)).to.equal(401);
      const third = await token();
      org.state.metadata.components = org.state.metadata.components.filter(({ fullName }) => fullName !== 'Erp');
      expect(await status(third)).to.equal(401);
    });
  });

  describe('JWT bearer', () => {
    let key: KeyObject;
    let certificate: string;

    before(() => {
      const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
      key = pair.privateKey;
      const home = mkdtempSync(join(tmpdir(), 'certificate-'));
      const pem = join(home, 'key.pem');
      execFileSync(
        'sh',
        ['-c', 'cat > "$1" && openssl req -x509 -key "$1" -subj /CN=erp -days 30 -out "$1.crt"', 'sh', pem],
        {
          input: key.export({ type: 'pkcs8', format: 'pem' }),
          stdio: 'pipe',
        },
      );
      certificate = readFileSync(`${pem}.crt`, 'utf8');
      rmSync(home, { recursive: true });
    });

    const sign = (claims: Record<string, unknown> = {}, by: KeyObject = key): Promise<string> =>
      new SignJWT({ iss: 'keyErp', sub: robot, aud: 'https://login.salesforce.com', exp: seconds() + 180, ...claims })
        .setProtectedHeader({ alg: 'RS256' })
        .sign(by);

    const seconds = (): number => Math.floor(Date.now() / 1000);
    const put = (more: Record<string, string> = {}, scopes = 'Api, RefreshToken'): unknown =>
      putExternalClientApp(org, 'Erp', {
        global: { certificate },
        settings: { commaSeparatedOauthScopes: scopes },
        policy: { commaSeparatedPermissionSet: 'Erp_Access', ...more },
      });

    it('gives a token for a signed assertion, never a refresh token', async () => {
      put();
      assign(org, robot, access);
      const { status, body } = await requestToken(org, { grant_type: jwtBearer, assertion: await sign() });
      expect(status).to.equal(200);
      expect(body).to.not.have.property('refresh_token');
      expect(org.state.grants).to.have.length(0);
    });

    it('says what is wrong, cause by cause', async () => {
      const refusal = async (claims = {}, by?: KeyObject): Promise<string> =>
        tokenRefusal(org, { grant_type: jwtBearer, assertion: await sign(claims, by) });
      expect(await refusal()).to.equal('invalid_client_id: client identifier invalid');
      put();
      const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      expect(await refusal({}, stranger)).to.equal('invalid_client: invalid client credentials');
      expect(await refusal({ aud: 'https://test.salesforce.com' })).to.equal('invalid_grant: audience is invalid');
      expect(await refusal({ exp: seconds() - 400 })).to.match(/^invalid_grant: /);
      expect(await refusal({ sub: 'nobody@acme.example' })).to.equal(
        "invalid_grant: user hasn't approved this consumer",
      );
      expect(await refusal()).to.equal('invalid_app_access: user is not admin approved to access this app');
      put({ permittedUsersPolicyType: 'AllSelfAuthorized' });
      expect(await refusal()).to.equal("invalid_grant: user hasn't approved this consumer");
      put({}, 'Api');
      expect(await refusal()).to.equal(
        'invalid_request: refresh_token scope is required and the connected app should be installed and preauthorized',
      );
    });

    it('takes the far future for an expiry, and a jti once', async () => {
      put();
      assign(org, robot, access);
      const far = await sign({ exp: Date.now() + 300, jti: 'one' });
      expect((await requestToken(org, { grant_type: jwtBearer, assertion: far })).status).to.equal(200);
      expect((await requestToken(org, { grant_type: jwtBearer, assertion: far })).status).to.equal(400);
    });
  });

  describe('authorization code', () => {
    const verifier = randomBytes(48).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const wish = {
      response_type: 'code',
      client_id: 'keyErp',
      redirect_uri: 'https://acme.example/cb',
      state: 's 1',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    const policy = { permittedUsersPolicyType: 'AllSelfAuthorized' };

    const authorize = async (more: Record<string, string> = {}): Promise<Response> =>
      fetch(`${org.url}/services/oauth2/authorize?${new URLSearchParams({ ...wish, ...more }).toString()}`, {
        redirect: 'manual',
      });

    /** What the browser does: opens the page, posts the form; answers where it is sent. */
    const approve = async (more: Record<string, string> = {}, decision = 'allow', username = ann): Promise<URL> => {
      const page = (await authorize(more)).headers.get('location') ?? '';
      const form = new URLSearchParams({ username, decision });
      const answer = await fetch(page, { method: 'POST', body: form, redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? 'about:blank');
    };

    const redeem = (code: string, more: Record<string, string> = {}): Record<string, string> => ({
      grant_type: 'authorization_code',
      client_id: 'keyErp',
      client_secret: 'secret-of-keyErp',
      redirect_uri: wish.redirect_uri,
      code_verifier: verifier,
      code,
      ...more,
    });

    it('shows a page that works without script, and gives a code that becomes tokens once', async () => {
      putExternalClientApp(org, 'Erp', { policy });
      const location = (await authorize()).headers.get('location') ?? '';
      expect(location).to.contain('RemoteAccessAuthorizationPage.apexp');
      expect(await (await fetch(location)).text())
        .to.contain('name="username"')
        .and.not.contain('<script');
      const back = await approve();
      expect(back.searchParams.get('state')).to.equal('s 1');
      const code = back.searchParams.get('code') ?? '';
      const { status, body } = await requestToken(org, redeem(code));
      expect(status).to.equal(200);
      expect(body).to.have.property('refresh_token');
      expect((await requestToken(org, redeem(code))).body.error_description).to.equal('expired authorization code');
      const tokens = await createCaller(org).query('SELECT AppName, User.Username FROM OauthToken');
      expect(tokens.body.records[0]).to.have.nested.property('User.Username', ann);
    });

    it('holds PKCE', async () => {
      putExternalClientApp(org, 'Erp', { policy });
      const code = async (): Promise<string> => (await approve()).searchParams.get('code') ?? '';
      const without = { ...redeem(await code()) };
      delete without.code_verifier;
      expect(await tokenRefusal(org, without)).to.match(/^invalid_grant: /);
      const other = { code_verifier: 'x'.repeat(43) };
      expect(await tokenRefusal(org, redeem(await code(), other))).to.match(/^invalid_request: /);
      const bare = (await authorize({ code_challenge: '' })).headers.get('location') ?? '';
      expect(new URL(bare).searchParams.get('error')).to.equal('invalid_request');
    });

    it('requires PKCE of connected apps when they or the org say so', async () => {
      putConnectedApp(org, 'Erp', { oauthConfig: { callbackUrl: wish.redirect_uri, scopes: ['Api'] } });
      const error = async (): Promise<string | null> =>
        new URL((await authorize({ code_challenge: '' })).headers.get('location') ?? '').searchParams.get('error');
      expect(await error()).to.equal(null);
      putSettings(org, 'OauthOidc', { isPkceRequired: 'true' });
      expect(await error()).to.equal('invalid_request');
    });

    it('tells the callback what went wrong, but never an unknown one', async () => {
      putExternalClientApp(org, 'Erp', {});
      expect((await approve({}, 'deny')).searchParams.get('error')).to.equal('access_denied');
      expect((await approve()).searchParams.get('error')).to.equal('OAUTH_APP_ACCESS_DENIED');
      const foreign = await authorize({ redirect_uri: 'https://evil.example/' });
      expect(foreign.status).to.equal(400);
      expect(await foreign.text()).to.contain('redirect_uri_mismatch');
      org.state.foreignApps.push({ key: 'keyOther', name: 'Other', family: 'connected-app' });
      expect(await (await authorize({ client_id: 'keyOther' })).text()).to.contain(
        'app%20must%20be%20installed%20into%20org',
      );
    });

    it('refuses users who may use the API only', async () => {
      putExternalClientApp(org, 'Erp', { policy });
      expect((await approve({}, 'allow', robot)).searchParams.get('error_description')).to.equal(
        'authentication failure',
      );
    });

    it('blocks the user-agent flow where the org does', async () => {
      putExternalClientApp(org, 'Erp', { policy });
      expect((await approve({ response_type: 'token' })).hash).to.contain('access_token=');
      putSettings(org, 'OauthOidc', { blockOAuthUsrAgtFlow: 'true' });
      const location = (await authorize({ response_type: 'token' })).headers.get('location') ?? '';
      expect(new URL(location).searchParams.get('error')).to.equal('unsupported_response_type');
    });

    describe('refresh', () => {
      const first = async (global: Record<string, string> = {}, more: Record<string, string> = {}): Promise<string> => {
        putExternalClientApp(org, 'Erp', { policy: { ...policy, ...more }, global });
        const code = (await approve()).searchParams.get('code') ?? '';
        return (await requestToken(org, redeem(code))).body.refresh_token ?? '';
      };
      const refresh = (token: string): Record<string, string> => ({
        grant_type: 'refresh_token',
        client_id: 'keyErp',
        client_secret: 'secret-of-keyErp',
        refresh_token: token,
      });

      it('keeps the token without rotation', async () => {
        const { status, body } = await requestToken(org, refresh(await first()));
        expect(status).to.equal(200);
        expect(body).to.not.have.property('refresh_token');
      });

      it('rotates, and reuse of the old token ends the new one and its sessions', async () => {
        const old = await first({ isRefreshTokenRotationEnabled: 'true' });
        const { body } = await requestToken(org, refresh(old));
        expect(body.refresh_token).to.be.a('string').and.not.equal(old);
        expect(await tokenRefusal(org, refresh(old))).to.equal('invalid_grant: expired access/refresh token');
        expect(await tokenRefusal(org, refresh(body.refresh_token ?? ''))).to.match(/expired access\/refresh token$/);
        expect((await createCaller(org, body.access_token).call('GET', '/limits')).status).to.equal(401);
      });

      it('holds the policy on age', async () => {
        const token = await first();
        org.clock.advance({ days: 29 });
        expect((await requestToken(org, refresh(token))).status).to.equal(200);
        org.clock.advance({ days: 29 });
        expect((await requestToken(org, refresh(token))).status).to.equal(200);
        org.clock.advance({ days: 31 });
        expect(await tokenRefusal(org, refresh(token))).to.equal('invalid_grant: expired access/refresh token');
      });

      it('keeps five approvals for each user and app', async () => {
        for (let i = 0; i < 6; i += 1) {
          await first();
          org.clock.advance({ seconds: 1 });
        }
        expect(org.state.grants).to.have.length(5);
      });

      it('is over when revoked, by refresh token or by DeleteToken', async () => {
        const token = await first();
        const { body } = await requestToken(org, refresh(token));
        const revoke = (value: string): Promise<Response> =>
          fetch(`${org.url}/services/oauth2/revoke?token=${encodeURIComponent(value)}`, { method: 'POST' });
        expect((await revoke(org.state.grants[0]?.deleteToken ?? '')).status).to.equal(200);
        expect((await createCaller(org, body.access_token).call('GET', '/limits')).status).to.equal(401);
        expect((await revoke(token)).status).to.equal(400);
      });
    });
  });

  it('introspects an app its own tokens only', async () => {
    const policy = { clientCredentialsFlowUser: robot, commaSeparatedPermissionSet: 'Erp_Access' };
    putExternalClientApp(org, 'Erp', { policy });
    putExternalClientApp(org, 'Other', { policy });
    assign(org, robot, access);
    const form = { grant_type: 'client_credentials', client_id: 'keyErp', client_secret: 'secret-of-keyErp' };
    const { body } = await requestToken(org, form);
    const introspect = async (by: string): Promise<Record<string, unknown>> =>
      (await (
        await fetch(`${org.url}/services/oauth2/introspect`, {
          method: 'POST',
          body: new URLSearchParams({
            token: body.access_token ?? '',
            client_id: by,
            client_secret: `secret-of-${by}`,
          }),
        })
      ).json()) as Record<string, unknown>;
    expect(await introspect('keyErp')).to.include({ active: true, username: robot, client_id: 'keyErp' });
    expect(await introspect('keyOther')).to.deep.equal({ active: false });
  });

  it('refuses flows that are gone', async () => {
    putConnectedApp(org, 'Old', { oauthConfig: { scopes: ['Api'] } });
    putExternalClientApp(org, 'Erp');
    const refusal = (client: string, grant: string): Promise<string> =>
      tokenRefusal(org, { grant_type: grant, client_id: client, username: ann, password: 'x' });
    expect(await refusal('keyOld', 'password')).to.equal('invalid_grant: authentication failure');
    expect(await refusal('keyErp', 'password')).to.match(/^unsupported_grant_type: /);
    expect(await refusal('keyErp', 'device')).to.match(/^unsupported_grant_type: /);
  });
});
