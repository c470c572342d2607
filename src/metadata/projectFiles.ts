import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SfError } from '@salesforce/core/sfError';

/** Folders that hold no source of the project. */
const passedOver = new Set(['node_modules', '.git', '.sf', '.sfdx']);

const deepest = 40;

/** Largest metadata file that is read; real ones of client apps have a few kilobytes. */
const maxFileBytes = 10_000_000;

/**
 * Absolute paths of the files below these folders that the predicate wants. Links are not followed, so nothing
 * outside the project is read; folders that do not exist have no files.
 */
export const findFiles = async (
  folders: readonly string[],
  wanted: (fileName: string) => boolean,
): Promise<string[]> => {
  const found: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    if (depth > deepest) return;
    const entries = await entriesOf(folder);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !passedOver.has(entry.name)) await walk(path, depth + 1);
      else if (entry.isFile() && wanted(entry.name)) found.push(path);
    }
  };
  for (const folder of folders) await walk(folder, 0);
  return found.sort();
};

const entriesOf = async (folder: string): Promise<Dirent[]> => {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
};

/** @throws FileTooLargeError for a file beyond any size that metadata has */
export const readBounded = async (path: string): Promise<Buffer> => {
  const contents = await readFile(path);
  if (contents.length > maxFileBytes) throw new SfError(`${path} is too large for metadata.`, 'FileTooLargeError');
  return contents;
};
