import type { ClientApp } from '../app/clientApp.js';
import { findEnvironment, resolveEnvironment } from '../manifest/environment.js';
import { findManifests, findValidManifests } from '../manifest/find.js';
import type { ReadManifest } from '../manifest/read.js';

export type LoadedApp = {
  app: ClientApp;
  /** Relative to the project's root. */
  file: string;
  environment: string | undefined;
  /** Every manifest of the project, valid or not. */
  manifests: ReadManifest[];
};

/**
 * An app as the environment of an org has it, with the manifests around it.
 * @throws ManifestNotFoundError, ManifestInvalidError, EnvironmentNotFoundError
 */
export const loadApp = async (
  root: string,
  name: string,
  { environment: wanted, orgNames }: { environment: string | undefined; orgNames: readonly string[] },
): Promise<LoadedApp> => {
  const [[manifest], manifests] = await Promise.all([findValidManifests(root, [name]), findManifests(root)]);
  if (!manifest) throw new Error(`No manifest was read for ${name}.`);
  const environment = wanted ?? findEnvironment(manifest, orgNames);
  return { app: resolveEnvironment(manifest, environment), file: manifest.file, environment, manifests };
};
