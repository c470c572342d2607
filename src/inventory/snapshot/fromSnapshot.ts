import type { OrgReading } from '../orgReading.js';
import { mergeInventories } from '../source/mergeInventories.js';
import type { Coverage, Inventory } from '../types.js';
import type { Snapshot, SnapshotOrg } from './snapshot.js';

const toInventory = ({ apps, permissionSets, settings, tokens, orgs, skipped, coverage }: SnapshotOrg): Inventory => ({
  ...mergeInventories([]),
  apps: apps.map((app) => ({ ...app, documents: [] })),
  permissionSets,
  settings,
  tokens,
  orgs,
  skipped,
  coverage,
});

const pseudonymCoverage = (org: string): Coverage => ({
  source: `org:${org}/names of people`,
  status: 'partial',
  reason:
    'the snapshot is pseudonymised, so users and addresses that manifests and the config file name cannot be compared with it',
});

/** The orgs of a snapshot, as if they had been read then. */
export const readingsFromSnapshot = ({ orgs, pseudonymized }: Snapshot): OrgReading[] =>
  orgs.map((one) => ({
    org: one.org,
    orgId: one.orgId,
    readAt: one.readAt,
    ...(pseudonymized ? { pseudonymized: true as const } : {}),
    inventory: toInventory(pseudonymized ? { ...one, coverage: [...one.coverage, pseudonymCoverage(one.org)] } : one),
  }));

/** One picture of all orgs of a snapshot. */
export const inventoryFromSnapshot = (snapshot: Snapshot): Inventory =>
  mergeInventories(readingsFromSnapshot(snapshot).map(({ inventory }) => inventory));
