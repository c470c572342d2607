import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

/** The least that an org should be shown (NIST SP 800-131A). */
export const minKeyBits = 2048;

/** More would make a certificate of more than 4 KB, and takes minutes to find. */
export const maxKeyBits = 8192;

export const createPrivateRsaKey = async (bits: number): Promise<KeyObject> =>
  (await promisify(generateKeyPair)('rsa', { modulusLength: bits, publicExponent: 0x10001 })).privateKey;

/** PKCS#8 in PEM: what every language's library reads. */
export const privateKeyText = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Why an org would not take signatures of this key, or its public half in a certificate. */
export const keyProblem = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined => {
  if (asymmetricKeyType !== 'rsa') {
    return `its key is of the type ${asymmetricKeyType ?? 'unknown'}, but jwt-bearer needs RSA`;
  }
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < minKeyBits ? `its RSA key has ${bits} bits, ${minKeyBits} at least` : undefined;
};

/** Reads a PEM, PKCS#8 or PKCS#1. The problem never quotes it. */
export const parsePrivateKey = (text: string): { key: KeyObject } | { problem: string } => {
  try {
    return { key: createPrivateKey(text) };
  } catch {
    const isLocked = text.includes('ENCRYPTED');
    return { problem: isLocked ? 'it is locked with a passphrase' : 'it is not a private key in PEM format' };
  }
};
