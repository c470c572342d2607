import type { OrgConnection } from '../../org/connection.js';
import type { OrgClock } from '../../org/orgClock.js';
import { readConsumerKey, readStagedPair, type StagedPair } from '../../org/stagedCredentials.js';
import type { SecretStore, StoredVersions } from '../../secrets/store.js';
import type { RotationRecord, Seen, Slot } from '../types.js';

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

/** What org and store show of an app now. Reads only. */
export const look = async (
  connection: OrgConnection,
  record: RotationRecord,
  store: SecretStore,
  clock: OrgClock,
): Promise<Seen> => {
  const [primaryKey, pair, versions] = await Promise.all([
    readConsumerKey(connection, record),
    readStagedPair(connection, record),
    store.read({ orgId: record.orgId, app: record.app }),
  ]);
  return { primaryKey, slot: toSlot(pair), stored: keysOf(versions), now: clock() };
};
