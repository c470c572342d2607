import { type DeployJob, isDone } from './deployJobs.js';
import type { DeployRow } from './rows.js';

export type DeployResult = Record<string, unknown>;

const isComponent = ({ componentType, problem }: DeployRow): boolean => componentType !== '' || problem !== undefined;

/** A job as SOAP and REST both tell it (`DeployResult`). */
export const describeJob = (job: DeployJob, includeDetails: boolean): DeployResult => {
  const failures = job.rows.filter(({ success }) => !success);
  const successes = job.rows.filter(({ success }) => success);
  const total = job.rows.filter(isComponent).length;
  return {
    ...(job.canceledBy === undefined ? {} : { canceledBy: job.canceledBy, canceledByName: 'User User' }),
    checkOnly: job.options.checkOnly,
    ...(job.completedDate ? { completedDate: job.completedDate } : {}),
    createdBy: job.caller.userId,
    createdByName: 'User User',
    createdDate: job.createdDate,
    ...(includeDetails ? { details: describeDetails(successes, failures) } : {}),
    done: isDone(job),
    id: job.id,
    ignoreWarnings: job.options.ignoreWarnings,
    lastModifiedDate: job.lastModifiedDate,
    numberComponentErrors: failures.length,
    numberComponentsDeployed: successes.filter(isComponent).length,
    numberComponentsTotal: total,
    numberFiles: job.files?.size ?? 0,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: job.options.rollbackOnError,
    runTestsEnabled: job.options.testLevel !== undefined && job.options.testLevel !== 'NoTestRun',
    startDate: job.createdDate,
    status: job.status,
    success: job.status === 'Succeeded',
  };
};

const describeDetails = (successes: DeployRow[], failures: DeployRow[]): Record<string, unknown> => ({
  componentFailures: failures,
  componentSuccesses: successes,
  runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
});
