import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Kills commands at every request and every write; the end-to-end tests take samples of these. */
const { status } = spawnSync('mocha', ['test/nut/*Kill*.nut.ts', '--timeout', '0'], {
  cwd: resolve(import.meta.dirname, '..'),
  env: { ...process.env, DEPLOY_KILL_STRIDE: '1', ROTATE_KILL_STRIDE: '1', REVOKE_KILL_STRIDE: '1' },
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
