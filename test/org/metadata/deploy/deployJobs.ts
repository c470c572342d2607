import type { MetadataOptions } from '../api.js';
import type { Caller, MetadataStore, OrgDirectory } from '../types.js';
import { type DeployOptions } from './deployOptions.js';
import { type Deployment, deployPackage } from './deployPackage.js';
import { readZip } from './readZip.js';
import type { DeployRow } from './rows.js';

type DeployStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceling' | 'Canceled';

export type DeployJob = {
  id: string;
  options: DeployOptions;
  caller: Caller;
  files: Map<string, string> | undefined;
  status: DeployStatus;
  polls: number;
  createdDate: Date;
  lastModifiedDate: Date;
  completedDate?: Date;
  canceledBy?: string;
  rows: DeployRow[];
};

export type DeployJobs = {
  start: (zip: Buffer, options: DeployOptions, caller: Caller) => Promise<DeployJob>;
  /** One poll: moves the job on. A deploy is made when it is polled to its end. */
  poll: (id: string) => DeployJob | undefined;
  cancel: (id: string, caller: Caller) => DeployJob | 'done' | undefined;
};

const doneStatuses: readonly DeployStatus[] = ['Succeeded', 'SucceededPartial', 'Failed', 'Canceled'];
export const isDone = ({ status }: DeployJob): boolean => doneStatuses.includes(status);

/** Pending, then InProgress, then done: as asynchronous as a real deploy, but moved by polls and not by a clock. */
export const createDeployJobs = (
  store: MetadataStore,
  directory: OrgDirectory,
  options: MetadataOptions,
): DeployJobs => {
  const jobs: DeployJob[] = [];
  const find = (id: string): DeployJob | undefined => jobs.find((job) => job.id.slice(0, 15) === id.slice(0, 15));

  const run = (job: DeployJob): void => {
    const { rows, isSuccess } = job.files
      ? deployPackage(store, job.files, job.options, { directory, options, caller: job.caller })
      : invalidZip(directory.now());
    job.rows = rows;
    job.status = isSuccess ? 'Succeeded' : statusOfFailure(job, rows);
    job.completedDate = directory.now();
  };

  return {
    start: async (zip, deployOptions, caller) => {
      const now = directory.now();
      const files = await readZip(zip);
      const id = directory.newId('0Af');
      const job: DeployJob = {
        id,
        options: deployOptions,
        caller,
        files,
        status: 'Pending',
        polls: 0,
        createdDate: now,
        lastModifiedDate: now,
        rows: [],
      };
      jobs.push(job);
      return job;
    },
    poll: (id) => {
      const job = find(id);
      if (!job || isDone(job)) return job;
      job.lastModifiedDate = directory.now();
      if (job.status === 'Canceling') return finishCancel(job, directory.now());
      const pollsUntilDone = options.pollsUntilDone ?? 1;
      if (job.polls >= pollsUntilDone) run(job);
      else job.status = job.polls === 0 && pollsUntilDone > 1 ? 'Pending' : 'InProgress';
      job.polls += 1;
      return job;
    },
    cancel: (id, caller) => {
      const job = find(id);
      if (!job || isDone(job)) return job && 'done';
      job.canceledBy = caller.userId;
      if (job.status === 'Pending') return finishCancel(job, directory.now());
      job.status = 'Canceling';
      return job;
    },
  };
};

const finishCancel = (job: DeployJob, now: Date): DeployJob => {
  job.status = 'Canceled';
  job.completedDate = now;
  return job;
};

const statusOfFailure = ({ options }: DeployJob, rows: DeployRow[]): DeployStatus =>
  !options.rollbackOnError && rows.some(({ success, componentType }) => success && componentType !== '')
    ? 'SucceededPartial'
    : 'Failed';

const invalidZip = (now: Date): Deployment => ({
  isSuccess: false,
  rows: [
    {
      changed: false,
      componentType: '',
      created: false,
      createdDate: now,
      deleted: false,
      fileName: '',
      fullName: '',
      problem: 'Invalid zip file: no entries in archive',
      problemType: 'Error',
      success: false,
    },
  ],
});
