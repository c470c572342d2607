import { readdirSync, statSync, type Dirent } from 'node:fs';
import { basename, sep } from 'node:path';
import type { SkippedFile } from '../types.js';

const ignoredDirectories = new Set(['node_modules', '.git', '.sf', '.sfdx']);

/** No project is deeper; something that is was made to be. */
const deepest = 64;

export type Walk = {
  files: string[];
  /** By absolute path, as `files`. */
  skipped: SkippedFile[];
};

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? `cannot be read (${String(error.code)})` : 'cannot be read';

/**
 * Lists the files under directories, or the files themselves. Symbolic links inside are named and not followed: they may
 * lead out of the project or round in a circle. Synchronous, because thousands of small calls cost five times as much as promises.
 */
export const walk = (paths: readonly string[]): Walk => {
  const files = new Set<string>();
  const visited = new Set<string>();
  const skipped: SkippedFile[] = [];

  const enter = (directory: string, depth: number): void => {
    if (visited.has(directory)) return;
    visited.add(directory);
    if (depth > deepest) {
      skipped.push({ file: directory, reason: `deeper than ${deepest} directories` });
      return;
    }
    let entries: Dirent[];
    try {
      entries = readdirSync(directory, { withFileTypes: true });
    } catch (error) {
      skipped.push({ file: directory, reason: reasonOf(error) });
      return;
    }
    const inside = directory.endsWith(sep) ? directory : `${directory}${sep}`;
    for (const entry of entries) visit(`${inside}${entry.name}`, entry, depth);
  };
  const visit = (
    path: string,
    entry: Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'>,
    depth: number,
  ): void => {
    if (entry.isSymbolicLink()) skipped.push({ file: path, reason: 'a symbolic link, which is not followed' });
    else if (entry.isFile()) files.add(path);
    else if (entry.isDirectory() && !isIgnored(path)) enter(path, depth + 1);
  };

  for (const path of paths) {
    try {
      const stats = statSync(path);
      if (stats.isDirectory()) enter(path, 0);
      else visit(path, stats, 0);
    } catch (error) {
      skipped.push({ file: path, reason: reasonOf(error) });
    }
  }
  return { files: [...files].sort(), skipped };
};

const isIgnored = (directory: string): boolean => ignoredDirectories.has(basename(directory));
