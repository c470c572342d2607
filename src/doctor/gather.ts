import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { SfError } from '@salesforce/core/sfError';
import { hasEnded, readRotations } from '../rotation/journal.js';
import { countLeases } from '../secretAccess/lease.js';
import { CredentialFile } from '../secrets/credentialFile.js';
import { openStore } from '../secrets/openStore.js';
import { presetsOnPath } from './helpers.js';
import type { Health, Known, StoreHealth } from './types.js';

/** A keychain may wait for somebody to unlock it. */
const patienceMs = 5_000;

/** The name alone: messages hold paths, and a diagnosis is made to be shown to others. */
const errorName = (error: unknown): string => SfError.wrap(error).name;

const known = async <T>(find: () => Promise<T>): Promise<Known<T>> => {
  try {
    return { status: 'known', value: await find() };
  } catch (error) {
    return { status: 'unknown', error: errorName(error) };
  }
};

/** The file is read and its form checked; nothing in it is decrypted. */
const openCredentialFile = async (): Promise<StoreHealth> => {
  if (!existsSync(new CredentialFile().getPath())) return { store: 'sf', status: 'unused' };
  await CredentialFile.create();
  return { store: 'sf', status: 'reachable' };
};

const tooSlow = async (signal: AbortSignal): Promise<never> => {
  await setTimeout(patienceMs, undefined, { signal });
  throw new SfError('The keychain does not answer.', 'KeychainTimeoutError');
};

/** Opening asks the keychain for an item that does not exist. */
const openKeychain = async (): Promise<StoreHealth> => {
  const timer = new AbortController();
  try {
    await Promise.race([openStore('keychain', {}), tooSlow(timer.signal)]);
    return { store: 'keychain', status: 'reachable' };
  } finally {
    timer.abort();
  }
};

const healthOf = (store: string, open: () => Promise<StoreHealth>): Promise<StoreHealth> =>
  open().catch((error: unknown) => ({ store, status: 'unreachable', error: errorName(error) }));

const countUnfinished = async (): Promise<Record<'secret' | 'certificate' | 'guided', number>> => {
  const counts = { secret: 0, certificate: 0, guided: 0 };
  for (const record of await readRotations()) if (!hasEnded(record)) counts[record.kind ?? 'secret'] += 1;
  return counts;
};

/** Looks at this machine. Starts no program, asks no org, reads no credential, changes nothing. */
export const gatherHealth = async (plugin: { version: string; wantedNode: string }): Promise<Health> => ({
  ...plugin,
  node: process.versions.node,
  stores: await Promise.all([healthOf('sf', openCredentialFile), healthOf('keychain', openKeychain)]),
  helpers: await presetsOnPath(),
  unfinishedRotations: await known(countUnfinished),
  temporaryOrgChanges: await known(countLeases),
});
