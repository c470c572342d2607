import type { RevocationOutcome, RotationOutcome } from './carryOut.js';
import type { SessionCounts } from './endSessions.js';
import type { TokenCounts } from './revokeTokens.js';
import type { AppSwitch, NotDone, RevocationPlan, TokenGroup } from './types.js';

/** What a revocation did, or would do. No token, and no id of one. */
export type RevocationResult = {
  org: string;
  dryRun: boolean;
  apps: Array<{ name: string; label?: string; id?: string; registration?: string }>;
  tokens: { selected: number; groups: TokenGroup[] } & TokenCounts;
  sessions: { selected: number } & SessionCounts;
  switches: AppSwitch[];
  rotations: Array<RotationOutcome | { app: string; status: 'planned' }>;
  /** What was not done, or can't be, and why. */
  notDone: NotDone[];
  /** `digest` is that of the last line: it proves that none was cut off. */
  caseFile?: { file: string; entries: number; digest: string };
  nextSteps: string[];
  apiCalls: number;
};

const appsOf = ({ apps }: RevocationPlan): RevocationResult['apps'] =>
  apps.map(({ name, label, id, registration }) => ({
    name,
    ...(label === undefined ? {} : { label }),
    ...(id === undefined ? {} : { id }),
    ...(registration === undefined ? {} : { registration }),
  }));

const nothingYet = (plan: RevocationPlan): RevocationOutcome => ({
  tokens: { revoked: 0, gone: 0, failed: 0, left: plan.tokens.length },
  sessions: { ended: 0, gone: 0, failed: 0 },
  switches: plan.switches,
  rotations: [],
  notDone: [
    ...plan.notDone,
    ...(plan.gap === undefined ? [] : [{ what: 'tokens that are not shown', reason: plan.gap }]),
  ],
});

/** @param outcome undefined when nothing was done */
export const resultOf = (
  plan: RevocationPlan,
  outcome: RevocationOutcome | undefined,
  more: Pick<RevocationResult, 'dryRun' | 'nextSteps' | 'apiCalls' | 'caseFile'>,
): RevocationResult => {
  const { tokens, sessions, switches, rotations, notDone } = outcome ?? nothingYet(plan);
  return {
    org: plan.org,
    apps: appsOf(plan),
    tokens: { selected: plan.tokens.length, groups: plan.groups, ...tokens },
    sessions: { selected: plan.sessions.length, ...sessions },
    switches,
    rotations: outcome ? rotations : plan.rotations.map((app) => ({ app, status: 'planned' as const })),
    notDone,
    ...more,
  };
};

/** True when everything that was asked for is done. */
export const isComplete = ({ notDone, switches, rotations }: RevocationResult): boolean =>
  notDone.length === 0 &&
  switches.every(({ status }) => status === 'disabled' || status === 'already') &&
  rotations.every(({ status }) => status === 'rotated');
