import { access, constants } from 'node:fs/promises';
import { posix, win32 } from 'node:path';

/** Preset of `exec:` -> the program that it runs. */
export const presetPrograms: Readonly<Record<string, string>> = {
  '1password': 'op',
  aws: 'aws',
  azure: 'az',
  gcloud: 'gcloud',
  github: 'gh',
  pass: 'pass',
  vault: 'vault',
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a program may be: every folder of the PATH, on Windows with every ending that runs. */
export const candidates = (program: string, env: Environment, platform: NodeJS.Platform): string[] => {
  const path = platform === 'win32' ? win32 : posix;
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const endings = platform === 'win32' ? (env['PATHEXT'] ?? '.EXE;.CMD').split(';') : [''];
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, `${program}${ending}`)));
};

const isProgram = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The presets whose program is there. None is started. */
export const presetsOnPath = async (env: Environment = process.env): Promise<string[]> => {
  const found = await Promise.all(
    Object.entries(presetPrograms).map(async ([preset, program]) => {
      const there = await Promise.all(candidates(program, env, process.platform).map(isProgram));
      return there.includes(true) ? [preset] : [];
    }),
  );
  return found.flat();
};
