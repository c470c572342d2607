import { spawn } from 'node:child_process';
import { expect } from 'chai';
import type { ClientAppRotateStartResult } from '../../src/commands/clientapp/rotate/start.js';
import type { Consumer } from '../org/metadata/index.js';
import { putConnectedApp, putPermissionSet } from '../org/testing.js';
import { sfEnvironment } from '../org/sf.js';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope<T> = { name?: string; result: T; actions?: string[] };

const pair = { key: 'newKeyOfOldErp12345', secret: 'newSecretOfOldErp12345' };

describe('clientapp rotate start for a Connected App through the real sf', () => {
  let bench: Workbench;
  let consumer: Consumer;

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed] });
    await writeApp(bench.project, 'OldErp', backendManifest('OldErp', 'connected-app'));
    for (const name of ['OldErp_Access', 'OldErp_Data']) putPermissionSet(bench.org, name);
    consumer = putConnectedApp(bench.org, 'OldErp', {
      oauthConfig: {
        callbackUrl: 'https://localhost/callback',
        isAdminApproved: 'true',
        isClientCredentialEnabled: 'true',
        oauthClientCredentialUser: integrationUser,
        scopes: ['Api'],
      },
      permissionSetName: ['OldErp_Access'],
    });
    const ran = await bench.clientapp(['create', 'user', '--name', 'OldErp', '--target-org', 'dev', '--json']);
    expect(ran.code, ran.stdout + ran.stderr).to.equal(0);
  });
  after(() => bench.dispose());

  const rotate = (input: string): Promise<{ code: number | null; stdout: string; stderr: string }> =>
    new Promise((settle) => {
      const args = ['clientapp', 'rotate', 'start', '--name', 'OldErp', '--target-org', 'dev', '--no-prompt'];
      const options = { cwd: bench.project, env: sfEnvironment(bench.sf.home) };
      const child = spawn(bench.sf.bin, [...args, '--wait', '0', '--json'], options);
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('close', (code) => settle({ code, stdout, stderr }));
      child.stdin.end(input);
    });

  it('says what to do when nobody brings the new pair', async () => {
    const { code, stdout } = await rotate('');
    const { name, actions } = JSON.parse(stdout) as Envelope<never>;
    expect([code, name]).to.deep.equal([1, 'NewPairMissingError']);
    expect(actions?.join('\n')).to.contain('/lightning/setup/NavigationMenus/home');
  });

  it('takes it from a pipe, tries it and makes it the current one', async () => {
    // Applied in Setup.
    Object.assign(consumer, pair);
    const { code, stdout, stderr } = await rotate(`${pair.key}\n${pair.secret}\n`);
    expect(code, stdout + stderr).to.equal(0);
    const { result } = JSON.parse(stdout) as Envelope<ClientAppRotateStartResult>;
    expect(result).to.include({ credential: 'secret', stage: 'retired', consumerKey: pair.key, store: 'sf' });
    expect(stdout + stderr).to.not.contain(pair.secret);
    const shown = await bench.clientapp(['credential', 'display', '-n', 'OldErp', '-o', 'dev', '--json']);
    const { versions } = shown.json<Envelope<{ versions: Array<{ version: string; state: string }> }>>().result;
    expect(versions).to.have.length(1);
    expect(versions[0]).to.include({ version: 'current', state: 'confirmed', hasSecret: true });
  });
});
