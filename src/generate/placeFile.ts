import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { differingElements } from './differences.js';
import { inProject } from './projectPath.js';
import { normalise, sealState } from './seal.js';

/** `kept`: someone else's or edited, so it stays as it is. */
export type FileState = 'created' | 'unchanged' | 'updated' | 'kept';

export type PlacedFile = {
  /** Relative to the project's root. */
  path: string;
  state: FileState;
  /** Elements in which a kept file differs. */
  differences: string[];
};

export type PlaceOptions = { root: string; overwrite: boolean; dryRun: boolean };

const read = async (path: string): Promise<string | undefined> => {
  const found = await lstat(path).catch(() => undefined);
  return found && readFile(path, 'utf8');
};

const decide = (existing: string | undefined, contents: string, overwrite: boolean): FileState => {
  if (existing === undefined) return 'created';
  if (normalise(existing) === contents) return 'unchanged';
  return overwrite || sealState(existing).kind === 'intact' ? 'updated' : 'kept';
};

/** Writes a file unless it is there already, or is not ours to change. */
export const placeFile = async (path: string, contents: string, options: PlaceOptions): Promise<PlacedFile> => {
  const { root, overwrite, dryRun } = options;
  const target = join(root, await inProject(root, join(root, path)));
  const existing = await read(target);
  const state = decide(existing, contents, overwrite);
  if (!dryRun && (state === 'created' || state === 'updated')) {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, contents);
  }
  return { path, state, differences: state === 'kept' ? differingElements(existing ?? '', contents) : [] };
};
