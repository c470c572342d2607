import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from '@salesforce/kit';
import { failBrokenAnswers } from '../../src/org/brokenAnswers.js';
import { countCalls, type OrgConnection } from '../../src/org/connection.js';
import { watchClock } from '../../src/org/orgClock.js';
import type { RotationOutcome } from '../../src/revocation/carryOut.js';
import { describePlan, performRevocation } from '../../src/revocation/perform.js';
import { planRevocation } from '../../src/revocation/plan.js';
import type { RevocationResult } from '../../src/revocation/result.js';
import type { RevocationPlan, RevocationRequest } from '../../src/revocation/types.js';
import { connect } from '../inventory/org/connect.js';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../org/index.js';
import { putUser } from '../org/testing.js';

export type Bench = {
  org: LoopbackOrg;
  connection: OrgConnection;
  caseFolder: string;
  plan: (request: Partial<RevocationRequest>) => Promise<RevocationPlan>;
  dryRun: (request: Partial<RevocationRequest>) => Promise<RevocationResult>;
  revoke: (request: Partial<RevocationRequest>) => Promise<RevocationResult>;
  /** The texts of all case files, oldest first. */
  cases: () => Promise<string[]>;
  dispose: () => Promise<void>;
};

export const people = ['ada@acme.example', 'ben@acme.example', 'cas@acme.example'] as const;

const asked = (request: Partial<RevocationRequest>): RevocationRequest => ({
  names: [],
  users: [],
  inactiveUsers: false,
  disableApp: false,
  endSessions: false,
  rotate: false,
  ...request,
});

export type BenchOptions = LoopbackOrgOptions & {
  rotate?: (app: string) => Promise<RotationOutcome>;
  answerWithinMs?: number;
};

/** An org with a few people, signed in to as its administrator. */
export const createBench = async ({
  rotate,
  answerWithinMs = 20_000,
  ...options
}: BenchOptions = {}): Promise<Bench> => {
  const org = await startLoopbackOrg(options);
  for (const username of people) putUser(org, { username });
  const connection = await connect(org);
  failBrokenAnswers(connection, answerWithinMs);
  const calls = countCalls(connection);
  const clock = watchClock(connection);
  const caseFolder = join(await mkdtemp(join(tmpdir(), 'clientapp-cases-')), 'cases');
  const planned = (request: Partial<RevocationRequest>) =>
    planRevocation(connection, { org: 'dev', request: asked(request), clock });
  return {
    org,
    connection,
    caseFolder,
    plan: async (request) => (await planned(request)).plan,
    dryRun: async (request) => describePlan((await planned(request)).plan, { connection, calls, dryRun: true }),
    revoke: async (request) => {
      const { plan, rights } = await planned(request);
      return performRevocation(plan, {
        connection,
        rights,
        calls,
        caseFolder,
        wait: Duration.minutes(1),
        onStage: () => undefined,
        onProgress: () => undefined,
        rotate: rotate ?? ((app) => Promise.resolve({ app, status: 'rotated', stage: 'retired' })),
      });
    },
    cases: async () => {
      const files = (await readdir(caseFolder).catch(() => [])).filter((name) => name.endsWith('.jsonl')).toSorted();
      return Promise.all(files.map((file) => readFile(join(caseFolder, file), 'utf8')));
    },
    dispose: async () => {
      await org.stop();
      await rm(join(caseFolder, '..'), { recursive: true, force: true });
    },
  };
};

/** How many tokens of an app are left. */
export const tokensOf = ({ org }: Bench, appName: string): number =>
  org.state.grants.filter((grant) => grant.appName === appName).length;
