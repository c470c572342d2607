import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LoopbackOrg } from './index.js';

export type SfRun = { code: number | null; stdout: string; stderr: string; json: <T>() => T };

/** The real `sf` with a home of its own. */
export type Sf = {
  home: string;
  /** The program itself, for callers that give it a terminal of their own. */
  bin: string;
  run: (args: string[], options?: { cwd?: string; env?: Record<string, string> }) => Promise<SfRun>;
  signIn: (org: LoopbackOrg, alias: string) => Promise<SfRun>;
  dispose: () => Promise<void>;
};

const bin = resolve(import.meta.dirname, '../../node_modules/.bin');

/**
 * Without `SF_AUTOUPDATE_DISABLE`: sf that npm has installed never updates itself, unless that variable is set, whatever it is
 * set to (`configureAutoUpdate` of the CLI).
 */
const quiet: Record<string, string> = {
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  SF_DISABLE_TELEMETRY: 'true',
  SF_DISABLE_AUTOUPDATE: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
};

/** What `sf` sees of the environment: a home of its own and nothing that reaches beyond this machine. */
export const sfEnvironment = (home: string, more: Record<string, string> = {}): Record<string, string> => ({
  PATH: `${bin}:${process.env.PATH ?? ''}`,
  HOME: home,
  ...quiet,
  ...more,
});

/** Never waits in the calling thread: the org that `sf` talks to lives there. */
const start = (args: string[], cwd: string, env: Record<string, string>): Promise<SfRun> =>
  new Promise((settle, fail) => {
    const child = spawn(join(bin, 'sf'), args, {
      cwd,
      env,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => settle({ code, stdout, stderr, json: <T>() => JSON.parse(stdout) as T }));
  });

export const createSf = async (): Promise<Sf> => {
  const home = await mkdtemp(join(tmpdir(), 'sf-home-'));
  const run: Sf['run'] = (args, { cwd = home, env = {} } = {}) => start(args, cwd, sfEnvironment(home, env));
  return {
    home,
    bin: join(bin, 'sf'),
    run,
    signIn: ({ url, accessToken }, alias) =>
      run(['org', 'login', 'access-token', '--instance-url', url, '--no-prompt', '--alias', alias, '--json'], {
        env: { SF_ACCESS_TOKEN: accessToken },
      }),
    dispose: () => rm(home, { recursive: true, force: true }),
  };
};
