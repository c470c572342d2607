import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { sfEnvironment } from '../org/sf.js';
import { putConnectedApp, putExternalClientApp, putLogin, putSession, putToken } from '../org/testing.js';
import { verifyCase } from '../../src/revocation/caseChain.js';
import { readFile } from 'node:fs/promises';
import { integrationUser, integrationUserSeed } from './appFiles.js';
import { endOf } from './rotateBench.js';
import { filesBelow } from './secretSearch.js';
import { createWorkbench, type Workbench } from './workbench.js';

const args = ['--name', 'Billing', '--name', 'AcmeErp', '--disable-app', '--end-sessions', '--no-prompt', '--json'];
const apps = ['Billing Sync', 'AcmeErp'];
/** The org refuses to switch a Connected App off: done in part is all that can be. */
const asDoneAsCanBe = 68;

/** Every n-th request, so that people keep running it; `npm run test:kill` takes all of them. */
const stride = Number(process.env.REVOKE_KILL_STRIDE ?? 8);

describe('a revocation that is killed at any request', () => {
  let bench: Workbench;

  before(async function () {
    this.timeout(300_000);
    bench = await createWorkbench({ users: [integrationUserSeed] });
    putConnectedApp(bench.org, 'Billing', { label: 'Billing Sync' });
  });
  after(() => bench.dispose());

  /** Two apps with tokens and sessions, and somebody else's, which stay. */
  const seed = (): void => {
    const { org } = bench;
    org.state.grants = [];
    org.state.sessions = org.state.sessions.filter(({ appName }) => appName === 'Salesforce CLI');
    putExternalClientApp(org, 'AcmeErp', { plugins: { isOauthPluginEnabled: 'true' } });
    for (const application of [...apps, 'Other']) {
      const loginHistoryId = putLogin(org, { username: integrationUser, application });
      for (let count = 0; count < 2; count += 1) {
        putToken(org, { username: integrationUser, appName: application });
        putSession(org, { username: integrationUser, appName: application, loginHistoryId });
      }
    }
  };

  const expectDone = (where: string): void => {
    const { grants, sessions, metadata } = bench.org.state;
    const others = sessions.filter(({ appName }) => appName !== 'Salesforce CLI');
    expect(
      grants.map(({ appName }) => appName),
      where,
    ).to.deep.equal(['Other', 'Other']);
    expect(
      others.map(({ appName }) => appName),
      where,
    ).to.deep.equal(['Other', 'Other']);
    const switches = metadata.components.filter(({ type }) => type === 'ExtlClntAppConfigurablePolicies');
    expect(
      switches.map(({ fields }) => fields['isOauthPluginEnabled']),
      where,
    ).to.deep.equal(['false']);
  };

  const start = (): ChildProcess =>
    spawn(process.execPath, [bench.bin, 'clientapp', 'revoke', '--target-org', 'dev', ...args], {
      cwd: bench.project,
      env: sfEnvironment(bench.sf.home),
    });

  /** @returns false when the revocation was done before it made so many requests */
  const startAndKill = async (n: number, moment: 'onRequest' | 'afterRequest'): Promise<boolean> => {
    const { faults, requests } = bench.org;
    const child = start();
    const ended = endOf(child);
    const first = requests.length;
    let killed = false;
    faults[moment] = async () => {
      if (requests.length - first < n || killed) return killed ? 'reset' : undefined;
      killed = true;
      child.kill('SIGKILL');
      await ended;
      return 'reset';
    };
    await ended;
    delete faults[moment];
    return killed;
  };

  for (const moment of ['onRequest', 'afterRequest'] as const)
    it(`${moment === 'onRequest' ? 'before' : 'after'} it takes effect: the same command ends it, each thing once`, async function () {
      this.timeout(3_600_000);
      let n = 1;
      for (let killed = true; killed; n += stride) {
        seed();
        killed = await startAndKill(n, moment);
        const where = `killed ${moment} ${n}`;
        if (killed) {
          const again = await endOf(start());
          expect(again.code, `${where}: ${again.stdout}`).to.equal(asDoneAsCanBe);
        }
        expectDone(where);
      }
      // A revocation makes more requests than this; fewer would mean that the kill came too late to test anything.
      expect(n).to.be.greaterThan(20);
      // What a killed run has written is intact as far as it goes.
      const files = (await filesBelow(bench.sf.home)).filter((file) => file.endsWith('.jsonl'));
      expect(files.length).to.be.greaterThan(5);
      for (const file of files) {
        const text = await readFile(file, 'utf8');
        if (text !== '') expect(verifyCase(text), file).to.include({ intact: true });
      }
    });
});
