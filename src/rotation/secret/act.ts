import { readConsumerSecret } from '../../org/credentials.js';
import { deletePair, promotePair, readStagedSecret, stagePair, type StagedPair } from '../../org/stagedCredentials.js';
import type { StoredCredential } from '../../secrets/store.js';
import type { RotationEvents } from '../events.js';
import type { RotationWork } from '../session.js';
import type { CancelStep, Intent, RotationRecord, Step } from '../types.js';
import { proveOverlap, proveStaged } from './proofs.js';

export type Rotation = RotationWork<RotationRecord>;

/** The steps that do something. */
export type Deed = Exclude<Step | CancelStep, { do: 'wait' | 'finish' | 'stop' | 'too-late' | 'give-up' }>;

const dayMs = 86_400_000;

/** The record of a rotation whose new pair the org has taken as its own. */
export const asPromoted = (record: RotationRecord, now: Date): RotationRecord => ({
  ...record,
  stage: 'promoted',
  promotedAt: now.toISOString(),
  retireAfter: new Date(now.getTime() + record.overlapDays * dayMs).toISOString(),
  intent: undefined,
});

export const withoutIntent = ({ intent: _, ...record }: RotationRecord): RotationRecord => record;

/** The record of a rotation that has no second pair. */
const withoutPair = ({ newKey: _key, stagedId: _id, intent: _, ...record }: RotationRecord): RotationRecord => ({
  ...record,
  stage: 'planned',
  verified: { next: false, current: false },
});

const intents: Partial<Record<Deed['do'], Intent['act']>> = {
  stage: 'stage',
  promote: 'promote',
  retire: 'retire',
  withdraw: 'withdraw',
};

/** What is written down before a step is done, so that the next run knows of it whatever happens to this one. */
export const prepared = (record: RotationRecord, step: Deed, now: Date): RotationRecord => {
  if (step.do === 'store-next') return withoutIntent({ ...record, newKey: step.key, stagedId: step.stagedId });
  const act = intents[step.do];
  if (act === undefined) return record;
  return { ...(act === 'stage' ? withoutPair(record) : record), intent: { act, since: now.toISOString() } };
};

/** Known by its key from now on, should the org show it late. */
const asStaged = (record: RotationRecord, pair: StagedPair | undefined): RotationRecord => ({
  ...record,
  stage: 'staged',
  ...(pair && { newKey: pair.key, stagedId: pair.id }),
});

const addressOf = ({ orgId, app }: RotationRecord): { orgId: string; app: string } => ({ orgId, app });

const keepNext = async (
  { store, clock }: Rotation,
  record: RotationRecord,
  pair: { key: string; secret: string; expirationDate?: string | undefined },
): Promise<void> => {
  const { key, secret, expirationDate } = pair;
  await store.write(addressOf(record), 'next', {
    consumerKey: key,
    consumerSecret: secret,
    storedAt: clock().toISOString(),
    ...(expirationDate === undefined ? {} : { validUntil: expirationDate }),
    state: 'confirmed',
  });
};

const storeNext = async (
  rotation: Rotation,
  record: RotationRecord,
  { key, stagedId, expirationDate }: Extract<Step, { do: 'store-next' }>,
): Promise<RotationRecord> => {
  const secret = await readStagedSecret(rotation.connection, record, stagedId);
  await keepNext(rotation, record, { key, secret, expirationDate });
  return { ...record, stage: 'stored' };
};

/** The org gives the secret of a consumer's own pair as well, so one that the store has lost is not lost. */
const recoverNext = async (rotation: Rotation, record: RotationRecord): Promise<RotationRecord> => {
  const pair = await readConsumerSecret(rotation.connection, record.appId, record.consumerId);
  // Rotated by somebody else in this very moment: the next look at the org tells.
  if (pair.key !== record.newKey) return record;
  await keepNext(rotation, record, pair);
  return { ...record, notes: [...record.notes, 'The store had lost the new pair; it was read from the org again.'] };
};

/** A private key belongs to the certificate and stays; a pair that is current has no end. */
const asCurrent = (next: StoredCredential, current: StoredCredential | undefined): StoredCredential => {
  const { validUntil: _, ...rest } = next;
  return current?.privateKey === undefined ? rest : { ...rest, privateKey: current.privateKey };
};

/** In this order, so that at any moment `current` is a pair that works and nothing is only in one place. */
const swapStore = async (
  { store }: Rotation,
  record: RotationRecord,
  validUntil: string | undefined,
): Promise<RotationRecord> => {
  const address = addressOf(record);
  const { current, next } = await store.read(address);
  // A private key without a secret has its place in `current` only.
  if (current?.consumerKey === record.oldKey && current.consumerSecret !== undefined) {
    await store.write(address, 'previous', { ...current, ...(validUntil === undefined ? {} : { validUntil }) });
  }
  if (next && next.consumerKey === record.newKey) await store.write(address, 'current', asCurrent(next, current));
  await store.remove(address, 'next');
  return record;
};

const forgetNext = async (
  { store }: Rotation,
  record: RotationRecord,
  note: string | undefined,
): Promise<RotationRecord> => {
  await store.remove(addressOf(record), 'next');
  return { ...withoutPair(record), notes: note === undefined ? record.notes : [...record.notes, note] };
};

const forgetPrevious = async (
  { store }: Rotation,
  record: RotationRecord,
  note: string | undefined,
): Promise<RotationRecord> => {
  await store.remove(addressOf(record), 'previous');
  return note === undefined ? record : { ...record, notes: [...record.notes, note] };
};

const recordDay = async ({ subject, clock }: Rotation, record: RotationRecord): Promise<RotationRecord> => {
  const { recordDay: write } = await subject();
  await write((record.promotedAt ?? clock().toISOString()).slice(0, 10));
  return { ...record, recorded: true };
};

const announced: Partial<Record<Deed['do'], Parameters<RotationEvents['stage']>[0]>> = {
  stage: 'Staging',
  'store-next': 'Storing',
  'verify-next': 'Verifying',
  promote: 'Promoting',
  'verify-current': 'Overlap',
  retire: 'Retiring',
};

/** Does one step and gives the record as it is then; the caller writes it down. Each can be repeated after a kill. */
export const act = async (rotation: Rotation, record: RotationRecord, step: Deed): Promise<RotationRecord> => {
  const { connection, clock, events } = rotation;
  const stage = announced[step.do];
  if (stage) events.stage(stage);
  switch (step.do) {
    case 'stage':
      return asStaged(record, await stagePair(connection, record));
    case 'store-next':
      return storeNext(rotation, record, step);
    case 'withdraw':
      await deletePair(connection, record, step.stagedId);
      return withoutIntent(record);
    case 'forget-next':
      return forgetNext(rotation, record, step.note);
    case 'verify-next':
      return proveStaged(rotation, record);
    case 'promote':
      await promotePair(connection, record, step.stagedId);
      return asPromoted(record, clock());
    case 'recover-next':
      return recoverNext(rotation, record);
    case 'swap-store':
      return swapStore(rotation, record, step.validUntil);
    case 'verify-current':
      return proveOverlap(rotation, record);
    case 'record':
      return recordDay(rotation, record);
    case 'retire':
      // The intent stays: that the old pair is gone is then no surprise.
      await deletePair(connection, record, step.stagedId);
      return record;
    case 'forget-previous':
      return forgetPrevious(rotation, record, step.note);
  }
};
