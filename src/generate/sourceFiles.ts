import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const metadataEnding = /\.(connectedApp|eca\w*|permissionset)(-meta\.xml)?$/;

const filesBelow = async (root: string, folder: string): Promise<string[]> => {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return /^(\.|node_modules$)/.test(entry.name) ? [] : filesBelow(root, path);
      return entry.isFile() && metadataEnding.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
};

/** The files of client apps and permission sets below some folders; all paths relative to the project's root. */
export const findSourceFiles = async (root: string, folders: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(folders.map((folder) => filesBelow(root, folder)));
  return [...new Set(found.flat())].sort();
};
