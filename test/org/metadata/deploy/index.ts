export { createDeployJobs, type DeployJobs } from './deployJobs.js';
export { findOptionProblem, readDeployOptions } from './deployOptions.js';
export { describeJob } from './describeJob.js';
export { readDocument } from './readDocuments.js';
export { type Manifest, readPackage } from './readManifest.js';
