import { inspect } from 'node:util';
import { SfError } from '@salesforce/core/sfError';
import { z } from 'zod';
import type { StoredCredential } from './store.js';

const isoTime = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

const storedCredential = z
  .strictObject({
    consumerKey: z.string().min(1).exactOptional(),
    consumerSecret: z.string().min(1).exactOptional(),
    privateKey: z.string().min(1).exactOptional(),
    storedAt: isoTime,
    validUntil: isoTime.exactOptional(),
    state: z.enum(['prepared', 'confirmed']),
  })
  // A key pair comes before its app: the org gives the consumer key with the first deploy.
  .refine(({ consumerKey, privateKey, state }) => consumerKey ?? (state === 'prepared' && privateKey), {
    path: ['consumerKey'],
  });

/** A credential as it is kept: without a consumer key, not with an empty one. */
type KeptCredential = Omit<StoredCredential, 'consumerKey'> & Partial<Pick<StoredCredential, 'consumerKey'>>;

/**
 * Checks what a store read.
 *
 * @returns the credential, its secrets hidden from accidental printing; undefined when it is not one. The reason is
 * left out on purpose: it would quote the value.
 */
export const parseCredential = (value: unknown): StoredCredential | undefined => {
  const parsed = storedCredential.safeParse(value);
  return parsed.success ? hideSecrets({ consumerKey: '', ...parsed.data }) : undefined;
};

/**
 * Checks what a store is about to keep: better no write than one that can not be read.
 *
 * @returns a plain copy, with the secrets in it
 * @throws InvalidCredentialError that names the fields, never their values
 */
export const checkCredential = ({ consumerKey, ...rest }: StoredCredential): KeptCredential => {
  const parsed = storedCredential.safeParse(consumerKey === '' ? rest : { consumerKey, ...rest });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'an unknown field');
  throw new SfError(
    `The credential can not be stored; wrong or missing: ${fields.join(', ')}.`,
    'InvalidCredentialError',
  );
};

/**
 * Makes a credential harmless to `JSON.stringify`, `console.log` and loggers: they show `[secret]`. The values stay
 * ordinary strings to read, because a wrapper type would be unwrapped at every use and so protect nothing.
 * A spread copy loses the protection.
 */
const hideSecrets = (credential: StoredCredential): StoredCredential => {
  const hidden = (): Record<string, unknown> => ({
    ...credential,
    ...(credential.consumerSecret === undefined ? {} : { consumerSecret: '[secret]' }),
    ...(credential.privateKey === undefined ? {} : { privateKey: '[secret]' }),
  });
  return Object.defineProperties(credential, {
    toJSON: { value: hidden, enumerable: false },
    [inspect.custom]: { value: hidden, enumerable: false },
  });
};
