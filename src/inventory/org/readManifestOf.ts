import type { ReadManifest } from '../../manifest/read.js';
import type { ClientApp } from '../../app/clientApp.js';

export type ManifestOfApp = {
  file: string;
  /** As the environment of the org has it; absent when the file has problems. */
  app?: ClientApp;
  environment?: string;
  problems: ReadManifest['problems'];
};

/** The manifest of an app, with the values of the environment that belongs to an org; undefined when there is none. */
export const readManifestOf = async (
  root: string | undefined,
  name: string,
  orgNames: ReadonlyArray<string | undefined> = [],
): Promise<ManifestOfApp | undefined> => {
  if (root === undefined) return undefined;
  // YAML is loaded only in a project.
  const { listManifestFiles, manifestPath, readManifestFile } = await import('../../manifest/find.js');
  const file = manifestPath(name);
  if (!(await listManifestFiles(root)).includes(file)) return undefined;
  const read = await readManifestFile(root, file);
  if (!read.app) return { file, problems: read.problems };
  const { findEnvironment, resolveEnvironment } = await import('../../manifest/environment.js');
  const environment = findEnvironment(read, orgNames);
  return {
    file,
    app: resolveEnvironment(read, environment),
    ...(environment === undefined ? {} : { environment }),
    problems: [],
  };
};
