import { SfError } from '@salesforce/core/sfError';
import { checkCredential, parseCredential } from './credential.js';
import { parseJson } from './parseJson.js';
import type { StoredCredential } from './store.js';

/** Of the JSON that a keychain or a vault keeps; what has none was written before there were versions. */
const recordVersion = 1;

type Record = { version?: unknown; [field: string]: unknown };

const isRecord = (value: unknown): value is Record =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws InvalidCredentialError */
export const formatRecord = (credential: StoredCredential): string =>
  JSON.stringify({ version: recordVersion, ...checkCredential(credential) });

/**
 * @param place where the text was found, for the error
 * @returns undefined when it is no credential
 * @throws NewerCredentialsError for a record that only a later version of the plugin understands
 */
export const parseRecord = (text: string, place: string): StoredCredential | undefined => {
  const value = parseJson(text);
  if (!isRecord(value)) return undefined;
  const { version = recordVersion, ...fields } = value;
  if (typeof version === 'number' && version > recordVersion)
    throw new SfError(`${place} was written by a newer version of this plugin.`, 'NewerCredentialsError', [
      'Update the plugin: "sf plugins update".',
    ]);
  return version === recordVersion ? parseCredential(fields) : undefined;
};
