import { refusalText } from '../../oauth/answer.js';
import { visible } from '../../report/escape.js';
import type { RotationRecord } from '../types.js';
import type { Rotation } from './act.js';
import { provePair, tryPair, type Proof } from './prove.js';

/** What remains to be said of a proof that is less than a token. */
const caveat = ({ proven }: Proof): string[] => {
  if (proven === 'token') return [];
  return proven === 'secret'
    ? ['The org knows the new key and its secret; a token was not obtained, because that takes a person.']
    : [
        'The new pair is not proven: a token takes a person, and the org does not tell a right secret from a wrong one.',
      ];
};

const prove = async (
  { connection, subject, store, waitMs, events }: Rotation,
  record: RotationRecord,
  version: 'next' | 'current',
): Promise<Proof> => {
  const { app } = await subject();
  return provePair(connection, app, store, version, { org: record.org, waitMs, onStatus: events.status });
};

/** Proves the staged pair before anything depends on it. */
export const proveStaged = async (rotation: Rotation, record: RotationRecord): Promise<RotationRecord> => {
  const proof = await prove(rotation, record, 'next');
  for (const remark of proof.remarks) rotation.events.notice(remark);
  return {
    ...record,
    stage: 'verified',
    verified: { next: true, current: false },
    notes: [...record.notes, ...caveat(proof)],
  };
};

/** The old pair has to go on working; when it does not, that is no reason to go back, but one to say so. */
const oldPairNotes = async ({ connection, subject, store }: Rotation): Promise<string[]> => {
  const { app } = await subject();
  const answer = await tryPair(connection, app, store, 'previous');
  if (answer?.kind !== 'refused') return [];
  return [
    `The old pair gives no token any more (${visible(refusalText(answer.refusal))}): programs that still use it are cut off.`,
  ];
};

/** Proves the new pair as the one in use, and that the old one still works beside it. */
export const proveOverlap = async (rotation: Rotation, record: RotationRecord): Promise<RotationRecord> => {
  await prove(rotation, record, 'current');
  return {
    ...record,
    stage: 'overlap',
    verified: { next: true, current: true },
    notes: [...record.notes, ...(await oldPairNotes(rotation))],
  };
};
