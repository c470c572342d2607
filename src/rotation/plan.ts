import type { CancelStep, RotationRecord, Seen, Slot, Step } from './types.js';

type Pair = Extract<Slot, { kind: 'pair' }>;

/** Ids have 15 or 18 characters for one record (platform.md 4.4). */
const sameId = (one: string, other: string): boolean => one.slice(0, 15) === other.slice(0, 15);

/** Clocks of the org's servers need not agree to the second. */
const clockToleranceMs = 120_000;

/** How long a request to stage may be on its way; what its own user stages later was staged by hand. */
const longestRequestMs = 600_000;

/**
 * True for a staged pair that this rotation made: the one it wrote down, or, when it was killed before it could write
 * anything down, one that its own user made right after it said that it would.
 */
const isOurs = (pair: Pair, { newKey, stagedId, intent, userId }: RotationRecord): boolean => {
  if (newKey !== undefined) return pair.key === newKey;
  if (stagedId !== undefined && sameId(pair.id, stagedId)) return true;
  if (intent?.act !== 'stage' || pair.createdBy === undefined || pair.createdDate === undefined) return false;
  const afterMs = Date.parse(pair.createdDate) - Date.parse(intent.since);
  return sameId(pair.createdBy, userId) && afterMs >= -clockToleranceMs && afterMs <= longestRequestMs;
};

const stop = (problem: Extract<Step, { do: 'stop' }>['problem']): Step => ({ do: 'stop', problem });

/** As long as the consumer still has its old pair. */
const beforePromotion = (record: RotationRecord, { slot, stored }: Seen): Step => {
  if (slot.kind === 'empty') {
    return stored.next !== undefined && stored.next === record.newKey
      ? { do: 'forget-next', note: 'Started over: the staged pair was gone from the org.' }
      : { do: 'stage' };
  }
  if (!isOurs(slot, record)) return stop('foreign-pair');
  // It fills the slot and opens nothing; with the slot empty the rotation starts over.
  if (slot.state === 'expired') return { do: 'withdraw', stagedId: slot.id };
  if (slot.state !== 'active') return stop('unknown-pair');
  if (stored.next !== slot.key) {
    return { do: 'store-next', stagedId: slot.id, key: slot.key, expirationDate: slot.expirationDate };
  }
  if (!record.verified.next) return { do: 'verify-next' };
  return { do: 'promote', stagedId: slot.id };
};

/** True while the old pair sits in the slot. */
const holdsOldPair = (slot: Slot, { oldKey }: RotationRecord): slot is Pair =>
  slot.kind === 'pair' && slot.key === oldKey;

/** Nothing to tell when this rotation has deleted it. */
const whyGone = (slot: Slot, { intent }: RotationRecord): { note?: string } => {
  if (slot.kind === 'pair') return { note: 'The org holds a second pair that is not ours; it was left alone.' };
  return intent?.act === 'retire' ? {} : { note: 'The old pair was gone from the org before its overlap was over.' };
};

const overlap = (record: RotationRecord, { slot, stored, now }: Seen): Step => {
  const { retireAfter = '', promotedAt = '' } = record;
  const due = Date.parse(retireAfter);
  if (!holdsOldPair(slot, record)) {
    if (stored.previous !== record.oldKey) return { do: 'finish' };
    return { do: 'forget-previous', ...whyGone(slot, record) };
  }
  if (slot.state === 'expired') return { do: 'retire', stagedId: slot.id };
  if (slot.state !== 'rotated') return stop('unknown-pair');
  // An overlap of no days is over whatever the clock says; otherwise, a clock that stands before the promotion says nothing about how much time has passed.
  const promoted = Date.parse(promotedAt);
  if (due <= promoted) return { do: 'retire', stagedId: slot.id };
  if (now.getTime() < promoted - clockToleranceMs || Number.isNaN(due)) return stop('clock');
  return now.getTime() >= due ? { do: 'retire', stagedId: slot.id } : { do: 'wait', until: retireAfter };
};

const afterPromotion = (record: RotationRecord, newKey: string, seen: Seen): Step => {
  const { slot, stored } = seen;
  const isOther = stored.current !== undefined && stored.current !== newKey && stored.current !== record.oldKey;
  if (isOther) return stop('other-pair-stored');
  // `next` goes last: as long as it is there, the swap is not over.
  if (stored.next === newKey) {
    return { do: 'swap-store', validUntil: holdsOldPair(slot, record) ? slot.expirationDate : undefined };
  }
  if (stored.current !== newKey) return { do: 'recover-next', key: newKey };
  if (!record.verified.current) return { do: 'verify-current' };
  if (!record.recorded) return { do: 'record' };
  return overlap(record, seen);
};

/**
 * What to do next in a rotation of a secret, from what was written down and what org and store show. Pure: the same
 * record and sight give the same step, so a rotation that was killed anywhere goes on where it was.
 *
 * The order is what keeps both sides working: a pair is in the store before it is verified, verified before it is
 * promoted, and current in the store before the old one is retired. The old pair works from the first step to the last
 * (platform.md 4.3), so whoever reads the store at any moment finds a pair that works.
 */
export const nextStep = (record: RotationRecord, seen: Seen): Step => {
  if (['retired', 'cancelled', 'failed'].includes(record.stage)) return { do: 'finish' };
  if (seen.primaryKey === undefined) return stop('consumer-gone');
  if (seen.primaryKey === record.newKey) return afterPromotion(record, seen.primaryKey, seen);
  if (seen.primaryKey !== record.oldKey) return stop('rotated-elsewhere');
  // It was ours already and is no more: somebody put other credentials there.
  if (record.promotedAt !== undefined) return stop('rotated-elsewhere');
  // A store that has none yet gets one; another pair in it may be of use to somebody.
  const { current } = seen.stored;
  if (current !== undefined && current !== record.oldKey) return stop('other-pair-stored');
  return beforePromotion(record, seen);
};

/** Why there is nothing of ours left to undo; undefined as long as the consumer has the pair that the rotation began with. */
const overtaken = ({ oldKey, promotedAt }: RotationRecord, { primaryKey }: Seen): string | undefined => {
  if (primaryKey === undefined) return 'Given up: the app or its consumer is gone from the org.';
  // After a promotion, even the old key is somebody else's doing.
  if (primaryKey !== oldKey || promotedAt !== undefined)
    return 'Given up: somebody else has rotated the app meanwhile.';
  return undefined;
};

/** What to do next to undo a rotation; after the promotion nothing can be undone (platform.md 4.3). */
export const nextCancelStep = (record: RotationRecord, seen: Seen): CancelStep => {
  const { primaryKey, slot, stored } = seen;
  if (['retired', 'cancelled', 'failed'].includes(record.stage)) return { do: 'finish' };
  if (primaryKey !== undefined && primaryKey === record.newKey) return { do: 'too-late' };
  const why = overtaken(record, seen);
  const isWithdrawable = slot.kind === 'pair' && (slot.state === 'active' || slot.state === 'expired');
  if (why === undefined && isWithdrawable && isOurs(slot, record)) return { do: 'withdraw', stagedId: slot.id };
  if (stored.next !== undefined && stored.next === record.newKey) return { do: 'forget-next' };
  if (why === undefined) return { do: 'finish' };
  const isOldGone = primaryKey !== record.oldKey && !holdsOldPair(slot, record);
  return isOldGone && stored.previous === record.oldKey ? { do: 'forget-previous' } : { do: 'give-up', why };
};
