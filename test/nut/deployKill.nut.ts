import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';
import type { ClientAppDeployResult } from '../../src/commands/clientapp/deploy.js';

const bin = resolve(import.meta.dirname, '../../bin/run.js');

const startDeploy = ({ sf, project }: Workbench, name: string): ReturnType<typeof spawn> =>
  spawn(
    process.execPath,
    [bin, 'clientapp', 'deploy', '--name', name, '--target-org', 'dev', '--allow-setting-change', '--json'],
    {
      cwd: project,
      env: {
        PATH: process.env['PATH'],
        HOME: sf.home,
        SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
        SF_DISABLE_TELEMETRY: 'true',
      },
    },
  );

const finish = async (child: ReturnType<typeof spawn>): Promise<{ code: number | null; stdout: string }> => {
  let stdout = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, stdout };
};

/** Kills a deploy at its n-th request. @returns false when it was done before it made so many */
const deployAndKill = async (
  bench: Workbench,
  name: string,
  n: number,
  moment: 'before' | 'after',
): Promise<boolean> => {
  const { faults, requests } = bench.org;
  const child = startDeploy(bench, name);
  const ended = finish(child);
  const first = requests.length;
  let killed = false;
  const kill = async (): Promise<'reset' | undefined> => {
    if (requests.length - first !== n || killed) return undefined;
    killed = true;
    child.kill('SIGKILL');
    await ended;
    return 'reset';
  };
  if (moment === 'before') faults.onRequest = kill;
  else faults.afterRequest = kill;
  await ended;
  delete faults.onRequest;
  delete faults.afterRequest;
  return killed;
};

const tokenFor = async ({ org }: Workbench, key: string, secret: string): Promise<Response> =>
  fetch(`${org.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: key, client_secret: secret }),
  });

/** The run-as user of an admin-approved app needs its access permission set (platform.md 6). */
const giveAccess = ({ sf, project }: Workbench, name: string): ReturnType<Workbench['sf']['run']> =>
  sf.run(
    ['org', 'assign', 'permset', '--name', `${name}_Access`, '--on-behalf-of', integrationUser, '--target-org', 'dev'],
    { cwd: project },
  );

/** What holds after the next run, whatever the first one had done. */
const expectCompleted = async (bench: Workbench, name: string, registration: string): Promise<void> => {
  const { components } = bench.org.state.metadata;
  const again = await finish(startDeploy(bench, name));
  expect(again.code, again.stdout).to.equal(0);
  const { apps } = (JSON.parse(again.stdout) as { result: ClientAppDeployResult }).result;
  expect(apps[0]?.credential.secret, again.stdout).to.equal('stored');
  expect(apps[0]?.readBack.status).to.equal('match');
  const type = registration === 'connected-app' ? 'ConnectedApp' : 'ExternalClientApplication';
  expect(components.filter((component) => component.type === type && component.fullName === name)).to.have.length(1);

  const revealed = await bench.sf.run(
    [
      'clientapp',
      'credential',
      'display',
      '--name',
      name,
      '--target-org',
      'dev',
      '--reveal-secret',
      '--no-prompt',
      '--json',
    ],
    { cwd: bench.project },
  );
  const { consumerKey, consumerSecret } = revealed.json<{ result: { consumerKey: string; consumerSecret: string } }>()
    .result;
  expect((await giveAccess(bench, name)).code).to.equal(0);
  expect((await tokenFor(bench, consumerKey, consumerSecret)).status).to.equal(200);

  const settings = components.find(
    (component) => component.type === 'ExternalClientAppSettings' || component.fullName === 'ExternalClientApp',
  );
  expect(settings?.fields['enableClientSecretInRestApiAccess'] ?? 'false').to.equal('false');
  expect(components.some((component) => component.fullName === 'sf_clientapp_secret_access')).to.equal(false);
  const leases = await readFile(join(bench.sf.home, '.sf', 'clientapp-leases.json'), 'utf8').catch(
    () => '{"leases":[]}',
  );
  expect((JSON.parse(leases) as { leases: unknown[] }).leases).to.deep.equal([]);
};

for (const registration of ['external-client-app', 'connected-app']) {
  describe(`deploy of one ${registration}, killed at any request`, () => {
    let bench: Workbench;

    before(async () => {
      bench = await createWorkbench({ users: [integrationUserSeed], switches: { connectedAppCreationAllowed: true } });
    });
    after(() => bench.dispose());

    for (const moment of ['before', 'after'] as const) {
      it(`is completed by the next run when killed ${moment} any request takes effect`, async function () {
        this.timeout(900_000);
        let n = 1;
        for (let killed = true; killed; n += 1) {
          const name = `Kill${moment === 'before' ? 'B' : 'A'}${n}`;
          await writeApp(bench.project, name, backendManifest(name, registration));
          killed = await deployAndKill(bench, name, n, moment);
          await expectCompleted(bench, name, registration);
        }
        // A deploy with capture makes more requests than this; fewer would mean that the kill came too late to test anything.
        expect(n).to.be.greaterThan(8);
      });
    }
  });
}
