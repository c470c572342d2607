import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { sfEnvironment } from '../org/sf.js';
import { assign, requestToken } from '../org/testing.js';
import type { Consumer } from '../org/metadata/index.js';
import type { ClientAppCredentialDisplayResult } from '../../src/commands/clientapp/credential/display.js';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

export type Ended = { code: number | null; stdout: string; stderr: string };

/** A deployed app with client credentials, whose secret is stored, in an org whose secret-access switch is off. */
export type RotateBench = Workbench & {
  consumer: Consumer;
  /** Starts a command with the plugin's own entry point, which is faster than sf. */
  spawn: (args: string[]) => ChildProcess;
  run: (args: string[]) => Promise<Ended>;
};

export const appName = 'Erp';
const leave = ['--allow-setting-change'];
const target = ['--name', appName, '--target-org', 'dev', '--json'];
export const startArgs = ['rotate', 'start', ...target, ...leave, '--no-prompt', '--retire-now'];
export const resumeArgs = ['rotate', 'resume', ...target, ...leave, '--retire-now'];
const cancelArgs = ['rotate', 'cancel', ...target, ...leave];

export const endOf = async (child: ChildProcess): Promise<Ended> => {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
};

const nameOfFailure = ({ stdout }: Ended): string => (JSON.parse(stdout) as { name?: string }).name ?? '';

export const createRotateBench = async (): Promise<RotateBench> => {
  const bench = await createWorkbench({ users: [integrationUserSeed] });
  await writeApp(
    bench.project,
    appName,
    backendManifest(appName, 'external-client-app', 'credentials: { store: sf, rotateEveryDays: 90 }\n'),
  );
  const deployed = await bench.clientapp(['deploy', ...target, ...leave]);
  expect(deployed.code, deployed.stdout + deployed.stderr).to.equal(0);
  const { components, consumers } = bench.org.state.metadata;
  for (const { type, fullName, id } of components)
    if (type === 'PermissionSet' && fullName.startsWith(`${appName}_`)) assign(bench.org, integrationUser, id);
  const [consumer] = consumers;
  if (!consumer) throw new Error('The app has no consumer.');
  const start = (args: string[]): ChildProcess =>
    spawn(process.execPath, [bench.bin, 'clientapp', ...args], {
      cwd: bench.project,
      env: sfEnvironment(bench.sf.home),
    });
  return { ...bench, consumer, spawn: start, run: (args) => endOf(start(args)) };
};

export const statusFor = async ({ org }: Workbench, key: string, secret: string): Promise<number> =>
  (await requestToken(org, { grant_type: 'client_credentials', client_id: key, client_secret: secret })).status;

const switchOf = ({ org }: Workbench): unknown =>
  org.state.metadata.components.find(({ fullName }) => fullName === 'ExternalClientApp')?.fields[
    'enableClientSecretInRestApiAccess'
  ] ?? 'false';

/** One pair works, in the store and in the org; nothing is left staged, raised or lent. */
export const expectSettled = async (bench: RotateBench, where: string): Promise<void> => {
  const { consumer, org } = bench;
  const shown = await bench.run(['credential', 'display', ...target, '--reveal-secret', '--no-prompt']);
  expect(shown.code, `${where}: ${shown.stdout}`).to.equal(0);
  const { result } = JSON.parse(shown.stdout) as { result: ClientAppCredentialDisplayResult };
  expect(
    result.versions.map(({ version }) => version),
    where,
  ).to.deep.equal(['current']);
  expect(result, where).to.include({ consumerKey: consumer.key, consumerSecret: consumer.secret });
  expect(await statusFor(bench, consumer.key, consumer.secret), where).to.equal(200);
  expect(consumer.staged, where).to.equal(undefined);
  expect(switchOf(bench), where).to.equal('false');
  const lent = org.state.metadata.components.filter(({ fullName }) => fullName === 'sf_clientapp_secret_access');
  expect(lent, where).to.deep.equal([]);
  const leases = await readFile(join(bench.sf.home, '.sf', 'clientapp-leases.json'), 'utf8');
  expect((JSON.parse(leases) as { leases: unknown[] }).leases, where).to.deep.equal([]);
};

/** Brings a killed rotation to its end: every other one by undoing it, as far as that can be done. */
export const settle = async (bench: RotateBench, where: string, undo: boolean): Promise<void> => {
  const again = undo ? await bench.run(cancelArgs) : await bench.run(resumeArgs);
  if (again.code !== 0) {
    const name = nameOfFailure(again);
    // Killed before anything was written down, or after everything was done.
    const isExpected = name === 'RotationNotFoundError' || (undo && name === 'RotationTooLateError');
    expect(isExpected, `${where}: ${again.stdout}`).to.equal(true);
    if (name === 'RotationTooLateError') {
      const resumed = await bench.run(resumeArgs);
      expect(resumed.code, `${where}: ${resumed.stdout}`).to.equal(0);
    }
    // What a run that was killed has left raised goes down with the next one that asks the org for credentials.
    if (name === 'RotationNotFoundError') {
      const fresh = await bench.run(startArgs);
      expect(fresh.code, `${where}: ${fresh.stdout}`).to.equal(0);
    }
  }
  await expectSettled(bench, where);
};
