import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthInfo, StateAggregator } from '@salesforce/core';
import { stubPrompter, stubSfCommandUx, stubSpinner } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import sinon from 'sinon';
import ClientAppRevoke from '../../src/commands/clientapp/revoke.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';
import { putConnectedApp, putExternalClientApp, putToken, putUser } from '../org/testing.js';

/** Signs in as `sf` does. */
const signIn = async ({ url, accessToken, username, organizationId }: LoopbackOrg): Promise<void> => {
  StateAggregator.clearInstance();
  const accessTokenOptions = { accessToken, instanceUrl: url, loginUrl: url };
  const authInfo = await AuthInfo.create({ username: accessToken, accessTokenOptions });
  await authInfo.save({ username, orgId: organizationId, accessToken, instanceUrl: url, loginUrl: url });
};

describe('clientapp revoke on a terminal', () => {
  useTemporaryHome();
  const sandbox = sinon.createSandbox();
  const terminal = process.stdin.isTTY;
  const { SF_DISABLE_LOG_FILE } = process.env;
  let org: LoopbackOrg;
  let folder: string;
  let ux: ReturnType<typeof stubSfCommandUx>;
  let prompter: ReturnType<typeof stubPrompter>;

  // The log's worker would look for the loader of TypeScript in the project.
  before(() => (process.env['SF_DISABLE_LOG_FILE'] = 'true'));
  after(() => {
    if (SF_DISABLE_LOG_FILE === undefined) delete process.env['SF_DISABLE_LOG_FILE'];
    else process.env['SF_DISABLE_LOG_FILE'] = SF_DISABLE_LOG_FILE;
  });

  beforeEach(async () => {
    ux = stubSfCommandUx(sandbox);
    stubSpinner(sandbox);
    prompter = stubPrompter(sandbox);
    Object.defineProperty(process.stdin, 'isTTY', { value: true, configurable: true, writable: true });
    org = await startLoopbackOrg();
    folder = await mkdtemp(join(tmpdir(), 'clientapp-revoke-'));
    putUser(org, { username: 'ada@acme.example' });
    for (const appName of ['A', 'A', 'B']) putToken(org, { username: 'ada@acme.example', appName });
    await signIn(org);
  });
  afterEach(async () => {
    Object.defineProperty(process.stdin, 'isTTY', { value: terminal, configurable: true, writable: true });
    sandbox.restore();
    process.exitCode = 0;
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]) =>
    ClientAppRevoke.run(['--target-org', org.username, '--output-dir', folder, ...args]);
  const question = (): string => (prompter.confirm.args[0]?.[0] as { message: string } | undefined)?.message ?? '';

  it('shows the exact counts before it asks, and does nothing after a no', async () => {
    prompter.confirm.resolves(false);
    const failure = await failureOf(run('--name', 'A'));
    expect(failure).to.include({ name: 'NotConfirmedError', message: 'Nothing was changed.' });
    expect((failure as Error & { actions: string[] }).actions.join()).not.to.contain('Run the same command again');
    expect(question()).to.contain('Revoke 2 tokens and end 0 sessions');
    expect(org.state.grants).to.have.length(3);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('revokes after a yes', async () => {
    prompter.confirm.resolves(true);
    const result = await run('--name', 'A');
    expect(result).to.deep.include({ dryRun: false, notDone: [] });
    expect(result.tokens).to.include({ revoked: 2, left: 0 });
    expect(org.state.grants.map(({ appName }) => appName)).to.deep.equal(['B']);
    expect(await readdir(folder)).to.have.length(1);
  });

  it('asks about the switch too, and not when there is nothing to do', async () => {
    putExternalClientApp(org, 'AcmeErp');
    prompter.confirm.resolves(false);
    await failureOf(run('--name', 'AcmeErp', '--disable-app'));
    expect(question()).to.contain('and switch off AcmeErp');
    prompter.confirm.resetHistory();
    const result = await run('--name', 'AcmeErp');
    expect(prompter.confirm.callCount).to.equal(0);
    expect(result).to.include({ dryRun: false });
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('does not ask under --json', async () => {
    const failure = await failureOf(run('--name', 'A', '--json'));
    expect(failure).to.include({ name: 'ConfirmationRequiredError' });
    expect(prompter.confirm.callCount).to.equal(0);
  });

  it('shows hostile names harmlessly, and makes no command of them', async () => {
    const label = `Erp'; rm -rf ~ #\u202e\u0007`;
    putConnectedApp(org, 'Erp', { label });
    const menuLess = putToken(org, { username: 'ada@acme.example', appName: label });
    org.state.missingObjects.add('AppMenuItem');
    const result = await run('--name', label, '--dry-run');
    expect(result.tokens.selected).to.equal(1);
    const shown = [ux.log.args, ux.table.args]
      .flat(3)
      .map((one) => JSON.stringify(one))
      .join('\n');
    expect(shown).to.contain('rm -rf').and.not.to.contain('\u202e').and.not.to.contain('\\u0007');
    expect(result.nextSteps.join('\n')).to.contain(`--name 'Erp'\\''; rm -rf ~ #`);
    expect(shown).not.to.contain(menuLess.deleteToken);
  });
});
