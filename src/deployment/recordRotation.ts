import { changeManifestFile } from '../manifest/changeFile.js';
import type { AppToDeploy, DeployedApp } from './types.js';

/**
 * Writes the day on which an app's first secret was made into its manifest, where the yearly rotation is counted from.
 * A day that stands there already is left alone: another org may hold an older secret.
 * @returns paths of the manifests that were changed
 */
export const recordFirstSecrets = async (
  deployments: readonly AppToDeploy[],
  deployed: readonly DeployedApp[],
  today: Date,
): Promise<string[]> => {
  const fresh = new Set(
    deployed.filter(({ credential }) => credential.fresh && credential.secret === 'stored').map(({ name }) => name),
  );
  const unrecorded = deployments.filter(({ app }) => fresh.has(app.name) && app.credentials.lastRotated === undefined);
  const day = today.toISOString().slice(0, 10);
  for (const { manifestFile } of unrecorded) {
    await changeManifestFile(manifestFile, [{ path: ['credentials', 'lastRotated'], value: day }]);
  }
  return unrecorded.map(({ manifestFile }) => manifestFile);
};
