import type { ClientApp } from '../app/clientApp.js';
import { findEnvironment, resolveEnvironment } from '../manifest/environment.js';
import { findValidManifests } from '../manifest/find.js';

/**
 * An app as its manifest declares it for an org.
 * @throws ManifestNotFoundError, ManifestInvalidError, EnvironmentNotFoundError
 */
export const loadApp = async (
  root: string,
  name: string,
  { environment, orgNames }: { environment?: string | undefined; orgNames: readonly string[] },
): Promise<ClientApp> => {
  const [manifest] = await findValidManifests(root, [name]);
  if (!manifest) throw new Error(`No manifest was read for ${name}.`);
  return resolveEnvironment(manifest, environment ?? findEnvironment(manifest, orgNames));
};
