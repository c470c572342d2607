import { readFile, stat, writeFile } from 'node:fs/promises';
import { updateManifest, type ManifestChange } from './update.js';
import { moveOver } from '../secrets/moveOver.js';

/**
 * Changes values in a manifest on disk. Whenever the process dies, the file holds the old text or the new one; its mode stays.
 * @param file absolute path
 * @throws ManifestUpdateError when the file is no manifest
 */
export const changeManifestFile = async (file: string, changes: readonly ManifestChange[]): Promise<void> => {
  const text = updateManifest(await readFile(file, 'utf8'), changes);
  const draft = `${file}.new`;
  await writeFile(draft, text, { mode: (await stat(file)).mode });
  await moveOver(draft, file);
};
