import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import type { ClientAppCredentialDisplayResult } from '../../src/commands/clientapp/credential/display.js';
import type { ClientAppCredentialSetResult } from '../../src/commands/clientapp/credential/set.js';
import { putConnectedApp } from '../org/testing.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope<T> = { status: number; name?: string; result: T; actions?: string[]; warnings?: string[] };
type Run = { code: number | null; output: string; json: <T>() => T };

const secret = 'TheSecretOfBilling0123456789';
const bin = resolve(import.meta.dirname, '../../node_modules/.bin');

describe('clientapp credential through the real sf', () => {
  let bench: Workbench;
  let key: string;

  before(async () => {
    bench = await createWorkbench();
    ({ key } = putConnectedApp(bench.org, 'Billing', {
      label: 'Billing app',
      oauthConfig: { consumerKey: 'ConsumerKeyOfBilling', callbackUrl: 'https://billing.example/cb', scopes: ['Api'] },
    }));
  });

  after(() => bench.dispose());

  const on = ['--name', 'Billing', '--target-org', 'dev'];

  /** As `bench.clientapp`, with something piped in. */
  const set = (input: string, ...args: string[]): Promise<Run> =>
    new Promise((settle, fail) => {
      const child = spawn(join(bin, 'sf'), ['clientapp', 'credential', 'set', ...on, ...args, '--json'], {
        cwd: bench.project,
        env: {
          PATH: `${bin}:${process.env['PATH'] ?? ''}`,
          HOME: bench.sf.home,
          SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
          SF_DISABLE_TELEMETRY: 'true',
          SF_DISABLE_AUTOUPDATE: 'true',
        },
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('error', fail);
      child.on('close', (code) => settle({ code, output: stdout + stderr, json: <T>() => JSON.parse(stdout) as T }));
      child.stdin.end(input);
    });
  const display = (...args: string[]) => bench.clientapp(['credential', 'display', ...on, ...args]);

  it('says that nothing is stored, and what to do', async () => {
    const run = await display('--json');
    const { name, actions } = run.json<Envelope<never>>();
    expect(run.code).to.equal(1);
    expect(name).to.equal('NoCredentialStoredError');
    expect(actions?.[0]).to.include('sf clientapp credential set --name Billing --target-org dev');
  });

  it('refuses no secret, blanks and a secret with a space', async () => {
    for (const [input, error] of [
      ['', 'NoSecretError'],
      [' \n', 'NoSecretError'],
      ['two words\n', 'SecretWithSpaceError'],
    ] as const)
      expect((await set(input, '--consumer-key', key)).json<Envelope<never>>().name, JSON.stringify(input)).to.equal(
        error,
      );
  });

  it('stores a secret from a pipe under the key that the org has', async () => {
    const run = await set(`${secret}\n`);
    const { result } = run.json<Envelope<ClientAppCredentialSetResult>>();
    expect(result, run.output).to.include({
      name: 'Billing',
      org: 'dev',
      store: 'sf',
      consumerKey: key,
      secret: 'stored',
      before: 'nothing',
    });
    expect(result.apiCalls).to.be.within(1, 5);
    expect(run.output).not.to.include(secret);
  });

  it('leaves no secret in any file', async () => {
    const files = await readdir(bench.sf.home, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile()))
      expect((await readFile(join(file.parentPath, file.name))).includes(secret), file.name).to.equal(false);
  });

  it('displays what is stored without the secret, and calls no org for it', async () => {
    const before = bench.org.requests.length;
    const run = await display('--json');
    const { result } = run.json<Envelope<ClientAppCredentialDisplayResult>>();
    expect(result).to.include({ name: 'Billing', org: 'dev', store: 'sf', consumerKey: key });
    expect(result.versions.map(({ version, hasSecret, state }) => [version, hasSecret, state])).to.deep.equal([
      ['current', true, 'confirmed'],
    ]);
    expect(run.stdout + run.stderr).not.to.include(secret);
    expect(bench.org.requests.length).to.equal(before);
    const shown = await display();
    expect(shown.stdout + shown.stderr)
      .not.to.include(key)
      .and.not.to.include(secret);
  });

  it('shows the secret to nobody who did not confirm', async () => {
    for (const args of [['--reveal-secret'], ['--reveal-secret', '--json']]) {
      const run = await display(...args);
      expect(run.code).to.equal(1);
      expect(run.stdout + run.stderr)
        .to.include('ConfirmationRequiredError')
        .and.not.to.include(secret);
    }
  });

  it('hands the secret to a script that asks for it', async () => {
    const run = await display('--reveal-secret', '--no-prompt', '--json');
    const { result, warnings } = run.json<Envelope<ClientAppCredentialDisplayResult>>();
    expect(result.consumerSecret).to.equal(secret);
    expect(warnings?.join()).to.include('whoever sees it can act as this client app');
  });

  it('keeps what was stored under another key as previous', async () => {
    const run = await set('AnotherSecret0123456789', '--consumer-key', 'AnotherKey');
    expect(run.json<Envelope<ClientAppCredentialSetResult>>().result).to.include({
      before: 'moved-to-previous',
      apiCalls: 0,
    });
    const { result } = (await display('--json')).json<Envelope<ClientAppCredentialDisplayResult>>();
    expect(result.versions.map(({ version, consumerKey }) => [version, consumerKey])).to.deep.equal([
      ['current', 'AnotherKey'],
      ['previous', key],
    ]);
  });

  it('cannot know the key of an app that the org does not have', async () => {
    const run = await bench.clientapp(['credential', 'set', '--name', 'Nobody', '--target-org', 'dev', '--json']);
    expect(run.json<Envelope<never>>().name).to.equal('NoConsumerKeyError');
  });
});
