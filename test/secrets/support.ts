import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { StoredCredential } from '../../src/secrets/store.js';
import type { Operation } from './storeChild.js';

export type Outcome = { result?: unknown; error?: string; message?: string; actions?: string[] };

export const address = { orgId: '00D000000000001EAA', app: 'AcmeErp' };

export const pem = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC+/=\n'.repeat(3)}-----END PRIVATE KEY-----\n`;

export const credential = {
  consumerKey: '3MVG9.acme_key.0123456789',
  consumerSecret: 'AcmeSecret0123456789AcmeSecret',
  storedAt: '2026-11-23T10:00:00.000Z',
  state: 'confirmed',
} as const satisfies StoredCredential;

export const makeTempFolder = async (): Promise<string> => realpath(await mkdtemp(join(tmpdir(), 'clientapp-')));

/** Starts a process that knows nothing but the given home. It reads TypeScript as this one does, and counts what it covers. */
export const startChild = (
  script: string,
  { args = [], home, env = {} }: { args?: string[]; home: string; env?: NodeJS.ProcessEnv },
): ChildProcess =>
  spawn(process.execPath, [...process.execArgv, fileURLToPath(new URL(script, import.meta.url)), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      HOME: home,
      USERPROFILE: home,
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
      SF_DISABLE_TELEMETRY: 'true',
      ...(process.env.SOURCE_COVERAGE !== undefined && { NODE_V8_COVERAGE: process.env.SOURCE_COVERAGE }),
      ...env,
    },
  });

/** Runs operations in order in one process; returns what became of each, and everything the process printed. */
export const runStore = async (
  home: string,
  operations: Operation[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ outcomes: Outcome[]; printed: string }> => {
  const child = startChild('./storeChild.ts', { home, env });
  child.stdin?.end(JSON.stringify(operations));
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  const lines = out.split('\n').filter((line) => line.startsWith('{"result"') || line.startsWith('{"error"'));
  return { outcomes: lines.map((line) => JSON.parse(line) as Outcome), printed: out + err };
};

/** Every file below a folder with its text. */
export const readFolder = async (folder: string): Promise<Array<{ file: string; text: string }>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'latin1') })));
};
