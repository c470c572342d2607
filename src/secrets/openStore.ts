import { SfError } from '@salesforce/core/sfError';
import type { SecretStore } from './store.js';

const known = ['sf', 'keychain', 'env:<file>', 'exec:<preset>'];

/**
 * Opens a secret store by the name that `--store` and the manifest use.
 *
 * @param spec `sf`, `keychain`, `env:<file>`, `exec:<preset>`, `exec:<preset>:<target>` or `exec:<command>`
 * @param context the project root that a relative file is resolved against, without it the current directory; and the
 * store that the person named on the command line, without which no command of a manifest's choice runs
 * @returns the store, after what can be checked without a secret has been checked
 * @throws UnknownStoreError for any other name; what opening that store throws
 */
export const openStore = async (
  spec: string,
  context: { projectRoot?: string; named?: string | undefined },
): Promise<SecretStore> => {
  const file = /^env:(.+)$/.exec(spec)?.[1];
  if (file !== undefined) return (await import('./envStore.js')).openEnvStore(file, context.projectRoot);
  if (spec === 'keychain') return (await import('./keychainStore.js')).openKeychainStore();
  if (spec === 'sf') return (await import('./sfStore.js')).openSfStore();
  const command = /^exec:(.+)$/s.exec(spec)?.[1];
  if (command !== undefined) return (await import('./execStore.js')).openExecStore(command, context.named);
  throw new SfError(`There is no secret store "${spec}".`, 'UnknownStoreError', [
    `Use one of the stores that exist: ${known.join(', ')}.`,
  ]);
};
