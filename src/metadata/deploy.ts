import type { Duration } from '@salesforce/kit';
import type { OrgConnection } from '../org/connection.js';

export type DeployRequest = {
  /** Absolute path -> contents; paths need not exist on disk. */
  files: ReadonlyMap<string, string>;
  /** Components to delete after the rest is deployed. */
  deletions?: ReadonlyArray<{ type: string; fullName: string }>;
  /** Validate only. */
  checkOnly?: boolean;
  wait: Duration;
  testLevel?: 'NoTestRun' | 'RunSpecifiedTests' | 'RunLocalTests' | 'RunAllTestsInOrg' | undefined;
  tests?: string[] | undefined;
  onStatus?: (status: { status: string; deployed: number; total: number }) => void;
};

type DeployedComponent = { type: string; fullName: string; state: string; filePath?: string | undefined };
export type DeployProblem = {
  type: string;
  fullName: string;
  problem: string;
  filePath?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
};

export type DeployAnswer = {
  id: string;
  status: string;
  success: boolean;
  components: DeployedComponent[];
  problems: DeployProblem[];
  /** By the org's clock, ISO 8601; absent when it does not say. */
  completedAt?: string | undefined;
};

/** One deploy of files in memory, all or nothing. SDR loads with the first one: most runs of most commands deploy nothing. */
export const deploy = async (connection: OrgConnection, request: DeployRequest): Promise<DeployAnswer> => {
  const { deployBySdr } = await import('./deployBySdr.js');
  return deployBySdr(connection, request);
};
