import { SfError } from '@salesforce/core/sfError';
import type { AsyncEntry } from '@napi-rs/keyring';
import { formatAddress } from './address.js';
import { formatRecord, parseRecord } from './record.js';
import { collectVersions } from './store.js';
import type { CredentialAddress, CredentialVersion, SecretStore, StoredCredential } from './store.js';

const service = 'sf-clientapp';

/** One item of the system's keychain. */
export type KeychainEntry = Pick<AsyncEntry, 'getSecret' | 'setSecret' | 'deleteCredential'>;

/** Finds the item of an account; may fail where there is no keychain. */
export type FindEntry = (account: string) => Promise<KeychainEntry>;

// Without the pin, a Linux without Secret Service would keep secrets in the kernel's keyring, which a reboot empties.
const findSystemEntry: FindEntry = async (account) => {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  return new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
};

/**
 * The system's keychain: macOS Keychain, Windows Credential Manager, a Secret Service such as GNOME Keyring. Service
 * `sf-clientapp`, account `<org id>/<app>/<version>`, value one JSON. The value is set as bytes, not as a password:
 * Windows takes 2,560 bytes and would double a password's, and then a private key would not fit.
 *
 * @param findEntry where items are; the system's keychain unless told otherwise
 * @throws KeychainUnavailableError when there is no keychain or it refuses; so do the store's calls
 */
export const openKeychainStore = async (findEntry: FindEntry = findSystemEntry): Promise<SecretStore> => {
  const entryOf = (address: CredentialAddress, version: CredentialVersion): Promise<KeychainEntry> =>
    findEntry(`${formatAddress(address)}/${version}`);

  await reach(async () => (await findEntry('probe')).getSecret());
  return {
    name: 'keychain',

    read: (address) =>
      collectVersions(async (version) => {
        const secret = await reach(async () => (await entryOf(address, version)).getSecret());
        return secret ? parseSecret(secret, address) : undefined;
      }),

    write: async (address, version, credential) => {
      const value = Buffer.from(formatRecord(credential));
      await reach(async () => (await entryOf(address, version)).setSecret(value));
    },

    remove: async (address, version) => {
      await reach(async () => (await entryOf(address, version)).deleteCredential());
    },
  };
};

const reach = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof SfError) throw error;
    const { message } = SfError.wrap(error);
    throw SfError.create({
      name: 'KeychainUnavailableError',
      message: `The system's keychain can not be used: ${message}`,
      actions: [
        'Unlock the keychain and allow access; on Linux, run a Secret Service such as GNOME Keyring in your session.',
        'Or use another store: "--store sf".',
      ],
      cause: error,
    });
  }
};

const parseSecret = (secret: number[], address: CredentialAddress): StoredCredential => {
  const place = `The keychain item of ${address.app} under "${service}"`;
  const credential = parseRecord(Buffer.from(secret).toString(), place);
  if (credential) return credential;
  throw new SfError(`${place} does not hold a credential.`, 'CorruptedCredentialsError', [
    `Delete the item in the system's keychain, then run "sf clientapp credential set --name ${address.app}".`,
  ]);
};
