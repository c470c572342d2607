import type { MetadataApi, MetadataOptions } from './api.js';
import type { MetadataStore, OrgDirectory } from './types.js';

/** First version: the contract stands, every call is answered as unknown. */
export const createMetadataApi = (
  _store: MetadataStore,
  _directory: OrgDirectory,
  _options: MetadataOptions = {},
): MetadataApi => ({
  soap: () => Promise.resolve({ status: 500, contentType: 'text/xml; charset=UTF-8', body: '' }),
  startRestDeploy: () => Promise.resolve({ status: 501, body: [] }),
  restDeployStatus: () => Promise.resolve({ status: 404, body: [] }),
  cancelRestDeploy: () => Promise.resolve({ status: 404, body: [] }),
});
