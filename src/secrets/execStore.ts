import { SfError } from '@salesforce/core/sfError';
import { itemOf } from './exec/item.js';
import type { Preset, SecretManager } from './exec/preset.js';
import { parseJson } from './parseJson.js';
import { formatRecord, parseRecord } from './record.js';
import { collectVersions, type CredentialAddress, type SecretStore, type StoredCredential } from './store.js';

const presets: Record<string, () => Promise<Preset>> = {
  '1password': async () => (await import('./exec/presets/onePassword.js')).onePassword,
  aws: async () => (await import('./exec/presets/aws.js')).aws,
  azure: async () => (await import('./exec/presets/azure.js')).azure,
  gcloud: async () => (await import('./exec/presets/gcloud.js')).gcloud,
  github: async () => (await import('./exec/presets/github.js')).github,
  pass: async () => (await import('./exec/presets/pass.js')).pass,
  vault: async () => (await import('./exec/presets/vault.js')).vault,
};

/** Names of the presets, as they stand behind `exec:`. */
export const presetNames: readonly string[] = Object.keys(presets);

/** A variable by which a person lets an own command run although only a manifest names it. */
const trustVariable = 'SF_CLIENTAPP_EXEC_STORE';

/** A manifest comes with a repository, and whoever wrote it must not choose what runs on this machine. */
const refuseUntrusted = (command: string, named: string | undefined): void => {
  const spec = `exec:${command}`;
  if (named === spec || process.env[trustVariable] === spec) return;
  throw new SfError(
    `The manifest wants to run the program "${command}" as its secret store, and nobody here has agreed to that.`,
    'UntrustedStoreError',
    [
      `If you know the program, name it yourself: "--store '${spec}'", or set ${trustVariable} to that text.`,
      `Or use a preset: ${presetNames.map((name) => `exec:${name}`).join(', ')}.`,
    ],
  );
};

const managerOf = async (rest: string, named: string | undefined): Promise<SecretManager> => {
  const [, name = '', target] = /^([a-z0-9]+)(?::(.+))?$/.exec(rest) ?? [];
  const load = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (load) return (await load())(target);
  if (rest.trim() === '')
    throw new SfError('The store "exec:" names no program.', 'UnknownStoreError', [
      `Name a preset: ${presetNames.map((name) => `exec:${name}`).join(', ')}.`,
    ]);
  refuseUntrusted(rest, named);
  const { ownCommand } = await import('./exec/presets/ownCommand.js');
  return ownCommand(rest);
};

const parse = (text: string, { app }: CredentialAddress, name: string): StoredCredential => {
  const credential = parseRecord(text, `What "${name}" holds for ${app}`);
  if (credential) return credential;
  throw new SfError(`What "${name}" holds for ${app} is not a credential.`, 'CorruptedCredentialsError', [
    `Remove the item there, then run "sf clientapp credential set --name ${app}".`,
  ]);
};

/** @throws WriteOnlyStoreError for a manager that gives nothing back */
const writeOnly = (name: string): SfError =>
  new SfError(
    `The store "${name}" takes secrets and gives none back, so nothing can be read from it.`,
    'WriteOnlyStoreError',
    ['Keep the credential in another store ("--store sf") and copy it there: "sf clientapp credential copy --to".'],
  );

/**
 * Secrets in another program's keeping, one item per version, as JSON. Every write is read back where that is possible:
 * nothing may rely on what is not there.
 *
 * @param rest what stands behind `exec:`: a preset, a preset and its target, or a command of the user's own
 * @param named the store that the person named on the command line; an own command must be the one named there
 * @returns a store whose calls throw StoreHelperMissingError, StoreHelperFailedError, StoreHelperTimeoutError,
 * CorruptedCredentialsError, StoreNotKeptError; WriteOnlyStoreError for `github`
 * @throws UntrustedStoreError, StoreTargetMissingError, UnknownStoreError
 */
export const openExecStore = async (rest: string, named: string | undefined): Promise<SecretStore> => {
  const name = `exec:${rest}`;
  const manager = await managerOf(rest, named);
  const { get } = manager;
  return {
    name,
    ...(get ? {} : { writeOnly: true as const }),

    read: (address) =>
      collectVersions(async (version) => {
        if (!get) throw writeOnly(name);
        const text = await get(itemOf(address, version));
        return text === undefined ? undefined : parse(text, address, name);
      }),

    write: async (address, version, credential) => {
      const item = itemOf(address, version);
      const value = formatRecord(credential);
      await manager.set(item, value);
      if (!get) return;
      const kept = await get(item);
      if (kept !== undefined && JSON.stringify(parseJson(kept)) === value) return;
      throw new SfError(
        `The store "${name}" did not keep the credential of ${address.app} as it was given.`,
        'StoreNotKeptError',
        ['Use another store: "--store sf". The credential was not used yet.'],
      );
    },

    remove: (address, version) => manager.remove(itemOf(address, version)),
  };
};
