import { randomBytes } from 'node:crypto';
import { soundsLikeProgram } from '../audit/nonHuman.js';
import { indicators } from '../data/indicators.js';
import type { OrgReading } from '../inventory/orgReading.js';
import { createPseudonyms } from '../inventory/snapshot/pseudonyms.js';
import { pseudonymize } from '../inventory/snapshot/pseudonymize.js';
import type { Snapshot } from '../inventory/snapshot/snapshot.js';
import { toSnapshot } from '../inventory/snapshot/toSnapshot.js';

/** A snapshot without people. Its key is forgotten at once, so that nobody can go back. */
const withoutPeople = (snapshot: Snapshot): Snapshot =>
  pseudonymize(
    snapshot,
    createPseudonyms({
      key: randomBytes(32),
      soundsLikeProgram,
      keptAddresses: new Set(indicators.addresses.flatMap(({ ips }) => ips)),
    }),
  );

/** What was read of some orgs, as the text of a snapshot file. */
export const snapshotText = (
  readings: readonly OrgReading[],
  { plugin, pseudonymized }: { plugin: string; pseudonymized: boolean },
): string => {
  const snapshot = toSnapshot(readings, { createdAt: new Date().toISOString(), plugin });
  return `${JSON.stringify(pseudonymized ? withoutPeople(snapshot) : snapshot)}\n`;
};
