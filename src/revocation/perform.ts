import type { CallCounter } from '../org/connection.js';
import { orgIdOf } from '../org/connection.js';
import { openCaseLog } from './caseFile.js';
import { carryOut, type CarryOutOptions, type RevocationOutcome } from './carryOut.js';
import { nextStepsOf } from './nextSteps.js';
import { resultOf, type RevocationResult } from './result.js';
import type { RevocationPlan } from './types.js';

export type PerformOptions = Omit<CarryOutOptions, 'log'> & { caseFolder: string; calls: CallCounter };

/** True when there is anything to do. */
export const hasWork = ({ tokens, sessions, switches, rotations }: RevocationPlan): boolean =>
  tokens.length + sessions.length + rotations.length > 0 || switches.some(({ status }) => status === 'planned');

/** What would be done; without a dry run, that nothing is left to do. */
export const describePlan = (
  plan: RevocationPlan,
  { connection, calls, dryRun }: Pick<PerformOptions, 'connection' | 'calls'> & { dryRun: boolean },
): RevocationResult =>
  resultOf(plan, undefined, {
    dryRun,
    nextSteps: nextStepsOf(plan, connection.instanceUrl, undefined),
    apiCalls: calls.count,
  });

/** Carries a plan out and closes its case file, whatever happens. */
export const performRevocation = async (
  plan: RevocationPlan,
  { caseFolder, calls, ...options }: PerformOptions,
): Promise<RevocationResult> => {
  const { connection } = options;
  const log = await openCaseLog(caseFolder, orgIdOf(connection));
  let outcome: RevocationOutcome | undefined;
  let caseFile: RevocationResult['caseFile'];
  try {
    outcome = await carryOut(plan, { ...options, log });
  } finally {
    caseFile = await log.close();
  }
  const nextSteps = nextStepsOf(plan, connection.instanceUrl, outcome);
  return resultOf(plan, outcome, { dryRun: false, nextSteps, apiCalls: calls.count, caseFile });
};
