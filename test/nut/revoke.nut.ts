import { readFile, stat } from 'node:fs/promises';
import { expect } from 'chai';
import type { ClientAppRevokeResult } from '../../src/commands/clientapp/revoke.js';
import { verifyCase } from '../../src/revocation/caseChain.js';
import { putConnectedApp, putLogin, putSession, putToken } from '../org/testing.js';
import type { SfRun } from '../org/sf.js';
import { integrationUser } from './appFiles.js';
import { appName, createRotateBench, expectSettled, startArgs, statusFor, type RotateBench } from './rotateBench.js';
import { debugging, filesBelow, loggedRequests, spellings, tracing, watchProcesses } from './secretSearch.js';

type Json = { status: number; result: ClientAppRevokeResult; name?: string; message?: string; actions?: string[] };

/** Among what debugging may have printed. */
const parsed = ({ stdout }: SfRun): Json => JSON.parse(/^\{\n.*?^\}$/ms.exec(stdout)?.[0] ?? stdout) as Json;

describe('clientapp revoke', () => {
  let bench: RotateBench;

  before(async function () {
    this.timeout(300_000);
    bench = await createRotateBench();
    putConnectedApp(bench.org, 'Billing', { label: 'Billing Sync' });
  });
  after(() => bench.dispose());

  const revoke = (args: string[], env: Record<string, string> = {}): Promise<SfRun> =>
    bench.clientapp(['revoke', '--target-org', 'dev', ...args], env);

  const seed = (name: string): string[] => {
    const loginHistoryId = putLogin(bench.org, { username: integrationUser, application: name });
    putSession(bench.org, { username: integrationUser, appName: name, loginHistoryId });
    return [1, 2, 3].flatMap(() => {
      const grant = putToken(bench.org, { username: integrationUser, appName: name });
      return [grant.deleteToken, grant.refreshToken];
    });
  };

  const left = (name: string): number =>
    bench.org.state.grants.filter((grant) => grant.appName === name).length +
    bench.org.state.sessions.filter((session) => session.appName === name).length;

  it('counts in a dry run, for people and for programs', async function () {
    this.timeout(120_000);
    seed('Billing Sync');
    const json = parsed(await revoke(['--name', 'Billing', '--end-sessions', '--dry-run', '--json']));
    expect(json.result).to.include({ dryRun: true });
    expect(json.result.tokens).to.include({ selected: 3, left: 3 });
    expect(json.result.sessions).to.include({ selected: 1 });
    expect(json.result).not.to.have.property('caseFile');
    const shown = await revoke(['--name', 'Billing', '--end-sessions', '--dry-run']);
    expect(shown.code, shown.stderr).to.equal(0);
    expect(shown.stdout).to.contain('3 tokens of 1 user and 1 session in dev');
    expect(left('Billing Sync')).to.equal(4);
  });

  it('does nothing without --no-prompt where nobody can be asked', async function () {
    this.timeout(120_000);
    for (const more of [[], ['--json']]) {
      const run = await revoke(['--name', 'Billing', ...more]);
      expect(run.code).to.equal(1);
      expect(run.stdout + run.stderr).to.contain('--no-prompt');
    }
    expect(left('Billing Sync')).to.equal(4);
  });

  it('says what is missing from a wrong call', async function () {
    this.timeout(120_000);
    const names = [];
    for (const args of [
      ['--no-prompt'],
      ['--user', integrationUser, '--disable-app', '--no-prompt'],
      ['--name', 'Billing', '--older-than', '9', '--rotate', '--no-prompt'],
      ['--name', 'Biling', '--no-prompt'],
    ]) {
      const run = await revoke([...args, '--json']);
      expect(run.code).to.equal(1);
      const { name, actions = [] } = parsed(run);
      expect(actions, name).not.to.deep.equal([]);
      names.push(name);
    }
    expect(names).to.deep.equal([
      'NothingChosenError',
      'AppNameNeededError',
      'WholeAppOnlyError',
      'ClientAppNotFoundError',
    ]);
  });

  it('a Connected App: tokens and sessions go, what is left to a person is said, the exit code is 68', async function () {
    this.timeout(120_000);
    const run = await revoke(['--name', 'Billing', '--end-sessions', '--disable-app', '--no-prompt', '--json']);
    const { result } = parsed(run);
    expect(run.code, run.stdout).to.equal(68);
    expect(result.tokens).to.include({ selected: 3, revoked: 3, left: 0 });
    expect(result.sessions).to.include({ ended: 1 });
    expect(result.switches.map(({ status }) => status)).to.deep.equal(['not-possible']);
    expect(result.nextSteps.join('\n')).to.contain('/lightning/setup/ConnectedAppsUsage/home');
    expect(left('Billing Sync')).to.equal(0);
  });

  it('replaces the pair that a rotation under way has brought into use already, too', async function () {
    this.timeout(300_000);
    const started = await bench.run([...startArgs.filter((arg) => arg !== '--retire-now'), '--overlap-days', '7']);
    expect(started.code, started.stdout).to.equal(0);
    const inUse = { key: bench.consumer.key, secret: bench.consumer.secret };
    const run = await revoke(['--name', appName, '--rotate', '--allow-setting-change', '--no-prompt', '--json']);
    expect(run.code, run.stdout).to.equal(0);
    expect(parsed(run).result.rotations).to.deep.equal([{ app: appName, status: 'rotated', stage: 'retired' }]);
    expect(bench.consumer.key).not.to.equal(inUse.key);
    expect(await statusFor(bench, inUse.key, inUse.secret)).to.be.greaterThanOrEqual(400);
    await expectSettled(bench, 'after the leak');
  });

  it('an incident in one command: tokens, sessions, credential and switch; no secret anywhere', async function () {
    this.timeout(300_000);
    const label = bench.org.state.metadata.components.find(
      ({ type, fullName }) => type === 'ExternalClientApplication' && fullName === appName,
    )?.fields['label'] as string;
    const secrets = [...seed(label), bench.consumer.secret];
    const { key, secret } = bench.consumer;
    const dryRun = await revoke(['--name', appName, '--end-sessions', '--dry-run'], debugging);
    expect(dryRun.stdout, 'requests that were printed').to.include('FROM%20OauthToken');
    const { result: run, seen } = await watchProcesses(
      revoke(
        [
          '--name',
          appName,
          '--rotate',
          '--disable-app',
          '--end-sessions',
          '--allow-setting-change',
          '--no-prompt',
          '--json',
        ],
        tracing,
      ),
    );
    const { result } = parsed(run);
    expect(run.code, run.stdout).to.equal(0);
    expect(result.tokens).to.include({ revoked: 3, left: 0 });
    expect(result.sessions.ended).to.be.greaterThanOrEqual(1);
    expect(result.rotations).to.deep.equal([{ app: appName, status: 'rotated', stage: 'retired' }]);
    expect(result.switches).to.deep.equal([{ app: appName, status: 'disabled' }]);
    expect(result.notDone).to.deep.equal([]);
    expect(left(label)).to.equal(0);
    expect(bench.consumer.key).not.to.equal(key);
    for (const pair of [{ key, secret }, bench.consumer])
      expect(await statusFor(bench, pair.key, pair.secret)).to.be.greaterThanOrEqual(400);

    const { file = '', digest, entries } = result.caseFile ?? {};
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(verifyCase(await readFile(file, 'utf8'))).to.deep.equal({ intact: true, entries, last: digest });

    const files = [...(await filesBelow(bench.sf.home)), ...(await filesBelow(bench.project))];
    const printed = [dryRun.stdout, dryRun.stderr, run.stdout, run.stderr, seen];
    const texts = [...printed, ...(await Promise.all(files.map((path) => readFile(path, 'latin1'))))];
    const logged = (await loggedRequests(bench.sf.home)).join('\n');
    expect(logged)
      .to.match(/FROM OauthToken/)
      .and.match(/FROM AuthSession/)
      .and.match(/\/staged/);
    for (const one of [...secrets, bench.consumer.secret])
      for (const spelled of spellings(one))
        expect(
          texts.findIndex((text) => text.includes(spelled)),
          files[texts.findIndex((text) => text.includes(spelled)) - printed.length],
        ).to.equal(-1);

    for (const { type, fields } of bench.org.state.metadata.components)
      if (type === 'ExtlClntAppConfigurablePolicies') fields['isOauthPluginEnabled'] = 'true';
    await expectSettled(bench, 'after the incident');
  });
});
