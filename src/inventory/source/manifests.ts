import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { InventoryApp, InventoryManifest } from '../types.js';

const folder = 'clientapps';
const ending = '.clientapp.yaml';

/** The manifests of the project; YAML is loaded only where there is one. */
export const inventoryManifests = async (root: string): Promise<InventoryManifest[]> => {
  if (!existsSync(join(root, folder))) return [];
  const { findManifests } = await import('../../manifest/find.js');
  const manifests = await findManifests(root);
  return manifests.map(({ file, app, environments, problems, lines }) => ({
    file,
    app,
    environments: Object.keys(environments),
    problems,
    lines,
  }));
};

/** A manifest that cannot be read still has the name of its file. */
export const manifestName = ({ app, file }: InventoryManifest): string => app?.name ?? basename(file, ending);

/** Gives each app the manifest of its name. */
export const joinManifests = (apps: InventoryApp[], manifests: readonly InventoryManifest[]): InventoryApp[] => {
  const byName = new Map(manifests.map((manifest) => [manifestName(manifest), manifest]));
  return apps.map((app) => {
    const manifest = byName.get(app.name);
    return manifest ? { ...app, manifest } : app;
  });
};

/** What a manifest says of users and addresses has nothing to be held against where these have other names. */
export const withoutIdentities = (manifests: readonly InventoryManifest[]): InventoryManifest[] =>
  manifests.map(({ app, ...manifest }) => ({
    ...manifest,
    app: app && { ...app, identity: {}, policies: { ...app.policies, ipRanges: [] } },
  }));
