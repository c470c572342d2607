import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { updateManifest } from '../manifest/update.js';

/**
 * Writes the username into the manifest, for one environment or for all.
 * @param file absolute path of the manifest
 */
export const recordUsername = async (
  file: string,
  username: string,
  environment: string | undefined,
): Promise<void> => {
  const path = [...(environment === undefined ? [] : ['environments', environment]), 'identity', 'user'];
  const text = updateManifest(await readFile(file, 'utf8'), [{ path, value: username }]);
  // Old text or new text, whenever the process dies; the mode stays.
  const draft = `${file}.new`;
  await writeFile(draft, text, { mode: (await stat(file)).mode });
  await rename(draft, file);
};
