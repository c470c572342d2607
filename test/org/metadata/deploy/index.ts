export { createDeployJobs, type DeployJob, type DeployJobs } from './deployJobs.js';
export { type DeployOptions, findOptionProblem, readDeployOptions } from './deployOptions.js';
export { describeJob } from './describeJob.js';
export { readDocument } from './readDocuments.js';
export { type Manifest, type ManifestMember, readPackage } from './readManifest.js';
