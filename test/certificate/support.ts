import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeyText } from '../../src/certificate/privateKey.js';
import type { SecretStore, StoredVersions } from '../../src/secrets/store.js';

export const now = new Date('2026-11-23T10:00:00.000Z');

const createKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** Keys are slow to find: two serve every test. */
export const key = createKey();
export const otherKey = createKey();
export const keyText = privateKeyText(key);

export const makeFolder = async (): Promise<string> => realpath(await mkdtemp(join(tmpdir(), 'clientapp-cert-')));

/** A store in memory; `log` has what was done to it. */
export const createStore = (
  versions: StoredVersions = {},
): SecretStore & { versions: StoredVersions; log: string[] } => {
  const log: string[] = [];
  return {
    name: 'memory',
    versions,
    log,
    read: () => Promise.resolve({ ...versions }),
    write: (_, version, credential) => {
      log.push(`write ${version}`);
      versions[version] = credential;
      return Promise.resolve();
    },
    remove: (_, version) => {
      log.push(`remove ${version}`);
      delete versions[version];
      return Promise.resolve();
    },
  };
};
