import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Messages } from '@salesforce/core/messages';
import { SfError } from '@salesforce/core/sfError';
import { writeFileAtomically } from '../secrets/atomicFile.js';
import { locateEnvFile, refuseUnsafePlace } from '../secrets/envPlace.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.certificate');

/** What a dotenv file must not be, a key file must not be either; only the advice differs. */
const inOwnWords = (error: unknown, file: string): unknown => {
  switch (SfError.wrap(error).name) {
    case 'EnvFileFolderError':
      return messages.createError('error.keyFileFolder', [file]);
    case 'EnvFileInPackageError':
      return messages.createError('error.keyFileInPackage', [file]);
    case 'EnvFileNotIgnoredError':
      return messages.createError('error.keyFileNotIgnored', [file], [basename(file)]);
    default:
      return error;
  }
};

/**
 * Where a private key may be written in clear: outside the package directories, and ignored by git if in a repository.
 *
 * @param file relative to the working directory, or absolute
 * @returns its real path
 * @throws KeyFileFolderError, KeyFileInPackageError, KeyFileNotIgnoredError, KeyFileExistsError
 */
export const checkKeyFile = async (file: string, overwrite: boolean): Promise<string> => {
  try {
    const path = await locateEnvFile(file, process.cwd());
    await refuseUnsafePlace(path);
    const isThere = await lstat(path).then(
      () => true,
      () => false,
    );
    if (isThere && !overwrite) throw messages.createError('error.keyFileExists', [file]);
    return path;
  } catch (error) {
    throw inOwnWords(error, file);
  }
};

/** Mode 0600, from the first byte on. */
export const writeKeyFile = (path: string, privateKey: string): Promise<void> => writeFileAtomically(path, privateKey);
