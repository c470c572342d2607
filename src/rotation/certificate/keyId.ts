import { createHash, createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { parsePrivateKey } from '../../certificate/privateKey.js';

/** Digest of the public half, by which a private key is recognised without being kept. */
const keyIdOf = (key: KeyObject): string => {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
};

export const certificateKeyId = ({ publicKey }: X509Certificate): string => keyIdOf(publicKey);

/** Undefined for none, `unreadable` for one that is no key: neither is the key that is looked for. */
export const storedKeyId = (privateKey: string | undefined): string | undefined => {
  if (privateKey === undefined) return undefined;
  const parsed = parsePrivateKey(privateKey);
  return 'key' in parsed ? keyIdOf(parsed.key) : 'unreadable';
};
