import { z } from 'zod';
import { parseJson } from './parseJson.js';
import { corruptedFile, newerFile } from './credentialFileErrors.js';

const version = 1;

/** One credential in the file; `secrets` is ciphertext. The rest is checked once it is decrypted. */
export type CredentialEntry = { secrets?: string; [field: string]: string | undefined };

export type CredentialEntries = { version: typeof version; [key: string]: CredentialEntry | typeof version };

export const emptyCredentialFile: CredentialEntries = { version };

const anyVersion = z.looseObject({ version: z.int().positive() });
const thisVersion = z.object({ version: z.literal(version) }).catchall(z.record(z.string(), z.string()));

/**
 * @param text what is in the file
 * @param file its path, for the error
 * @throws CorruptedCredentialsError for anything but a credential file, NewerCredentialsError for a later format
 */
export const parseCredentialFile = (text: string, file: string): CredentialEntries => {
  const json = parseJson(text);
  const found = anyVersion.safeParse(json).data?.version;
  if (found !== undefined && found > version) throw newerFile(file);
  const parsed = thisVersion.safeParse(json);
  if (!parsed.success) throw corruptedFile(file);
  return parsed.data;
};
