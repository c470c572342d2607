import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { languages } from '../../src/starter/languages.js';
import { needInterpreter } from './interpreters.js';
import { putKeychain, readKeychain } from './keychains.js';
import { logArguments, putStarter, runStarter, type RunOptions, type StarterRun } from './runStarter.js';
import { ann, endTokens, startBench, type StarterBench } from './starterOrg.js';

const freePort = (): Promise<number> =>
  new Promise((settle) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => settle(port));
    });
  });

/** Allows access as Ann; returns the address that the browser would go to. */
const allow = async (page: URL, decision = 'allow'): Promise<string> => {
  const form = new URLSearchParams([...page.searchParams, ['username', ann], ['decision', decision]]);
  const path = '/setup/secur/RemoteAccessAuthorizationPage.apexp';
  const response = await fetch(new URL(path, page), { method: 'POST', body: form, redirect: 'manual' });
  return response.headers.get('location') ?? '';
};

for (const language of languages)
  describe(`the starter in ${language} for authorization-code`, function () {
    this.timeout(120_000);
    let bench: StarterBench;
    let folder: string;
    /** The address that the browser ended at. */
    let ended: string;
    const canListen = language !== 'bash';

    before(function () {
      needInterpreter(this, language);
    });

    beforeEach(async () => {
      bench = await startBench('authorization-code', `http://localhost:${await freePort()}/cb`);
      folder = await putStarter(bench.app, language, bench.defaults);
      ended = '';
    });

    afterEach(() => bench?.org.stop());

    const arrive = async (address: string): Promise<string | undefined> => {
      ended = address;
      if (!canListen || !address.startsWith('http://localhost')) return address;
      await fetch(address.replace('localhost', '127.0.0.1'));
      return undefined;
    };
    const run = async (options: RunOptions = {}): Promise<StarterRun> => {
      const keychainless = { PATH: process.env.PATH ?? '', DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
      const done = await runStarter(folder, language, {
        approve: async (page) => arrive(await allow(page)),
        ...options,
        env: { ...bench.env, ...keychainless, ...options.env },
      });
      const { grants, sessions } = bench.org.state;
      const tokens = [...grants.flatMap(({ refreshToken, rotatedOut }) => [refreshToken, ...rotatedOut])];
      for (const secret of [...tokens, ...sessions.map(({ token }) => token)])
        expect(done.stdout + done.stderr).not.to.include(secret);
      expect(done.stderr, 'for people, not a stack').not.to.match(/Traceback|^\s+at /m);
      return done;
    };
    const tokenForms = (): URLSearchParams[] =>
      bench.org.requests
        .filter(({ path }) => path === '/services/oauth2/token')
        .map(({ body }) => new URLSearchParams(body.toString()));

    it('has a person allow access, with PKCE and state, and calls the API', async () => {
      let asked = new URLSearchParams();
      const { code, stdout, stderr } = await run({
        approve: async (page) => {
          asked = page.searchParams;
          return arrive(await allow(page));
        },
      });
      expect(code, stderr).to.equal(0);
      expect(JSON.parse(stdout)).to.have.nested.property('records[0].Name', 'Loopback');
      expect(asked.get('code_challenge_method')).to.equal('S256');
      expect(asked.get('code_challenge')).to.match(/^[\w-]{43}$/);
      expect(asked.get('state')?.length).to.be.at.least(22);
      expect(asked.has('client_secret')).to.equal(false);
      const [form] = tokenForms();
      expect(form?.get('code_verifier')).to.match(/^[\w-]{43,128}$/);
      expect(form?.has('client_secret'), 'a public client sends none').to.equal(false);
    });

    it('refreshes when the token has ended, and takes the new refresh token', async () => {
      let queries = 0;
      bench.org.faults.onRequest = ({ path }) => {
        if (path.endsWith('/query') && (queries += 1) === 1) endTokens(bench.org);
        return undefined;
      };
      const { code, stderr } = await run();
      expect(code, stderr).to.equal(0);
      expect(tokenForms().map((form) => form.get('grant_type'))).to.deep.equal(['authorization_code', 'refresh_token']);
      expect(bench.org.state.grants[0]?.rotatedOut, 'rotation is on').to.have.length(1);
    });

    it('stops at an answer with another state', async () => {
      const { code, stderr } = await run({
        approve: async (page) => arrive((await allow(page)).replace(/state=[^&]+/, 'state=theirs')),
      });
      expect(code).to.equal(1);
      expect(stderr).to.include('another state');
      expect(tokenForms(), 'the code of somebody else').to.have.length(0);
    });

    it('says so when the person refuses', async () => {
      const { code, stderr } = await run({ approve: async (page) => arrive(await allow(page, 'deny')) });
      expect(code).to.equal(1);
      expect(stderr).to.include('access_denied');
    });

    it('takes a pasted address where the browser ends elsewhere', async () => {
      await bench.org.stop();
      bench = await startBench('authorization-code', 'https://erp.acme.example/callback?from=sf');
      folder = await putStarter(bench.app, language, bench.defaults);
      const { code, stderr } = await run();
      expect(code, stderr).to.equal(0);
      expect(ended).to.match(/^https:\/\/erp\.acme\.example\/callback\?from=sf&code=/);
    });

    // Java has no standard way into a keychain.
    if (language === 'java') return;

    it("keeps the refresh token in the system's keychain, and asks nobody the next time", async () => {
      const env = await putKeychain(folder, language);
      expect((await run({ env })).code).to.equal(0);
      const stored = await readKeychain(folder);
      expect(stored).to.deep.equal([[stored[0]?.[0], bench.org.state.grants[0]?.refreshToken]]);
      expect(stored[0]?.[0]).to.match(/^AcmeErp client\/.*127\.0\.0\.1:/);
      const approve = (): never => expect.fail('somebody was asked');
      const second = await run({ env, approve });
      expect(second.code, second.stderr).to.equal(0);
      expect((await readKeychain(folder))[0]?.[1]).to.equal(bench.org.state.grants[0]?.refreshToken);
      expect(bench.org.state.grants[0]?.rotatedOut).to.have.length(1);
    });

    it('asks again when the refresh token that it kept has ended', async () => {
      const env = await putKeychain(folder, language);
      expect((await run({ env })).code).to.equal(0);
      bench.org.state.grants.length = 0;
      endTokens(bench.org);
      const again = await run({ env });
      expect(again.code, again.stderr).to.equal(0);
      expect((await readKeychain(folder))[0]?.[1]).to.equal(bench.org.state.grants[0]?.refreshToken);
    });

    if (language !== 'bash') return;

    it('puts no token into the arguments of another program', async () => {
      const { PATH } = await putKeychain(folder, language);
      const log = join(folder, 'arguments.log');
      const path = await logArguments(folder, ['curl', 'openssl', 'sed', 'tr', 'secret-tool'], log, PATH);
      for (let round = 0; round < 2; round += 1) expect((await run({ env: { PATH: path } })).code).to.equal(0);
      const seen = await readFile(log, 'utf8');
      expect(seen).to.include('secret-tool store').and.include('secret-tool lookup');
      const { grants, sessions } = bench.org.state;
      const tokens = grants.flatMap(({ refreshToken, rotatedOut }) => [refreshToken, ...rotatedOut]);
      const sent = tokenForms().flatMap((form) =>
        ['code', 'code_verifier', 'refresh_token'].map((name) => form.get(name)),
      );
      for (const text of [...tokens, ...sessions.map(({ token }) => token), ...sent.filter((value) => value !== null)])
        expect(seen).not.to.include(text);
    });
  });
