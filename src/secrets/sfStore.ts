import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatAddress } from './address.js';
import { CredentialFile } from './credentialFile.js';
import { withFileLock } from './fileLock.js';
import { collectVersions } from './store.js';
import type { CredentialAddress, CredentialVersion, SecretStore } from './store.js';

const keyOf = (address: CredentialAddress, version: CredentialVersion): string =>
  `${formatAddress(address)}/${version}`;

/**
 * The default store: a file beside sf's own, encrypted with sf's key.
 *
 * @returns a store whose calls throw CorruptedCredentialsError or NewerCredentialsError when the file can not be
 * understood, CredentialDecryptionError when sf's key does not fit, StoreBusyError when another process blocks it
 */
export const openSfStore = (): SecretStore => ({
  name: 'sf',

  read: async (address) => {
    const file = await CredentialFile.create();
    return collectVersions((version) => file.getCredential(keyOf(address, version)));
  },

  write: (address, version, credential) => change((file) => file.setCredential(keyOf(address, version), credential)),

  remove: (address, version) => change((file) => Promise.resolve(file.unset(keyOf(address, version)))),
});

// Returning false says that nothing changed.
const change = async (edit: (file: CredentialFile) => Promise<boolean | void>): Promise<void> => {
  const path = new CredentialFile().getPath();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await withFileLock(path, async (assertHeld) => {
    const file = await CredentialFile.create();
    if ((await edit(file)) === false) return;
    assertHeld();
    await file.write();
  });
};
