import type { Inventory } from './types.js';

/** One org as it was at one time: from the org itself, or from a snapshot of it. */
export type OrgReading = {
  /** Alias or username, as findings and coverage name it. */
  org: string;
  /** Absent when nobody could sign in. */
  orgId?: string | undefined;
  readAt: string;
  /** Users and addresses stand under other names. */
  pseudonymized?: true | undefined;
  inventory: Inventory;
};
