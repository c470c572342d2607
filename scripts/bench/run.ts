import { spawn } from 'node:child_process';

export type Run = { code: number | null; stdout: string; stderr: string; wallMs: number };

/** Runs a program to its end without blocking this thread, where the loopback org may live. */
export const run = (
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Run> =>
  new Promise((settle, fail) => {
    const start = performance.now();
    const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => settle({ code, stdout, stderr, wallMs: performance.now() - start }));
  });
