import { SfError } from '@salesforce/core/sfError';
import { checkCredential } from './credential.js';
import {
  credentialVersions,
  type CredentialAddress,
  type CredentialVersion,
  type SecretStore,
  type StoredCredential,
  type StoredVersions,
} from './store.js';

export type Copied = { version: CredentialVersion; consumerKey: string; status: 'copied' | 'already' };

const isSame = (one: StoredCredential | undefined, other: StoredCredential | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  JSON.stringify(checkCredential(one)) === JSON.stringify(checkCredential(other));

/** What the target holds that the copy would write over; a store that gives nothing back can not tell. */
const existingIn = async (store: SecretStore, address: CredentialAddress): Promise<StoredVersions> =>
  store.writeOnly ? {} : store.read(address);

/**
 * Copies every version of a credential to another store and leaves the source as it is: a copy that fails half-way costs
 * nothing. The current version is written last, so that a program never finds it without those it may fall back to.
 *
 * @throws NoCredentialStoredError when the source has none; CredentialDiffersError when the target holds another
 * credential and `overwrite` is not set; what the stores throw
 */
export const copyCredential = async (
  source: SecretStore,
  target: SecretStore,
  address: CredentialAddress,
  { overwrite = false }: { overwrite?: boolean } = {},
): Promise<Copied[]> => {
  const stored = await source.read(address);
  const held = credentialVersions.toReversed().flatMap((version) => {
    const credential = stored[version];
    return credential ? [{ version, credential }] : [];
  });
  if (held.length === 0) {
    throw new SfError(`The store "${source.name}" has no credential of ${address.app}.`, 'NoCredentialStoredError', [
      `Bring it there first: "sf clientapp deploy --name ${address.app}" or "sf clientapp credential set --name ${address.app}".`,
    ]);
  }
  const existing = await existingIn(target, address);
  const differing = held
    .filter(({ version, credential }) => existing[version] && !isSame(existing[version], credential))
    .map(({ version }) => version);
  if (differing.length > 0 && !overwrite) {
    throw new SfError(
      `The store "${target.name}" already holds another credential of ${address.app} (${differing.join(', ')}).`,
      'CredentialDiffersError',
      ['Look at both with "sf clientapp credential display --store".', 'To replace what is there, add --overwrite.'],
    );
  }
  const copied: Copied[] = [];
  for (const { version, credential } of held) {
    const isThere = isSame(credential, existing[version]);
    if (!isThere) await target.write(address, version, credential);
    copied.push({ version, consumerKey: credential.consumerKey, status: isThere ? 'already' : 'copied' });
  }
  return copied.toReversed();
};
