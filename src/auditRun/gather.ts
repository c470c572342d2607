import { mergeInventories } from '../inventory/source/mergeInventories.js';
import type { Inventory } from '../inventory/types.js';
import { mergeReadings } from '../inventory/mergeReadings.js';
import type { OrgReading } from '../inventory/orgReading.js';
import { readOrgs } from './readOrgs.js';

export type Sources = {
  /** Absolute; what file names are relative to, and where manifests are. */
  root: string;
  /** Absolute files and directories to audit; empty: the project; absent: no source. */
  paths?: readonly string[] | undefined;
  orgs: readonly string[];
  /** What snapshots have of orgs. */
  snapshots?: readonly OrgReading[] | undefined;
  apiVersion?: string | undefined;
  onOrgRead?: ((done: number) => void) | undefined;
};

const sourceInventory = async (root: string, paths: readonly string[]): Promise<Inventory> => {
  const { inventoryFromSource } = await import('../inventory/fromSource.js');
  return inventoryFromSource({ root, paths });
};

/** What the project's manifests declare is held against the orgs too. */
const withManifests = async (readings: readonly OrgReading[], root: string): Promise<Inventory[]> => {
  if (readings.length === 0) return [];
  const { inventoryManifests, joinManifests, withoutIdentities } = await import('../inventory/source/manifests.js');
  const manifests = await inventoryManifests(root);
  const anonymous = withoutIdentities(manifests);
  return readings.map(({ inventory, pseudonymized }) => ({
    ...inventory,
    apps: joinManifests(inventory.apps, pseudonymized ? anonymous : manifests),
  }));
};

/** One picture, and the same again with source as it is by then; orgs are not read twice. */
export type Gathered = { inventory: Inventory; apiCalls: number; reread: () => Promise<Inventory> };

/** One picture of everything that is to be audited. Orgs that were read now come first. */
export const gather = async ({
  root,
  paths,
  orgs,
  snapshots = [],
  apiVersion,
  onOrgRead,
}: Sources): Promise<Gathered> => {
  const [source, { readings, apiCalls }] = await Promise.all([
    paths && sourceInventory(root, paths),
    readOrgs(orgs, { apiVersion, onRead: onOrgRead }),
  ]);
  const all = mergeReadings([...readings, ...snapshots]);
  const inOrgs = await withManifests(all, root);
  const merged = (inSource: Inventory | undefined): Inventory =>
    mergeInventories([...(inSource ? [inSource] : []), ...inOrgs]);
  const reread = async (): Promise<Inventory> => merged(paths && (await sourceInventory(root, paths)));
  return { inventory: merged(source), apiCalls, reread };
};
