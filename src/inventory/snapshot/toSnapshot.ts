import type { OrgReading } from '../orgReading.js';
import { snapshotKind, snapshotVersion, type Snapshot, type SnapshotOrg } from './snapshot.js';

type App = OrgReading['inventory']['apps'][number];

/** Files of an org never leave the module that read them, and manifests are the project's: both would be empty. */
const withoutFiles = ({ documents: _documents, manifest: _manifest, ...app }: App): SnapshotOrg['apps'][number] => app;

const toOrg = ({ org, orgId, readAt, inventory }: OrgReading): SnapshotOrg => ({
  org,
  orgId,
  readAt,
  apps: inventory.apps.map(withoutFiles),
  permissionSets: inventory.permissionSets,
  settings: inventory.settings,
  tokens: inventory.tokens,
  orgs: inventory.orgs,
  skipped: inventory.skipped,
  coverage: inventory.coverage,
});

/** What was read of some orgs, as the file that holds it. */
export const toSnapshot = (
  readings: readonly OrgReading[],
  { createdAt, plugin }: Pick<Snapshot, 'createdAt' | 'plugin'>,
): Snapshot => ({
  kind: snapshotKind,
  version: snapshotVersion,
  createdAt,
  plugin,
  pseudonymized: false,
  orgs: readings.map(toOrg),
});
