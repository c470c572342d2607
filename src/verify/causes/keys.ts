import { maskKey } from '../../secrets/redact.js';
import { run } from '../command.js';
import { appOf, valueOf } from '../facts/facts.js';
import { isUnknownClient, isWrongProof, type Cause, type Situation } from './cause.js';

/** A fresh key takes up to this long to reach every server (platform.md 8.17). */
const propagationMs = 30 * 60_000;

const orgKey = ({ facts }: Situation): string | undefined => {
  const key = appOf(facts)?.consumerKey;
  return key?.known ? key.value : undefined;
};

/** Undefined when the org does not tell its key. */
const isSameKey = (situation: Situation): boolean | undefined => {
  const key = orgKey(situation);
  return key === undefined ? undefined : key === situation.credential.consumerKey;
};

const setCredential = ({ app, org }: Situation): string =>
  run('Bring key and secret of this org into the store', 'clientapp credential set', {
    name: app.name,
    'target-org': org,
  });

const isRotatedAway = ({ credential, facts, now, versions }: Situation): string | undefined => {
  if (credential.validUntil !== undefined && Date.parse(credential.validUntil) < now)
    return `it was valid until ${credential.validUntil}`;
  if (versions.next && versions.next.consumerKey === orgKeyOf(facts)) return 'its successor is stored already';
  const changed = valueOf(facts.changed);
  return changed && changed.getTime() > Date.parse(credential.storedAt)
    ? `the org's keys were changed on ${changed.toISOString()}, after it was stored on ${credential.storedAt}`
    : undefined;
};

const orgKeyOf = (facts: Situation['facts']): string | undefined => {
  const key = appOf(facts)?.consumerKey;
  return key?.known ? key.value : undefined;
};

const rotatedPairExpired: Cause = {
  id: 'rotated-pair-expired',
  find: (situation) => {
    const why = isRotatedAway(situation);
    if (!isUnknownClient(situation) || isSameKey(situation) !== false || why === undefined) return undefined;
    return {
      evidence: `The stored key ${maskKey(situation.credential.consumerKey)} was rotated out and no longer works: ${why}. The org's key is ${maskKey(orgKey(situation) ?? '')}.`,
      actions: [setCredential(situation)],
    };
  },
};

const keyOfAnotherOrg: Cause = {
  id: 'key-of-another-org',
  find: (situation) =>
    isUnknownClient(situation) && isSameKey(situation) === false
      ? {
          evidence: `The store has the key ${maskKey(situation.credential.consumerKey)} for ${situation.org}, but the app's key there is ${maskKey(orgKey(situation) ?? '')}: it was captured in another org, or for another app.`,
          actions: [setCredential(situation)],
        }
      : undefined,
};

const propagationDelay: Cause = {
  id: 'propagation-delay',
  find: (situation) => {
    const changed = valueOf(situation.facts.changed);
    if (!isUnknownClient(situation) || isSameKey(situation) === false || !changed) return undefined;
    const age = situation.now + (situation.clockDifference ?? 0) - changed.getTime();
    if (age > propagationMs) return undefined;
    return {
      evidence: `The key is the org's own, but the app was changed ${Math.max(0, Math.round(age / 60_000))} minutes ago (${changed.toISOString()}), and it takes up to 30 minutes until every server knows a new key.`,
      actions: [
        run('Try again with more patience', 'clientapp verify', {
          name: situation.app.name,
          'target-org': situation.org,
          wait: '30',
        }),
      ],
    };
  },
};

const keyNotAccepted: Cause = {
  id: 'key-not-accepted',
  find: (situation) =>
    isUnknownClient(situation)
      ? {
          evidence: `${situation.host} does not know the key ${maskKey(situation.credential.consumerKey)}, ${
            isSameKey(situation)
              ? "although it is the app's key and not new"
              : 'and the org does not tell which key the app has, so the two could not be compared'
          }.`,
          actions: [
            'In Setup, compare the consumer key (External Client App Manager, the app, Settings) with the stored one.',
            setCredential(situation),
          ],
        }
      : undefined,
};

const wrongSecret: Cause = {
  id: 'wrong-secret',
  find: (situation) =>
    isWrongProof(situation) && situation.flow !== 'jwt-bearer'
      ? {
          evidence: `The org knows the key ${maskKey(situation.credential.consumerKey)}, but the stored secret (of ${situation.credential.storedAt}) is not the one that goes with it.`,
          actions: [setCredential(situation)],
        }
      : undefined,
};

/** Where the stored key or secret is the reason. */
export const keyCauses: readonly Cause[] = [
  rotatedPairExpired,
  keyOfAnotherOrg,
  propagationDelay,
  keyNotAccepted,
  wrongSecret,
];
