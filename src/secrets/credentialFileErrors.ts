import { SfError } from '@salesforce/core/sfError';

const storeAgain = 'Then store each app\'s credential again: "sf clientapp credential set".';

export const corruptedFile = (file: string): SfError =>
  new SfError(`${file} is damaged: it does not hold what was written to it.`, 'CorruptedCredentialsError', [
    `Restore ${file} from a backup, or move it out of the way.`,
    storeAgain,
  ]);

export const newerFile = (file: string): SfError =>
  new SfError(`${file} was written by a newer version of this plugin.`, 'NewerCredentialsError', [
    'Update the plugin: "sf plugins update".',
  ]);

export const undecryptableFile = (file: string, cause: unknown): SfError =>
  SfError.create({
    name: 'CredentialDecryptionError',
    message: `A credential in ${file} can not be decrypted with the key that sf has on this machine.`,
    actions: [
      'If the file comes from another machine or user, or sf lost its key, the secrets in it are lost here.',
      `Move ${file} out of the way. ${storeAgain}`,
    ],
    cause,
  });
