import type { OrgConnection } from '../../org/connection.js';
import { listConsumers } from '../../org/credentials.js';
import type { OrgClock } from '../../org/orgClock.js';
import { readStagedPair, type StagedPair } from '../../org/stagedCredentials.js';
import { sameId } from '../../org/connection.js';
import type { SecretStore, StoredVersions } from '../../secrets/store.js';
import type { RotationRecord, Seen, Slot } from '../types.js';
import { SfError } from '@salesforce/core/sfError';

const states: ReadonlyMap<string, Extract<Slot, { kind: 'pair' }>['state']> = new Map([
  ['active', 'active'],
  ['expired', 'expired'],
  ['rotated', 'rotated'],
]);

const toSlot = (pair: StagedPair | undefined): Slot =>
  pair ? { ...pair, kind: 'pair', state: states.get(pair.state.toLowerCase()) ?? 'unknown' } : { kind: 'empty' };

const keysOf = (versions: StoredVersions): Seen['stored'] =>
  Object.fromEntries(
    Object.entries(versions).flatMap(([version, credential]) =>
      credential.consumerSecret === undefined ? [] : [[version, credential.consumerKey]],
    ),
  );

/**
 * What org and store show of an app now. Reads only.
 * @throws ConsumerGoneError when the app's consumer is no more
 */
export const look = async (
  connection: OrgConnection,
  record: RotationRecord,
  store: SecretStore,
  clock: OrgClock,
): Promise<Seen> => {
  const [consumers, pair, versions] = await Promise.all([
    listConsumers(connection, record.appId),
    readStagedPair(connection, record),
    store.read({ orgId: record.orgId, app: record.app }),
  ]);
  const consumer = consumers.find(({ id }) => sameId(id, record.consumerId));
  if (!consumer) {
    throw new SfError(
      `The app ${record.app} in ${record.org} no longer has the consumer that was being rotated.`,
      'ConsumerGoneError',
      [`End this rotation: "sf clientapp rotate cancel --name ${record.app} --target-org ${record.org}".`],
    );
  }
  return { primaryKey: consumer.key, slot: toSlot(pair), stored: keysOf(versions), now: clock() };
};
