import { SfError } from '@salesforce/core/sfError';
import { credentialVersions, type CredentialAddress, type CredentialVersion } from './store.js';
import type { SecretStore, StoredVersions } from './store.js';

/** One stored version of a credential, without its secrets. */
export type CredentialVersionInfo = {
  version: CredentialVersion;
  /** An identifier, not a secret. */
  consumerKey: string;
  hasSecret: boolean;
  hasPrivateKey: boolean;
  /** `prepared`: stored before the org confirmed it. */
  state: 'prepared' | 'confirmed';
  /** ISO 8601. */
  storedAt: string;
  validUntil?: string;
};

export const versionsOf = (stored: StoredVersions): CredentialVersionInfo[] =>
  credentialVersions.flatMap((version): CredentialVersionInfo[] => {
    const credential = stored[version];
    if (!credential) return [];
    const { consumerKey, consumerSecret, privateKey, state, storedAt, validUntil } = credential;
    return [
      {
        version,
        consumerKey,
        hasSecret: consumerSecret !== undefined,
        hasPrivateKey: privateKey !== undefined,
        state,
        storedAt,
        ...(validUntil === undefined ? {} : { validUntil }),
      },
    ];
  });

/** What is stored for an app, or why that could not be found out: a locked keychain is no reason to show nothing. */
export const readStored = async (
  open: () => Promise<SecretStore>,
  address: CredentialAddress,
): Promise<{ versions: CredentialVersionInfo[]; unread?: undefined } | { versions?: undefined; unread: string }> => {
  try {
    const store = await open();
    return { versions: versionsOf(await store.read(address)) };
  } catch (error) {
    return { unread: SfError.wrap(error).message.replace(/\.$/, '') };
  }
};
