import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { languages } from '../../src/starter/languages.js';
import { needInterpreter } from './interpreters.js';
import { logArguments, putStarter, runStarter, type RunOptions, type StarterRun } from './runStarter.js';
import { endTokens, startBench, type StarterBench } from './starterOrg.js';

const tokenPath = '/services/oauth2/token';

for (const language of languages)
  for (const flow of ['client-credentials', 'jwt-bearer'] as const)
    describe(`the starter in ${language} for ${flow}`, function () {
      this.timeout(120_000);
      let bench: StarterBench;
      let folder: string;

      before(function () {
        needInterpreter(this, language);
      });

      beforeEach(async () => {
        bench = await startBench(flow);
        folder = await putStarter(bench.app, language, bench.defaults);
      });

      afterEach(() => bench?.org.stop());

      const run = async (env: Record<string, string> = {}, options: RunOptions = {}): Promise<StarterRun> => {
        const done = await runStarter(folder, language, { ...options, env: { ...bench.env, ...env } });
        for (const secret of bench.secrets) expect(done.stdout + done.stderr).not.to.include(secret);
        expect(done.stderr, 'for people, not a stack').not.to.match(/Traceback|^\s+at /m);
        return done;
      };
      const calls = (path: string): number =>
        bench.org.requests.filter((request) => request.path.endsWith(path)).length;

      it('signs in and prints what the org answers', async () => {
        const { code, stdout, stderr } = await run();
        expect(code, stderr).to.equal(0);
        expect(JSON.parse(stdout)).to.have.nested.property('records[0].Name', 'Loopback');
        expect([calls(tokenPath), calls('/services/data'), calls('/query')]).to.deep.equal([1, 1, 1]);
        expect(
          bench.org.requests.find(({ path }) => path === tokenPath)?.query.size,
          'nothing in the address',
        ).to.equal(0);
      });

      it('gets another token when the first has ended', async () => {
        bench.org.faults.onRequest = ({ path }) => {
          if (path.endsWith('/query') && calls('/query') === 1) endTokens(bench.org);
          return undefined;
        };
        const { code, stderr } = await run();
        expect(code, stderr).to.equal(0);
        expect([calls(tokenPath), calls('/query')]).to.deep.equal([2, 2]);
      });

      it('asks a busy org again, as soon as that says', async () => {
        let refusals = 0;
        bench.org.faults.onRequest = ({ path }) => {
          const isFirst =
            path === tokenPath ? calls(tokenPath) === 1 : path.endsWith('/query') && calls('/query') === 1;
          if (!isFirst) return undefined;
          refusals += 1;
          return { status: path === tokenPath ? 503 : 429, headers: { 'Retry-After': '0' }, body: 'busy' };
        };
        const { code, stderr } = await run();
        expect(code, stderr).to.equal(0);
        expect(refusals).to.equal(2);
      });

      it('gives up on an org that stays busy', async () => {
        bench.org.faults.onRequest = () => ({ status: 503, headers: { 'Retry-After': '0' }, body: 'busy' });
        const { code, stderr } = await run();
        expect(code).to.equal(1);
        expect(stderr).to.include('No token: HTTP 503');
        expect(calls(tokenPath)).to.equal(5);
      });

      it('says what the org refuses it for', async () => {
        const { code, stderr } = await run({ ACMEERP_CONSUMER_KEY: 'Nobody' });
        expect(code).to.equal(1);
        expect(stderr).to.include('No token: invalid_client_id client identifier invalid');
      });

      it('sends nothing without https, nor what is not set', async () => {
        const plain = await run({ ACMEERP_INSTANCE_URL: 'http://acme.my.salesforce.example' });
        expect([plain.code, plain.stderr]).to.satisfy(
          ([code, text]: [number, string]) => code === 1 && text.includes('is not https'),
        );
        const unset = await run({ ACMEERP_CONSUMER_KEY: '' });
        expect(unset.code).to.equal(1);
        expect(unset.stderr).to.include('Set ACMEERP_CONSUMER_KEY; README.md says to what.');
        expect(bench.org.requests).to.have.length(0);
      });

      it('follows no redirect, which would take the token elsewhere', async () => {
        bench.org.faults.onRequest = ({ path }) =>
          path.endsWith('/query')
            ? { status: 302, headers: { Location: `${bench.org.url}/elsewhere` }, body: '' }
            : undefined;
        expect((await run()).code).to.equal(1);
        expect(calls('/elsewhere')).to.equal(0);
      });

      if (flow === 'jwt-bearer') {
        it('reads the private key from a file, too', async () => {
          await writeFile(join(folder, 'key.pem'), bench.env.ACMEERP_PRIVATE_KEY ?? '');
          const { code, stderr } = await run({ ACMEERP_PRIVATE_KEY: '', ACMEERP_PRIVATE_KEY_FILE: 'key.pem' });
          expect(code, stderr).to.equal(0);
        });

        it('says so when it cannot sign', async () => {
          const { code, stderr } = await run({ ACMEERP_PRIVATE_KEY: 'no key' });
          expect(code).to.equal(1);
          expect(stderr).to.match(/private key|sign|DECODER/i);
          expect(bench.org.requests).to.have.length(0);
        });
      }

      if (language === 'bash') {
        it('puts no secret into the arguments of another program', async () => {
          const log = join(folder, 'arguments.log');
          const path = await logArguments(folder, ['curl', 'openssl', 'sed', 'tr'], log);
          const { code, stderr } = await run({ PATH: path });
          expect(code, stderr).to.equal(0);
          const seen = await readFile(log, 'utf8');
          expect(seen).to.include('curl').and.include('--config -');
          const { state } = bench.org;
          for (const text of [...bench.secrets, ...state.sessions.map(({ token }) => token)])
            expect(seen).not.to.include(text);
        });
      }

      if (flow === 'jwt-bearer' && language === 'python') {
        it('signs without a package, with openssl', async () => {
          const { code, stderr } = await run({}, { flags: ['-S'] });
          expect(code, stderr).to.equal(0);
        });
      }
    });
