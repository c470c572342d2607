import type { MetadataApi, MetadataOptions } from './api.js';
import { createDeployJobs } from './deploy/index.js';
import { createRestDeploy } from './restDeploy.js';
import { createRetrieveJobs } from './retrieve/index.js';
import { answerCall, type Org } from './soap/index.js';
import type { MetadataStore, OrgDirectory } from './types.js';

/** The Metadata API of one organisation, over SOAP and REST, with its deploys and retrieves under way. */
export const createMetadataApi = (
  store: MetadataStore,
  directory: OrgDirectory,
  options: MetadataOptions = {},
): MetadataApi => {
  const org: Org = {
    store,
    directory,
    options,
    deploys: createDeployJobs(store, directory, options),
    retrieves: createRetrieveJobs(options.pollsUntilDone ?? 1),
  };
  return {
    soap: (path, body, caller) => answerCall(org, path, body, caller),
    ...createRestDeploy(org),
  };
};
