import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Call = { program: string; args: string[]; env: Record<string, string> };

const programs = ['vault', 'aws', 'az', 'gcloud', 'op', 'gh', 'pass', 'own'];

/** Puts stand-ins for the programs of secret managers on the PATH of this process, and takes them off again. */
export const useStandIns = async (folder: string) => {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const script = fileURLToPath(new URL('./standIn.cjs', import.meta.url));
  for (const program of programs) {
    const file = join(bin, program);
    await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${script}" ${program} "$@"\n`);
    await chmod(file, 0o755);
  }
  const { PATH } = process.env;
  Object.assign(process.env, { PATH: `${bin}:${PATH}`, STAND_IN_FOLDER: folder });
  return {
    calls: async (): Promise<Call[]> => {
      const text = await readFile(join(folder, 'calls.jsonl'), 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Call);
    },
    items: async (): Promise<Record<string, string>> => {
      const names = await readdir(join(folder, 'items')).catch(() => []);
      return Object.fromEntries(
        await Promise.all(
          names.map(
            async (name) => [decodeURIComponent(name), await readFile(join(folder, 'items', name), 'utf8')] as const,
          ),
        ),
      );
    },
    behave: (behaviour: 'hang' | 'fail' | 'repeat' | 'silent' | 'die' | 'deleted' | 'flood' | 'forget' | ''): void => {
      process.env.STAND_IN_BEHAVIOUR = behaviour;
    },
    restore: (): void => {
      process.env.PATH = PATH;
      delete process.env.STAND_IN_FOLDER;
      delete process.env.STAND_IN_BEHAVIOUR;
    },
  };
};
