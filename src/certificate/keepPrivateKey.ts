import type { CredentialAddress, SecretStore, StoredCredential } from '../secrets/store.js';

/** The old key may be in use until the org has the new certificate. */
const keepPrevious = async (
  store: SecretStore,
  address: CredentialAddress,
  current: StoredCredential | undefined,
): Promise<void> => {
  if (current?.privateKey && current.state === 'confirmed') await store.write(address, 'previous', current);
};

/** Puts a private key into the store, as prepared; consumer key and secret stay. The same key again changes nothing. */
export const storePrivateKey = async (
  store: SecretStore,
  address: CredentialAddress,
  privateKey: string,
  now: Date,
): Promise<void> => {
  const { current } = await store.read(address);
  if (current?.privateKey === privateKey) return;
  await keepPrevious(store, address, current);
  await store.write(address, 'current', {
    consumerKey: current?.consumerKey ?? '',
    ...(current?.consumerSecret === undefined ? {} : { consumerSecret: current.consumerSecret }),
    privateKey,
    storedAt: now.toISOString(),
    state: 'prepared',
  });
};

/** For a key that goes into a file instead: a stored one would not fit the new certificate. */
export const dropPrivateKey = async (store: SecretStore, address: CredentialAddress): Promise<void> => {
  const { current } = await store.read(address);
  if (current?.privateKey === undefined) return;
  await keepPrevious(store, address, current);
  const { privateKey: _, ...rest } = current;
  if (rest.consumerKey === '') await store.remove(address, 'current');
  else await store.write(address, 'current', rest);
};
