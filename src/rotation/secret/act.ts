import type { ClientApp } from '../../app/clientApp.js';
import type { OrgConnection } from '../../org/connection.js';
import type { OrgClock } from '../../org/orgClock.js';
import { deletePair, promotePair, readStagedSecret, stagePair } from '../../org/stagedCredentials.js';
import type { SecretStore } from '../../secrets/store.js';
import type { RotationEvents } from '../events.js';
import type { Intent, RotationRecord, Step } from '../types.js';
import { provePair } from './prove.js';

/** What the steps of a rotation work with. */
export type Rotation = {
  connection: OrgConnection;
  app: ClientApp;
  store: SecretStore;
  clock: OrgClock;
  events: RotationEvents;
  /** How long a new pair may be unknown to the org. */
  waitMs: number;
  /** Writes the record down; on disk when the promise resolves. */
  note: (record: RotationRecord) => Promise<void>;
  /** Writes the day into the manifest, where there is one. */
  recordDay: (day: string) => Promise<void>;
};

const dayMs = 86_400_000;

/** A refusal says for certain that nothing happened; anything else (a lost connection) leaves it open. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error &&
  'errorCode' in error &&
  !/^ERROR_HTTP_5|^ERROR_HTTP_(?:408|429)/.test(String(error.errorCode));

/** When the old pair goes: after the overlap, but not later than the org drops it anyway. */
const retireAfterOf = (promotedAt: Date, overlapDays: number): string =>
  new Date(promotedAt.getTime() + overlapDays * dayMs).toISOString();

/** The record of a rotation whose new pair the org has taken as its own. */
export const asPromoted = (record: RotationRecord, now: Date): RotationRecord => ({
  ...record,
  stage: 'promoted',
  promotedAt: now.toISOString(),
  retireAfter: retireAfterOf(now, record.overlapDays),
  intent: undefined,
});

const withIntent = async (
  { clock, note }: Rotation,
  record: RotationRecord,
  act: Intent['act'],
): Promise<RotationRecord> => {
  const intended = { ...record, intent: { act, since: clock().toISOString() } };
  await note(intended);
  return intended;
};

const withoutIntent = ({ intent: _, ...record }: RotationRecord): RotationRecord => record;

const stage = async (rotation: Rotation, record: RotationRecord): Promise<RotationRecord> => {
  const { newKey: _key, stagedId: _id, ...rest } = record;
  const intended = await withIntent(rotation, { ...rest, verified: { next: false, current: false } }, 'stage');
  try {
    await stagePair(rotation.connection, record);
  } catch (error) {
    // Then a pair that appears there is somebody else's.
    if (isRefused(error)) await rotation.note(withoutIntent(intended));
    throw error;
  }
  return { ...intended, stage: 'staged' };
};

const storeNext = async (
  { connection, store, clock, note }: Rotation,
  record: RotationRecord,
  { stagedId, key }: Extract<Step, { do: 'store-next' }>,
): Promise<RotationRecord> => {
  const known = withoutIntent({ ...record, newKey: key, stagedId });
  await note(known);
  const consumerSecret = await readStagedSecret(connection, record, stagedId);
  await store.write({ orgId: record.orgId, app: record.app }, 'next', {
    consumerKey: key,
    consumerSecret,
    storedAt: clock().toISOString(),
    state: 'confirmed',
  });
  return { ...known, stage: 'stored' };
};

/** In this order, so that at any moment `current` is a pair that works and nothing is only in one place. */
const swapStore = async ({ store }: Rotation, record: RotationRecord): Promise<RotationRecord> => {
  const address = { orgId: record.orgId, app: record.app };
  const { current, next } = await store.read(address);
  if (current?.consumerKey === record.oldKey) await store.write(address, 'previous', current);
  if (next?.consumerKey === record.newKey && next) {
    // A private key belongs to the certificate and stays.
    const kept = current?.privateKey === undefined ? {} : { privateKey: current.privateKey };
    const { consumerKey, consumerSecret, storedAt, state } = next;
    await store.write(address, 'current', {
      ...kept,
      consumerKey,
      ...(consumerSecret === undefined ? {} : { consumerSecret }),
      storedAt,
      state,
    });
  }
  await store.remove(address, 'next');
  return record;
};

const prove = async (
  rotation: Rotation,
  record: RotationRecord,
  version: 'next' | 'current',
): Promise<RotationRecord> => {
  const { connection, app, store, waitMs, events } = rotation;
  const proof = await provePair(connection, app, store, version, { org: record.org, waitMs, onStatus: events.status });
  const note = `The ${version} pair gave no token, because that takes a person; nothing spoke against it.`;
  return {
    ...record,
    stage: version === 'next' ? 'verified' : record.stage,
    verified: { ...record.verified, [version]: true },
    notes: proof === 'token' ? record.notes : [...record.notes, note],
  };
};

const promote = async (rotation: Rotation, record: RotationRecord, stagedId: string): Promise<RotationRecord> => {
  const intended = await withIntent(rotation, record, 'promote');
  await promotePair(rotation.connection, record, stagedId);
  return asPromoted(intended, rotation.clock());
};

const forgetNext = async ({ store }: Rotation, record: RotationRecord, why: string): Promise<RotationRecord> => {
  await store.remove({ orgId: record.orgId, app: record.app }, 'next');
  const { newKey: _key, stagedId: _id, ...rest } = record;
  return {
    ...rest,
    stage: 'planned',
    verified: { next: false, current: false },
    notes: [...record.notes, `Started over: ${why}.`],
  };
};

const forgetPrevious = async (
  { store }: Rotation,
  record: RotationRecord,
  note: string | undefined,
): Promise<RotationRecord> => {
  await store.remove({ orgId: record.orgId, app: record.app }, 'previous');
  return note === undefined
    ? record
    : { ...record, notes: [...record.notes, `${note[0]?.toUpperCase()}${note.slice(1)}.`] };
};

const announce = ({ events }: Rotation, step: Step): void => {
  const stages: Partial<Record<Step['do'], Parameters<RotationEvents['stage']>[0]>> = {
    stage: 'Staging',
    'store-next': 'Storing',
    'verify-next': 'Verifying',
    promote: 'Promoting',
    'verify-current': 'Overlap',
    retire: 'Retiring',
  };
  const stage = stages[step.do];
  if (stage) events.stage(stage);
};

/** Does one step and gives the record as it is then; the caller writes it down. Each can be repeated after a kill. */
export const act = async (rotation: Rotation, record: RotationRecord, step: Step): Promise<RotationRecord> => {
  announce(rotation, step);
  switch (step.do) {
    case 'stage':
      return stage(rotation, record);
    case 'store-next':
      return storeNext(rotation, record, step);
    case 'forget-next':
      return forgetNext(rotation, record, step.why);
    case 'verify-next':
      return prove(rotation, record, 'next');
    case 'promote':
      return promote(rotation, record, step.stagedId);
    case 'swap-store':
      return swapStore(rotation, record);
    case 'verify-current':
      return { ...(await prove(rotation, record, 'current')), stage: 'overlap' };
    case 'record':
      await rotation.recordDay((record.promotedAt ?? rotation.clock().toISOString()).slice(0, 10));
      return { ...record, recorded: true };
    case 'retire': {
      const intended = await withIntent(rotation, record, 'retire');
      await deletePair(rotation.connection, record, step.stagedId);
      return withoutIntent(intended);
    }
    case 'forget-previous':
      return forgetPrevious(rotation, record, step.note);
    case 'wait':
    case 'finish':
    case 'stop':
      return record;
  }
};
