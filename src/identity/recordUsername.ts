import { changeManifestFile } from '../manifest/changeFile.js';

/**
 * Writes the username into the manifest, for one environment or for all.
 * @param file absolute path of the manifest
 */
export const recordUsername = (file: string, username: string, environment: string | undefined): Promise<void> => {
  const path = [...(environment === undefined ? [] : ['environments', environment]), 'identity', 'user'];
  return changeManifestFile(file, [{ path, value: username }]);
};
