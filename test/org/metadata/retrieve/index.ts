export { describeFile } from './describeFile.js';
export { findVisible } from './findComponents.js';
export { renderFields } from './renderComponent.js';
export { createRetrieveJobs, type RetrieveJobs } from './retrieveJobs.js';
export { retrievePackage } from './retrievePackage.js';
