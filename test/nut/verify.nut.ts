import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppVerifyResult } from '../../src/commands/clientapp/verify.js';
import { sfEnvironment, type SfRun } from '../org/sf.js';
import { assign } from '../org/testing.js';
import { approve, freePort } from '../verify/browser.js';
import { approveInChromium, chromium } from '../verify/chromium.js';
import { person } from '../verify/support.js';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope = { status: number; result: ClientAppVerifyResult };

const statusOf = ({ result }: Envelope, id: string): string | undefined =>
  result.checks.find((check) => check.id === id)?.status;

const webManifest = (name: string, callback: string): string => `name: ${name}
label: ${name}
description: Signs people in
model: cli
flow: authorization-code
owner: { email: it@acme.example }
scopes: { api: Reads orders, refresh_token: Works at night }
callbackUrls: ['${callback}']
`;

describe('verify through the real sf', () => {
  let bench: Workbench;

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed, { username: person }] });
    const { sf, project } = bench;
    const settings = join(project, 'force-app/main/default/settings/OauthOidc.settings-meta.xml');
    await (await import('node:fs/promises')).mkdir(join(settings, '..'), { recursive: true });
    await writeFile(
      settings,
      `<?xml version="1.0" encoding="UTF-8"?>
<OauthOidcSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <blockOAuthUsrAgtFlow>true</blockOAuthUsrAgtFlow>
</OauthOidcSettings>
`,
    );
    const deployed = await sf.run(['project', 'deploy', 'start', '--source-dir', settings, '-o', 'dev', '--json'], {
      cwd: project,
    });
    expect(deployed.code, deployed.stdout).to.equal(0);
  });
  after(() => bench.dispose());

  const deploy = async (name: string): Promise<void> => {
    const run = await bench.clientapp(['deploy', '-n', name, '-o', 'dev', '--allow-setting-change', '--json']);
    expect(run.code, run.stdout + run.stderr).to.equal(0);
  };

  const permit = async (user: string, ...sets: string[]): Promise<void> => {
    const names = sets.flatMap((set) => ['--name', set]);
    const run = await bench.sf.run([
      'org',
      'assign',
      'permset',
      '--on-behalf-of',
      user,
      '-o',
      'dev',
      '--json',
      ...names,
    ]);
    expect(run.code, run.stdout).to.equal(0);
  };

  const verify = (name: string, ...more: string[]): Promise<SfRun> =>
    bench.clientapp(['verify', '-n', name, '-o', 'dev', ...more]);

  /** No secret of the org has left it, and no token of the app is alive. */
  const expectNoTrace = ({ stdout, stderr }: SfRun, app: string): void => {
    const { state } = bench.org;
    for (const { secret } of state.metadata.consumers) expect(stdout + stderr).to.not.contain(secret);
    expect(stdout + stderr).to.not.match(/00D\w{12}!AQ|PRIVATE KEY|5Aep/);
    expect(state.sessions.filter(({ appName }) => appName === app)).to.deep.equal([]);
    expect(state.grants).to.deep.equal([]);
  };

  it('client-credentials: names the missing permission set, then passes', async () => {
    await writeApp(bench.project, 'Nightly', backendManifest('Nightly', 'external-client-app'));
    await deploy('Nightly');
    const refused = await verify('Nightly', '--json');
    expect(refused.code, refused.stdout).to.equal(1);
    const [failure] = refused.json<Envelope>().result.checks.filter(({ status }) => status === 'fail');
    expect(failure).to.include({ id: 'token', cause: 'permission-set-missing' });
    expect(failure?.actions[0]).to.contain(
      `"sf org assign permset --name Nightly_Access --on-behalf-of ${integrationUser} --target-org dev"`,
    );

    await permit(integrationUser, 'Nightly_Access', 'Nightly_Data');
    const passed = await verify('Nightly', '--json');
    expect(passed.code, passed.stdout).to.equal(0);
    expect(passed.json<Envelope>().result).to.include({ app: 'Nightly', org: 'dev', status: 'pass' });
    expect(passed.json<Envelope>().result.apiCalls).to.be.within(5, 20);
    expectNoTrace(passed, 'Nightly');
  });

  it('shows a table for people, with marks and next commands', async () => {
    const passed = await verify('Nightly');
    expect(passed.code, passed.stdout + passed.stderr).to.equal(0);
    expect(passed.stdout).to.contain('✓').and.contain('–').and.contain('A wrong secret is refused');
    expect(passed.stdout).to.match(/\d+ passed, 0 failed, \d+ skipped; \d+ API calls\./);
    expectNoTrace(passed, 'Nightly');
    const user = bench.org.org.records('User').find(({ Username }) => Username === integrationUser);
    if (user) user.IsActive = false;
    const failed = await verify('Nightly', '--no-negative');
    if (user) user.IsActive = true;
    expect(failed.code).to.equal(1);
    expect(failed.stdout).to.contain('✗').and.contain('inactive-user').and.contain('sf data update record');
  });

  it('jwt-bearer: with the key that generate certificate has stored', async () => {
    const manifest = `name: Signed
label: Signed
description: Signs its requests
model: backend
flow: jwt-bearer
owner: { email: it@acme.example }
scopes: { api: Reads orders, refresh_token: The flow wants it }
identity: { user: ${integrationUser} }
credentials: { certificateFile: certificates/Signed.crt }
`;
    // The metadata needs the certificate, which is made for the app in the manifest.
    await writeFile(join(bench.project, 'clientapps/Signed.clientapp.yaml'), manifest);
    const generated = await bench.clientapp(['generate', 'app', '-f', 'clientapps/Signed.clientapp.yaml', '--json']);
    const certificate = await bench.clientapp(['generate', 'certificate', '-n', 'Signed', '-o', 'dev', '--json']);
    expect(certificate.code, generated.stdout + certificate.stdout).to.equal(0);
    const again = await bench.clientapp([
      'generate',
      'app',
      '-f',
      'clientapps/Signed.clientapp.yaml',
      '--overwrite',
      '--json',
    ]);
    expect(again.code, again.stdout).to.equal(0);
    await deploy('Signed');
    await permit(integrationUser, 'Signed_Access');
    const passed = await verify('Signed', '--json');
    expect(passed.code, passed.stdout).to.equal(0);
    const envelope = passed.json<Envelope>();
    for (const id of ['certificate', 'token', 'identity', 'foreign-key', 'other-user'])
      expect(statusOf(envelope, id), id).to.equal('pass');
    expectNoTrace(passed, 'Signed');
  });

  describe('authorization-code', () => {
    /** Starts `verify --no-browser` and gives the printed address to somebody who approves. */
    const verifyWith = async (approver: (url: string) => Promise<void>): Promise<SfRun> => {
      const { sf, project } = bench;
      const args = ['clientapp', 'verify', '-n', 'Portal', '-o', 'dev', '--no-browser', '--json'];
      const child = spawn(sf.bin, args, { cwd: project, env: sfEnvironment(sf.home) });
      let [stdout, stderr, isAsked] = ['', '', false];
      let approved: Promise<void> | undefined;
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
        const [url] = /http:\/\/\S+\/authorize\?\S+/.exec(stderr) ?? [];
        if (url === undefined || isAsked) return;
        isAsked = true;
        approved = approver(url);
        approved.catch(() => child.kill());
      });
      await once(child, 'close');
      await approved;
      return { code: child.exitCode, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
    };

    const expectPassed = (run: SfRun): void => {
      expect(run.code, run.stdout + run.stderr).to.equal(0);
      const envelope = run.json<Envelope>();
      for (const id of ['token', 'identity', 'refresh', 'revoke', 'pkce', 'refresh-token-reuse'])
        expect(statusOf(envelope, id), id).to.equal('pass');
      expectNoTrace(run, 'Portal');
    };

    before(async () => {
      const callback = `http://localhost:${await freePort()}/OauthRedirect`;
      await writeApp(bench.project, 'Portal', webManifest('Portal', callback));
      await deploy('Portal');
      const set = bench.org.state.metadata.components.find(({ fullName }) => fullName === 'Portal_Access');
      assign(bench.org, person, set?.id ?? '');
    });

    it('by a form that is posted without a browser', async () => {
      expectPassed(await verifyWith(async (url) => void (await fetch(await approve(url)))));
    });

    it('in a real browser', async function () {
      const program = chromium();
      if (program === undefined) {
        if (process.env['CI']) throw new Error('CI has no Chromium; install the package chromium.');
        return this.skip();
      }
      expectPassed(await verifyWith((url) => approveInChromium(program, url, person)));
    });
  });

  it('leaves nothing of the credentials in the log of sf', async () => {
    const log = join(bench.sf.home, '.sf', 'sf.log');
    if (!existsSync(log)) return;
    const text = await readFile(log, 'utf8');
    for (const { secret } of bench.org.state.metadata.consumers) expect(text).to.not.contain(secret);
  });
});
