import type { MetadataApi, RestAnswer } from './api.js';
import { describeJob, findOptionProblem, readDeployOptions } from './deploy/index.js';
import { mayUseMetadata } from './rules/index.js';
import { accessFault, type Org } from './soap/index.js';
import type { Caller } from './types.js';

type RestDeploy = Pick<MetadataApi, 'startRestDeploy' | 'restDeployStatus' | 'cancelRestDeploy'>;

const fail = (status: number, errorCode: string, message: string): RestAnswer => ({
  status,
  body: [{ errorCode, message }],
});

const notFound = (): RestAnswer => fail(404, 'NOT_FOUND', 'The requested resource does not exist');

/** The same jobs as SOAP's, in JSON (sf-http.md). */
export const createRestDeploy = (org: Org): RestDeploy => ({
  startRestDeploy: async (zip, written, caller) => {
    if (!mayUseMetadata(caller)) return fail(403, accessFault.fault, accessFault.message);
    const options = readDeployOptions(unwrap(written), org.directory.isSandbox);
    const problem = findOptionProblem(options);
    if (problem) return fail(400, 'INVALID_OPERATION', problem);
    const job = await org.deploys.start(zip, options, caller);
    return { status: 201, body: { id: job.id, deployOptions: unwrap(written), deployResult: describeJob(job, false) } };
  },
  restDeployStatus: (id, includeDetails) => {
    const job = org.deploys.poll(id);
    if (!job) return Promise.resolve(notFound());
    const deployResult = describeJob(job, includeDetails);
    return Promise.resolve({ status: 200, body: { id: job.id, deployOptions: job.options, deployResult } });
  },
  cancelRestDeploy: (id) => {
    const job = org.deploys.cancel(id, nobody);
    if (!job) return Promise.resolve(notFound());
    if (job === 'done') return Promise.resolve(fail(400, 'INVALID_ID_FIELD', 'Deployment already completed'));
    return Promise.resolve({ status: 202, body: { id: job.id, deployResult: describeJob(job, false) } });
  },
});

/** The server does not say who cancels. */
const nobody: Caller = { userId: '', permissions: new Set() };

/** The JSON part is `{ "deployOptions": { … } }`. */
const unwrap = (written: Record<string, unknown>): Record<string, unknown> => {
  const options = written.deployOptions;
  return typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : written;
};
