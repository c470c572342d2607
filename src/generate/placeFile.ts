import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { differingElements } from './differences.js';
import { inProject } from './projectPath.js';
import { normalise, sealState } from './seal.js';

/** `kept`: someone else's or edited, so it stays as it is. */
type FileState = 'created' | 'unchanged' | 'updated' | 'kept';

export type PlacedFile = {
  /** Relative to the project's root. */
  path: string;
  state: FileState;
  /** Elements in which a kept file differs. */
  differences: string[];
};

const read = async (path: string): Promise<string | undefined> => {
  const found = await lstat(path).catch(() => undefined);
  return found && readFile(path, 'utf8');
};

const decide = (existing: string | undefined, contents: string, overwrite: boolean): FileState => {
  if (existing === undefined) return 'created';
  if (normalise(existing) === contents) return 'unchanged';
  return overwrite || sealState(existing).kind === 'intact' ? 'updated' : 'kept';
};

export type PlannedFile = PlacedFile & { contents: string };

/** What is to become of a file: it may be there already, or not be ours to change. Writes nothing. */
export const planFile = async (
  path: string,
  contents: string,
  { root, overwrite }: { root: string; overwrite: boolean },
): Promise<PlannedFile> => {
  const existing = await read(join(root, await inProject(root, join(root, path))));
  const state = decide(existing, contents, overwrite);
  return { path, state, differences: state === 'kept' ? differingElements(existing ?? '', contents) : [], contents };
};

export const writePlanned = async (root: string, { path, state, contents }: PlannedFile): Promise<void> => {
  if (state !== 'created' && state !== 'updated') return;
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), contents);
};
