import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import type { ClientApp } from '../../src/app/clientApp.js';
import type { Interaction } from '../../src/oauth/approval.js';
import { ApprovalError } from '../../src/oauth/approvalError.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { assign, requestToken, type PutApp } from '../org/testing.js';
import { approve, freePort } from './browser.js';
import {
  appOf,
  causesOf,
  checkOf,
  createStage,
  credentialOf,
  expectCause,
  expectNoTrace,
  person,
  type Stage,
} from './support.js';

const appWith = (model: 'cli' | 'web', callback: string, more = ''): ClientApp =>
  appOf(`model: ${model}
flow: authorization-code
scopes: { api: Reads orders, refresh_token: Works at night }
callbackUrls: ['${callback}']
${more}`);

describe('verify: authorization-code', () => {
  useTemporaryHome();
  let stage: Stage;
  let callback: string;
  let busy: Server | undefined;

  beforeEach(async () => {
    stage = await createStage();
    assign(stage.org, person, stage.access);
    callback = `http://localhost:${await freePort()}/OauthRedirect`;
    put();
  });
  afterEach(async () => {
    busy?.close();
    busy = undefined;
    await stage.org.stop();
  });

  const put = ({ global, settings, policy }: PutApp = {}): unknown =>
    stage.put({
      global: {
        callbackUrl: callback,
        isClientCredentialsFlowEnabled: 'false',
        isConsumerSecretOptional: 'true',
        isSecretRequiredForRefreshToken: 'false',
        isRefreshTokenRotationEnabled: 'true',
        ...global,
      },
      settings: { commaSeparatedOauthScopes: 'Api, RefreshToken', ...settings },
      policy: { clientCredentialsFlowUser: '', ...policy },
    });

  /** Follows the browser to where it is sent. */
  const browser = (more: Partial<Interaction> = {}): Interaction => ({
    present: async (url) => void (await fetch(await approve(url))),
    timeoutMs: 5000,
    ...more,
  });

  const verify = (
    interaction: Interaction | undefined,
    { app = appWith('cli', callback), negative = false, isPublic = true } = {},
  ): ReturnType<Stage['verify']> => {
    const { consumerSecret, ...rest } = credentialOf(stage.consumer);
    const current = isPublic ? rest : { ...rest, consumerSecret: consumerSecret ?? '' };
    return stage.verify(app, { negative, interaction }, { current });
  };

  it('passes a public client, through the loopback callback, and leaves nothing behind', async () => {
    const result = await verify(browser(), { negative: true });
    expect(causesOf(result), JSON.stringify(result.checks, null, 1)).to.deep.equal({});
    const passed = result.checks.filter(({ status }) => status === 'pass').map(({ id }) => id);
    expect(passed).to.include.members(['token', 'identity', 'scopes', 'refresh', 'revoke', 'pkce', 'undeclared-scope']);
    expect(passed).to.include.members(['unregistered-callback', 'foreign-callback', 'refresh-token-reuse']);
    expect(checkOf(result, 'identity').detail).to.contain(person);
    expectNoTrace(stage, result);
  });

  it('passes a web app with a secret, whose callback nobody here can listen on, by the pasted address', async () => {
    const https = 'https://acme.example/cb';
    put({ global: { callbackUrl: https, isConsumerSecretOptional: 'false', isSecretRequiredForRefreshToken: 'true' } });
    let answered = '';
    const interaction = browser({
      present: async (url) => void (answered = await approve(url)),
      paste: () => Promise.resolve(` ${answered}\n`),
    });
    const result = await verify(interaction, { app: appWith('web', https), negative: true, isPublic: false });
    expect(causesOf(result), JSON.stringify(result.checks, null, 1)).to.deep.equal({});
    expect(checkOf(result, 'wrong-secret').status).to.equal('pass');
    expect(checkOf(result, 'introspection').status).to.equal('pass');
    expectNoTrace(stage, result);
  });

  it('skips what needs a person when nobody is there', async () => {
    const custom = 'myapp://callback';
    put({ global: { callbackUrl: custom } });
    for (const interaction of [undefined, browser()]) {
      const result = await verify(interaction, { app: appWith('cli', custom) });
      expect(result.status).to.equal('pass');
      expect(checkOf(result, 'token')).to.include({ status: 'skipped' });
      expect(checkOf(result, 'identity')).to.include({ status: 'skipped' });
    }
  });

  it('callback-mismatch, before anybody is sent to a browser', async () => {
    put({ global: { callbackUrl: 'https://acme.example/other' } });
    let opened = false;
    const result = await verify(browser({ present: () => Promise.resolve(void (opened = true)) }));
    const { detail } = expectCause(result, 'token', 'callback-mismatch');
    expect(detail).to.contain(callback).and.contain('https://acme.example/other');
    expect(opened).to.equal(false);
  });

  it('callback-port-in-use', async () => {
    busy = createServer();
    await new Promise<void>((settle) => busy?.listen(Number(new URL(callback).port), '127.0.0.1', settle));
    expectCause(await verify(browser()), 'token', 'callback-port-in-use');
  });

  it('callback-port-unusable', async () => {
    const present = () => Promise.reject(new ApprovalError('port-unusable', "port 80 can't be listened on (EACCES)"));
    expectCause(await verify(browser({ present })), 'token', 'callback-port-unusable');
  });

  it('approval-timed-out', async () => {
    const result = await verify(browser({ present: () => Promise.resolve(), timeoutMs: 200 }));
    expectCause(result, 'token', 'approval-timed-out');
  });

  it('state-mismatch, when somebody else sends an answer', async () => {
    const present = async (): Promise<void> => {
      const { status } = await fetch(`${callback}?code=injected&state=not-ours`);
      expect(status).to.equal(400);
    };
    expectCause(await verify(browser({ present })), 'token', 'state-mismatch');
  });

  it('takes no notice of other requests at its port', async () => {
    const present = async (url: string): Promise<void> => {
      expect((await fetch(new URL('/favicon.ico', callback))).status).to.equal(404);
      expect((await fetch(callback)).status).to.equal(404);
      await fetch(await approve(url));
    };
    expect(checkOf(await verify(browser({ present })), 'token').status).to.equal('pass');
  });

  it('approval-denied', async () => {
    const present = async (url: string): Promise<void> => void (await fetch(await approve(url, { decision: 'deny' })));
    expectCause(await verify(browser({ present })), 'token', 'approval-denied');
  });

  it('permission-set-missing, for the person who signs in', async () => {
    stage.org.state.records.PermissionSetAssignment = stage.org.org
      .records('PermissionSetAssignment')
      .filter(({ PermissionSetId }) => PermissionSetId !== stage.access);
    expectCause(await verify(browser()), 'token', 'permission-set-missing');
  });

  it('pasted-text-unusable', async () => {
    put({ global: { callbackUrl: 'https://acme.example/cb' } });
    const interaction = browser({ present: () => Promise.resolve(), paste: () => Promise.resolve('abc') });
    const app = appWith('web', 'https://acme.example/cb');
    expectCause(await verify(interaction, { app, isPublic: false }), 'token', 'pasted-text-unusable');
  });

  it('authorization-code-unusable', async () => {
    const present = async (url: string): Promise<void> => {
      const answered = await approve(url);
      for (const code of stage.org.state.codes) code.used = true;
      await fetch(answered);
    };
    expectCause(await verify(browser({ present })), 'token', 'authorization-code-unusable');
  });

  it('pkce-refused', async () => {
    const present = async (url: string): Promise<void> => {
      const answered = await approve(url);
      for (const code of stage.org.state.codes) code.challenge = 'another';
      await fetch(answered);
    };
    expectCause(await verify(browser({ present })), 'token', 'pkce-refused');
  });

  it('pkce-not-required', async () => {
    put({ global: { isPkceRequired: 'false' } });
    expectCause(await verify(browser(), { negative: true }), 'pkce', 'pkce-not-required');
  });

  it('wrong-identity', async () => {
    const app = { ...appWith('cli', callback), identity: { user: 'erp@acme.example' } };
    expectCause(await verify(browser(), { app }), 'identity', 'wrong-identity');
  });

  describe('the refresh token', () => {
    /** Does something right before the refresh. */
    const beforeRefresh = (act: (refreshToken: string) => Promise<void> | void): void => {
      stage.org.faults.onRequest = async ({ path, body }) => {
        const form = new URLSearchParams(body.toString());
        if (!path.endsWith('/oauth2/token') || form.get('grant_type') !== 'refresh_token') return undefined;
        delete stage.org.faults.onRequest;
        await act(form.get('refresh_token') ?? '');
        return undefined;
      };
    };

    it('refresh-token-revoked', async () => {
      beforeRefresh(() => void (stage.org.state.grants = []));
      expectCause(await verify(browser()), 'refresh', 'refresh-token-revoked');
    });

    it('refresh-token-reused', async () => {
      beforeRefresh(async (refresh_token) => {
        const form = { grant_type: 'refresh_token', client_id: stage.consumer.key, refresh_token };
        expect((await requestToken(stage.org, form)).status).to.equal(200);
      });
      expectCause(await verify(browser()), 'refresh', 'refresh-token-reused');
    });

    it('refresh-token-expires-at-once', async () => {
      put({ policy: { refreshTokenPolicyType: 'Zero' } });
      expectCause(await verify(browser()), 'refresh', 'refresh-token-expires-at-once');
    });

    it('refresh-token-missing', async () => {
      put({ settings: { commaSeparatedOauthScopes: 'Api' } });
      expectCause(await verify(browser()), 'refresh', 'refresh-token-missing');
    });

    it('refresh-token-not-rotated', async () => {
      stage.org.faults.afterRequest = ({ path, body }, _n, answer) => {
        if (!path.endsWith('/oauth2/token') || !body.toString().includes('grant_type=refresh_token')) return undefined;
        const { refresh_token: _, ...rest } = JSON.parse(answer.body as string) as Record<string, string>;
        return { status: 200, body: rest };
      };
      expectCause(await verify(browser()), 'refresh', 'refresh-token-not-rotated');
    });

    it('refresh-token-reuse-accepted', async () => {
      let refreshes = 0;
      stage.org.faults.onRequest = ({ path, body }) =>
        path.endsWith('/oauth2/token') && body.toString().includes('grant_type=refresh_token') && (refreshes += 1) === 2
          ? { status: 200, body: { access_token: '00Dxx!made-up', token_type: 'Bearer' } }
          : undefined;
      expectCause(await verify(browser(), { negative: true }), 'refresh-token-reuse', 'refresh-token-reuse-accepted');
    });

    it('says that rotation is off, where it is', async () => {
      put({ global: { isRefreshTokenRotationEnabled: 'false' } });
      const result = await verify(browser());
      expect(checkOf(result, 'refresh')).to.include({ status: 'pass', detail: 'a new token; rotation is off' });
      expectNoTrace(stage, result);
    });
  });
});
