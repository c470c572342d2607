import { parseJson } from './parseJson.js';
import type { StoredCredential } from './store.js';

type Secrets = { [field in 'consumerSecret' | 'privateKey']: StoredCredential[field] | undefined };

/**
 * The secrets of a credential as one text for core to encrypt; undefined when it has none. Base64, because core stores a
 * text as it is, unencrypted, when it looks encrypted already: something, a colon, and 32 characters. A secret can look
 * like that, base64 can not, having no colon.
 */
export const packSecrets = ({ consumerSecret, privateKey }: Secrets): string | undefined =>
  consumerSecret === undefined && privateKey === undefined
    ? undefined
    : Buffer.from(JSON.stringify({ consumerSecret, privateKey })).toString('base64');

/** The inverse of `packSecrets`; undefined when the text is not its work. */
export const unpackSecrets = (packed: string): Record<string, unknown> | undefined => {
  const secrets = parseJson(Buffer.from(packed, 'base64').toString());
  return typeof secrets === 'object' && secrets !== null ? { ...secrets } : undefined;
};
