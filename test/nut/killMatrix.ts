import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from './appFiles.js';
import { sfEnvironment } from '../org/sf.js';
import { createWorkbench, type Workbench } from './workbench.js';
import type { ClientAppDeployResult } from '../../src/commands/clientapp/deploy.js';

/** The plugin's own entry point: the same commands, started faster than through sf, for hundreds of runs. */
const start = ({ bin, sf, project }: Workbench, args: string[]): ReturnType<typeof spawn> =>
  spawn(process.execPath, [bin, 'clientapp', ...args, '--target-org', 'dev', '--json'], {
    cwd: project,
    env: sfEnvironment(sf.home),
  });

const startDeploy = (bench: Workbench, name: string): ReturnType<typeof spawn> =>
  start(bench, ['deploy', '--name', name, '--allow-setting-change']);

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
  const { faults } = bench.org;
  const child = startDeploy(bench, name);
  const ended = finish(child);
  // Counted here: two requests can be under way at once, and end one right after the other.
  let requests = 0;
  let killed = false;
  const kill = async (): Promise<'reset' | undefined> => {
    requests += 1;
    if (requests !== n || killed) return undefined;
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
  // It was left alone because it was done, not because its turn was missed.
  if (!killed) expect(requests).to.be.lessThan(n);
  return killed;
};

const tokenFor = async ({ org }: Workbench, key: string, secret: string): Promise<Response> =>
  fetch(`${org.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: key, client_secret: secret }),
  });

/** The run-as user of an admin-approved app needs its access permission set (platform.md 6). */
const giveAccess = async ({ org }: Workbench, name: string): Promise<void> => {
  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const headers = { Authorization: `Bearer ${org.accessToken}`, 'Content-Type': 'application/json' };
    const response = await fetch(`${org.url}/services/data/v67.0/${path}`, { ...init, headers });
    expect(response.ok, path).to.equal(true);
    return (await response.json()) as T;
  };
  const idOf = async (soql: string): Promise<string | undefined> =>
    (await call<{ records: Array<{ Id: string }> }>(`query?q=${encodeURIComponent(soql)}`)).records[0]?.Id;
  const assignment = {
    AssigneeId: await idOf(`SELECT Id FROM User WHERE Username = '${integrationUser}'`),
    PermissionSetId: await idOf(`SELECT Id FROM PermissionSet WHERE Name = '${name}_Access'`),
  };
  await call('sobjects/PermissionSetAssignment', { method: 'POST', body: JSON.stringify(assignment) });
};

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

  const revealed = await finish(
    start(bench, ['credential', 'display', '--name', name, '--reveal-secret', '--no-prompt']),
  );
  const { consumerKey, consumerSecret } = (
    JSON.parse(revealed.stdout) as { result: { consumerKey: string; consumerSecret: string } }
  ).result;
  await giveAccess(bench, name);
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

/** Every n-th request, so that people keep running it; `npm run test:kill` takes all of them. */
const stride = Number(process.env.DEPLOY_KILL_STRIDE ?? 3);

/** Declares the tests of one registration. */
export const describeKillMatrix = (registration: string): void => {
  describe(`deploy of one ${registration}, killed at any request`, () => {
    let bench: Workbench;

    before(async () => {
      bench = await createWorkbench({ users: [integrationUserSeed], switches: { connectedAppCreationAllowed: true } });
    });
    after(() => bench.dispose());

    for (const moment of ['before', 'after'] as const) {
      it(`is completed by the next run when killed ${moment} any request takes effect`, async function () {
        this.timeout(1_800_000);
        // Before some requests, and after others.
        let n = moment === 'before' ? 1 : Math.min(2, stride);
        for (let killed = true; killed; n += stride) {
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
};
