import type { OrgConnection } from '../org/connection.js';
import { unknown, type Inventory } from './types.js';

export type OrgInventoryOptions = {
  /** Alias or username, as shown in findings and coverage. */
  org: string;
  /** API names or labels; none: every app. */
  apps?: readonly string[] | undefined;
};

/** The client apps that an org has. Reads only; what could not be read is in `coverage`, with the reason. */
export const inventoryFromOrg = async (connection: OrgConnection, { org }: OrgInventoryOptions): Promise<Inventory> =>
  Promise.resolve({
    apps: [],
    permissionSets: [],
    settings: [],
    manifests: [],
    documents: [],
    secretSightings: [],
    tokens: [{ org, rows: unknown('OauthToken is not read yet') }],
    trackedFiles: unknown('an org tracks no files'),
    skipped: [],
    coverage: [
      {
        source: `org:${org}`,
        status: 'unavailable',
        reason: `nothing of ${connection.instanceUrl} is read yet`,
      },
    ],
  });
