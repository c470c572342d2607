import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ClientApp } from '../../src/app/clientApp.js';
import { traitsOf, type Language } from '../../src/starter/languages.js';
import type { StarterDefaults } from '../../src/starter/defaults.js';
import { starterFiles } from '../../src/starter/writeStarter.js';

export type StarterRun = { code: number | null; stdout: string; stderr: string };

export type RunOptions = {
  env?: Record<string, string>;
  /** Before the name of the program. */
  flags?: string[];
  /** What a person does with the page that the program asks to open; a text is pasted. */
  approve?: (page: URL) => Promise<string | undefined>;
};

export const makeFolder = async (): Promise<string> => realpath(await mkdtemp(join(tmpdir(), 'clientapp-starter-')));

/** Writes a starter into a folder of its own. */
export const putStarter = async (app: ClientApp, language: Language, defaults: StarterDefaults): Promise<string> => {
  const folder = await makeFolder();
  for (const [name, text] of await starterFiles(app, language, defaults)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
};

/** Runs it with an environment of its own: no proxy, no keychain of this machine. */
export const runStarter = (folder: string, language: Language, options: RunOptions = {}): Promise<StarterRun> =>
  new Promise((settle, fail) => {
    const [command = '', ...args] = traitsOf[language].run.split(' ');
    const child = spawn(command, [...(options.flags ?? []), ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: folder, ...options.env },
    });
    const run: StarterRun = { code: null, stdout: '', stderr: '' };
    let isAsked = false;
    child.stdout.on('data', (chunk: Buffer) => (run.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      run.stderr += chunk.toString();
      const page = /^(http\S+\/services\/oauth2\/authorize\?\S+)\n/m.exec(run.stderr)?.[1];
      if (!page || isAsked || !options.approve) return;
      isAsked = true;
      options.approve(new URL(page)).then(
        (pasted) => pasted !== undefined && child.stdin.write(`${pasted}\n`),
        (error: unknown) => {
          child.kill();
          fail(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
    child.stdin.on('error', () => undefined);
    child.on('error', fail);
    child.on('close', (code) => settle({ ...run, code }));
    if (!options.approve) child.stdin.end();
  });

/** Puts programs that note their arguments before the real ones; returns the PATH to them. */
export const logArguments = async (
  folder: string,
  programs: string[],
  log: string,
  path = process.env.PATH ?? '',
): Promise<string> => {
  const bin = join(folder, 'logging');
  await mkdir(bin);
  for (const program of programs) {
    const real = execFileSync('which', [program], { env: { PATH: path } })
      .toString()
      .trim();
    const script = `#!/bin/bash\nprintf '%s\\n' "${program} $*" >> '${log}'\nexec '${real}' "$@"\n`;
    await writeFile(join(bin, program), script, { mode: 0o755 });
  }
  return `${bin}:${path}`;
};
