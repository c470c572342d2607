import { createPrivateKey, X509Certificate } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { expect } from 'chai';
import { signAssertion } from '../../src/oauth/assertion.js';
import { openSfStore } from '../../src/secrets/sfStore.js';
import type { StoredCredential, StoredVersions } from '../../src/secrets/store.js';
import { readText, type Consumer } from '../org/metadata/index.js';
import { sfEnvironment } from '../org/sf.js';
import { requestToken } from '../org/testing.js';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from './appFiles.js';
import { endOf, type Ended } from './rotateBench.js';
import { createWorkbench, type Workbench } from './workbench.js';

const name = 'AcmeErp';
const target = ['--name', name, '--target-org', 'dev', '--json'];

export const startArgs = ['rotate', 'start', ...target, '--credential', 'certificate', '--wait', '0', '--no-prompt'];
const resumeArgs = ['rotate', 'resume', ...target, '--wait', '0'];
const cancelArgs = ['rotate', 'cancel', ...target];

/** A deployed app that signs in with a certificate, whose key is stored. */
export type CertificateBench = Workbench & {
  consumer: Consumer;
  /** Starts a command with the plugin's own entry point, which is faster than sf. */
  spawn: (args: string[]) => ChildProcess;
  run: (args: string[]) => Promise<Ended>;
  /** What the store has, read as a program reads it that runs on the same machine. */
  stored: () => Promise<StoredVersions>;
  /** Fingerprint of the certificate that the org has. */
  held: () => string;
};

const manifestOf = (registration: string): string =>
  backendManifest(name, registration)
    .replace('client-credentials', 'jwt-bearer')
    .replace('  api: Reads', '  refresh_token: Needed by JWT bearer\n  api: Reads');

const certificateOf = ({ org }: Workbench, registration: string): string => {
  const isConnectedApp = registration === 'connected-app';
  const type = isConnectedApp ? 'ConnectedApp' : 'ExtlClntAppGlobalOauthSettings';
  const { fields = {} } = org.state.metadata.components.find((component) => component.type === type) ?? {};
  const holder = isConnectedApp ? (fields['oauthConfig'] as typeof fields) : fields;
  return new X509Certificate(readText(holder, 'certificate') ?? '').fingerprint256;
};

export const createCertificateBench = async (registration: string): Promise<CertificateBench> => {
  const bench = await createWorkbench({
    users: [integrationUserSeed],
    switches: { connectedAppCreationAllowed: true },
  });
  await writeApp(bench.project, name, manifestOf(registration));
  for (const args of [
    ['generate', 'certificate', ...target, '--overwrite'],
    ['generate', 'app', '--manifest', `clientapps/${name}.clientapp.yaml`, '--overwrite', '--json'],
    ['deploy', ...target],
    // Gives the user what opens the app and its data.
    ['create', 'user', ...target],
  ]) {
    const ran = await bench.clientapp(args);
    expect(ran.code, ran.stdout + ran.stderr).to.equal(0);
  }
  const [consumer] = bench.org.state.metadata.consumers;
  if (!consumer) throw new Error('The app has no consumer.');
  // The store of this process is that of the command.
  Object.assign(process.env, { HOME: bench.sf.home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' });
  const start = (args: string[]): ChildProcess =>
    spawn(process.execPath, [bench.bin, 'clientapp', ...args], {
      cwd: bench.project,
      env: sfEnvironment(bench.sf.home),
    });
  return {
    ...bench,
    consumer,
    spawn: start,
    run: (args) => endOf(start(args)),
    stored: () => openSfStore().read({ orgId: bench.org.organizationId, app: name }),
    held: () => certificateOf(bench, registration),
  };
};

/** Gives the environment back that a bench has borrowed. */
export const lendEnvironment = (): (() => void) => {
  const { HOME, SF_USE_GENERIC_UNIX_KEYCHAIN } = process.env;
  return () => {
    for (const [variable, value] of Object.entries({ HOME, SF_USE_GENERIC_UNIX_KEYCHAIN }))
      if (value === undefined) delete process.env[variable];
      else process.env[variable] = value;
  };
};

/** Marks the requests of programs, as opposed to those of the command. */
export const ofAProgram = { 'x-program': 'acme-erp' };

/** The answer of the token endpoint to a program that signs in with a stored key. */
export const statusFor = async ({ org }: Workbench, credential: StoredCredential | undefined): Promise<number> => {
  const { consumerKey = '', privateKey = '' } = credential ?? {};
  const claims = { consumerKey, username: integrationUser, audience: new URL(org.url).origin };
  const assertion = await signAssertion(createPrivateKey(privateKey), { ...claims, now: org.clock.now().getTime() });
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  return (await requestToken(org, form, ofAProgram)).status;
};

/** One key works, and nothing else is stored. */
export const expectSettled = async (bench: CertificateBench, where: string): Promise<void> => {
  const stored = await bench.stored();
  expect(Object.keys(stored), where).to.deep.equal(['current']);
  expect(await statusFor(bench, stored.current), where).to.equal(200);
};

/** Brings a killed rotation to its end: by undoing it, as far as that can be done, or by going on. */
export const settle = async (bench: CertificateBench, where: string, undo: boolean): Promise<void> => {
  const again = await bench.run(undo ? cancelArgs : resumeArgs);
  if (again.code !== 0) {
    const { name: failure = '' } = JSON.parse(again.stdout) as { name?: string };
    // Killed before anything was written down, or after everything was done.
    const isExpected = failure === 'RotationNotFoundError' || (undo && failure === 'RotationTooLateError');
    expect(isExpected, `${where}: ${again.stdout}`).to.equal(true);
    if (failure === 'RotationTooLateError') {
      const resumed = await bench.run(resumeArgs);
      expect(resumed.code, `${where}: ${resumed.stdout}`).to.equal(0);
    }
  }
  await expectSettled(bench, where);
};
