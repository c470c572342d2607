import { join } from 'node:path';
import { externalClientAppsFromDocuments } from '../registration/read/inventoryApps.js';
import { inventoryManifests, joinManifests, manifestName } from './source/manifests.js';
import { readFiles } from './source/readFiles.js';
import { relativeTo } from './source/relativeTo.js';
import { isWithin, sourceScope } from './source/scope.js';
import { sourceSettings } from './source/settings.js';
import { sourceCoverage } from './source/coverage.js';
import { trackedFiles } from './source/trackedFiles.js';
import { walk } from './source/walk.js';
import { withoutSecretElements } from './source/withoutSecretElements.js';
import type { Inventory } from './types.js';

export type SourceOptions = {
  /** Absolute; what file names are relative to. */
  root: string;
  /** Absolute files and directories; none: the package directories, and the whole project for secrets. */
  paths?: readonly string[];
};

/**
 * The client apps that source has. Files that `.forceignore` names are read too: what is in the repository can leak, deployed
 * or not.
 */
export const inventoryFromSource = async ({ root, paths = [] }: SourceOptions): Promise<Inventory> => {
  const scope = sourceScope(root, paths);
  const isMetadata = (path: string): boolean => isWithin(path, scope.metadata);
  const nameOf = relativeTo(root);

  // git works while the directories are walked.
  const tracking = trackedFiles(root);
  const walked = walk(scope.everything);
  const tracked = await tracking;
  const read = await readFiles({
    files: walked.files,
    isMetadata,
    nameOf,
    isTracked: (file) => (tracked.known && !file.startsWith('../') ? tracked.value.has(file) : undefined),
  });
  const external = externalClientAppsFromDocuments(read.documents, { kind: 'source', file: '' });
  const apps = [...read.connectedApps, ...external.apps];
  const orphansByFile = new Map(external.orphans.map((orphan) => [orphan.file, orphan]));
  const names = new Set(apps.map(({ name }) => name));
  const manifests = (await inventoryManifests(root)).filter(
    (manifest) => !scope.narrowed || names.has(manifestName(manifest)) || isWithin(join(root, manifest.file), paths),
  );
  const skipped = [...scope.skipped, ...walked.skipped.filter(({ file }) => isMetadata(file))];

  return {
    apps: joinManifests(apps, manifests),
    permissionSets: read.permissionSets,
    settings: sourceSettings(read.documents),
    manifests,
    documents: read.documents.map((document) => orphansByFile.get(document.file) ?? document),
    secretSightings: withoutSecretElements(read.secretSightings, apps),
    tokens: [],
    orgs: [],
    trackedFiles: tracked,
    skipped: [...skipped.map((file) => ({ ...file, file: nameOf(file.file) })), ...read.skipped],
    coverage: sourceCoverage(scope, read, nameOf, walked.skipped.length),
  };
};
