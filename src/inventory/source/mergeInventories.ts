import { known, unknown, type Fact, type Inventory } from '../types.js';

const mergeTracked = (inventories: readonly Inventory[]): Fact<ReadonlySet<string>> => {
  const facts = inventories.map(({ trackedFiles }) => trackedFiles);
  const sets = facts.flatMap((fact) => (fact.known ? [fact.value] : []));
  if (sets.length > 0) return known(new Set(sets.flatMap((files) => [...files])));
  const [reason] = facts.flatMap((fact) => (fact.known ? [] : [fact.reason]));
  return unknown(reason ?? 'no source was read');
};

/** One picture of source and several orgs, for rules that compare them. */
export const mergeInventories = (inventories: readonly Inventory[]): Inventory => ({
  apps: inventories.flatMap(({ apps }) => apps),
  permissionSets: inventories.flatMap(({ permissionSets }) => permissionSets),
  settings: inventories.flatMap(({ settings }) => settings),
  manifests: inventories.flatMap(({ manifests }) => manifests),
  documents: inventories.flatMap(({ documents }) => documents),
  secretSightings: inventories.flatMap(({ secretSightings }) => secretSightings),
  tokens: inventories.flatMap(({ tokens }) => tokens),
  orgs: inventories.flatMap(({ orgs }) => orgs),
  trackedFiles: mergeTracked(inventories),
  skipped: inventories.flatMap(({ skipped }) => skipped),
  coverage: inventories.flatMap(({ coverage }) => coverage),
});
