import type { CredentialAddress, SecretStore, StoredCredential } from './store.js';

/** What became of what was stored before. */
export type KeptCredential = 'nothing' | 'replaced' | 'moved-to-previous' | 'unchanged';

/**
 * Stores what a person brought as the current credential, confirmed. One under another key moves to `previous` first: it
 * may still be in use. A private key stays, since it belongs to the certificate and not to the key.
 */
export const keepCredential = async (
  store: SecretStore,
  address: CredentialAddress,
  brought: Pick<StoredCredential, 'consumerKey' | 'consumerSecret'>,
): Promise<KeptCredential> => {
  const { current } = await store.read(address);
  const isSameKey = current?.consumerKey === brought.consumerKey;
  const secret = brought.consumerSecret ?? (isSameKey ? current?.consumerSecret : undefined);
  if (isSameKey && current?.consumerSecret === secret && current?.state === 'confirmed') return 'unchanged';
  if (current && !isSameKey) await store.write(address, 'previous', current);
  await store.write(address, 'current', {
    consumerKey: brought.consumerKey,
    ...(secret === undefined ? {} : { consumerSecret: secret }),
    ...(current?.privateKey === undefined ? {} : { privateKey: current.privateKey }),
    storedAt: new Date().toISOString(),
    state: 'confirmed',
  });
  if (!current) return 'nothing';
  return isSameKey ? 'replaced' : 'moved-to-previous';
};
