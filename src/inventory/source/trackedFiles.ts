import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { known, unknown, type Fact } from '../types.js';

const run = promisify(execFile);

/**
 * The files under `root` that git tracks, relative to it and with `/`. A repository can name a program to run as its file
 * system monitor; an audit runs nothing that the audited repository names.
 */
export const trackedFiles = async (root: string): Promise<Fact<ReadonlySet<string>>> => {
  try {
    const { stdout } = await run('git', ['-c', 'core.fsmonitor=false', 'ls-files', '-z'], {
      cwd: root,
      maxBuffer: 256 * 1_048_576,
      windowsHide: true,
    });
    return known(new Set(stdout.split('\0').filter((file) => file !== '')));
  } catch (error) {
    return unknown(reasonOf(error));
  }
};

const reasonOf = (error: unknown): string => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'git is not installed';
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  if (stderr.includes('not a git repository')) return 'the project is not in a git repository';
  return 'git could not list the tracked files';
};
