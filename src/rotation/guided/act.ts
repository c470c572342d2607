import { provePair, tryPair } from '../secret/prove.js';
import type { RotationWork } from '../session.js';
import type { GuidedRotation, GuidedStep } from './types.js';

export type GuidedWork = RotationWork<GuidedRotation>;

export type GuidedDeed = Exclude<GuidedStep, { do: 'finish' | 'stop' | 'too-late' }>;

const addressOf = ({ orgId, app }: GuidedRotation): { orgId: string; app: string } => ({ orgId, app });

const caveats = {
  token: [],
  secret: ['A token was not obtained, because that takes a person; the org knows the new key and its secret.'],
  unproven: [
    'The new pair is not proven: a token takes a person, and the org does not tell a right secret from a wrong one.',
  ],
};

const verify = async (
  { connection, subject, store, events, waitMs }: GuidedWork,
  record: GuidedRotation,
  version: 'next' | 'current',
): Promise<GuidedRotation> => {
  const { app } = await subject();
  const { proven, remarks } = await provePair(connection, app, store, version, {
    org: record.org,
    waitMs,
    onStatus: events.status,
  });
  for (const remark of remarks) events.notice(remark);
  if (version === 'current') return { ...record, verified: { next: true, current: true } };
  const notes = [...record.notes, ...caveats[proven]];
  return { ...record, stage: 'verified', verified: { next: true, current: false }, notes };
};

/** In this order, so that nothing is ever only in one place. */
const swapStore = async ({ store, clock }: GuidedWork, record: GuidedRotation): Promise<GuidedRotation> => {
  const address = addressOf(record);
  const { current, next } = await store.read(address);
  // What has no key was never a pair.
  if (current && !['', record.newKey].includes(current.consumerKey)) await store.write(address, 'previous', current);
  if (next) {
    const privateKey = current?.privateKey === undefined ? {} : { privateKey: current.privateKey };
    await store.write(address, 'current', { ...next, ...privateKey, state: 'confirmed' });
  }
  await store.remove(address, 'next');
  return { ...record, stage: 'promoted', promotedAt: record.promotedAt ?? clock().toISOString() };
};

const recordIt = async ({ subject }: GuidedWork, record: GuidedRotation): Promise<GuidedRotation> => {
  const { recordDay } = await subject();
  await recordDay((record.promotedAt ?? record.startedAt).slice(0, 10));
  return { ...record, recorded: true };
};

/** As long as the org takes the old pair, Apply may not be confirmed, and the old pair may still be the one that counts. */
const tryOld = async ({ connection, subject, store }: GuidedWork, record: GuidedRotation): Promise<GuidedRotation> => {
  const { app } = await subject();
  const answer = await tryPair(connection, app, store, 'previous');
  // Flows with a person tell nothing about an old pair that would be a reason to keep it for ever.
  const isRefused = answer === undefined || answer.kind === 'refused' || answer.kind === 'unproven';
  const note =
    'The old pair still works, so it was kept: Apply is not confirmed in Setup, or did not reach every server yet.';
  if (isRefused) return { ...record, oldRefused: true, notes: record.notes.filter((one) => one !== note) };
  return { ...record, stage: 'overlap', notes: [...record.notes.filter((one) => one !== note), note] };
};

/** Does one step and gives the record as it is then; the caller writes it down. Each can be repeated after a kill. */
export const act = async (work: GuidedWork, record: GuidedRotation, step: GuidedDeed): Promise<GuidedRotation> => {
  switch (step.do) {
    case 'verify-next':
      work.events.stage('Verifying');
      return verify(work, record, 'next');
    case 'swap-store':
      work.events.stage('Storing');
      return swapStore(work, record);
    case 'verify-current':
      return verify(work, record, 'current');
    case 'record':
      return recordIt(work, record);
    case 'try-old':
      return tryOld(work, record);
    case 'forget-previous':
      work.events.stage('Retiring');
      await work.store.remove(addressOf(record), 'previous');
      return record;
    case 'forget-next':
      await work.store.remove(addressOf(record), 'next');
      return record;
  }
};
