import type { Inventory } from '../types.js';

/** Of the file: it grows within a version, and a reader refuses a newer one. */
export const snapshotVersion = 1;

export const snapshotKind = 'clientapp-snapshot';

/** What rules see of one org; the parts of an inventory that only source has are not in it. */
export type SnapshotOrg = {
  org: string;
  orgId?: string | undefined;
  readAt: string;
} & Pick<Inventory, 'permissionSets' | 'settings' | 'tokens' | 'orgs' | 'skipped' | 'coverage'> & {
    apps: Array<Omit<Inventory['apps'][number], 'documents' | 'manifest'>>;
  };

/** The file that `audit collect` writes: orgs as they were, without any secret. */
export type Snapshot = {
  kind: typeof snapshotKind;
  version: typeof snapshotVersion;
  createdAt: string;
  /** Version of the plugin that wrote it. */
  plugin: string;
  pseudonymized: boolean;
  orgs: SnapshotOrg[];
};
