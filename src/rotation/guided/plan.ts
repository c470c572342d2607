import type { GuidedRotation, GuidedStep, SeenGuided } from './types.js';

const hasEnded = ({ stage }: GuidedRotation): boolean => ['retired', 'cancelled', 'failed'].includes(stage);

const afterSwap = (record: GuidedRotation, { stored }: SeenGuided): GuidedStep => {
  if (!record.verified.current) return { do: 'verify-current' };
  if (!record.recorded) return { do: 'record' };
  if (record.oldKey === undefined || stored.previous !== record.oldKey) return { do: 'finish', stage: 'retired' };
  return record.oldRefused ? { do: 'forget-previous' } : { do: 'try-old' };
};

/**
 * What to do next once a person has brought the new pair. Pure. The new pair is stored before it is tried, and the old
 * one stays until the org refuses it: a pair that was generated and never applied must not cost the one in use.
 */
export const nextGuidedStep = (record: GuidedRotation, { stored }: SeenGuided): GuidedStep => {
  const { newKey, oldKey } = record;
  if (hasEnded(record)) return { do: 'finish', stage: 'retired' };
  const isForeign = stored.current !== undefined && stored.current !== newKey && stored.current !== oldKey;
  if (isForeign) return { do: 'stop' };
  // `next` goes last: as long as it is there, the swap is not over.
  if (stored.next === newKey) return record.verified.next ? { do: 'swap-store' } : { do: 'verify-next' };
  if (stored.current === newKey) return afterSwap(record, { stored });
  return {
    do: 'finish',
    stage: 'cancelled',
    note: 'Given up: the new pair was not in the store. Generate another one in Setup.',
  };
};

/** How a cancellation goes on: what was stored is dropped; what was done in Setup stays done. */
export const nextGuidedCancelStep = (record: GuidedRotation, { stored }: SeenGuided): GuidedStep => {
  if (hasEnded(record)) return { do: 'finish', stage: 'cancelled' };
  if (stored.current === record.newKey) return { do: 'too-late' };
  if (stored.next === record.newKey) return { do: 'forget-next' };
  return { do: 'finish', stage: 'cancelled' };
};
