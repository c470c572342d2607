import type { CertificateRotation, CertificateStep, SeenCertificate } from './types.js';

const stop = (problem: Extract<CertificateStep, { do: 'stop' }>['problem']): CertificateStep => ({
  do: 'stop',
  problem,
});

const hasEnded = ({ stage }: CertificateRotation): boolean => ['retired', 'cancelled', 'failed'].includes(stage);

/** Nothing that belongs to neither side is replaced. */
const isForeign = (keyId: string | undefined, { oldKeyId, newKeyId }: CertificateRotation): boolean =>
  keyId !== undefined && keyId !== oldKeyId && keyId !== newKeyId;

/** The new key is current and the swap is over. */
const isSwapped = ({ newKeyId }: CertificateRotation, { stored }: SeenCertificate): boolean =>
  newKeyId !== undefined && stored.current === newKeyId && stored.next !== newKeyId;

const beforeSwap = (record: CertificateRotation, { held, stored }: SeenCertificate): CertificateStep => {
  const { newCertificate, newKeyId, oldCertificate, verified } = record;
  if (isForeign(stored.current, record)) return stop('other-key-stored');
  if (newCertificate === undefined) return { do: 'make-key' };
  if (stored.next !== newKeyId) {
    if (held !== 'new') return { do: 'make-key', note: 'Started over: the store had lost the new key.' };
    if (oldCertificate === undefined) return stop('key-lost');
    return { do: 'go-back', why: 'the store had lost the new key' };
  }
  if (held === 'old') return { do: 'deploy' };
  return verified.next ? { do: 'swap-store' } : { do: 'verify-next' };
};

const afterSwap = (record: CertificateRotation, { held, stored }: SeenCertificate): CertificateStep => {
  if (held === 'old')
    return { do: 'deploy', note: 'Somebody had put the old certificate back; the new one was deployed again.' };
  if (!record.verified.current) return { do: 'verify-current' };
  if (!record.recorded) return { do: 'record' };
  if (record.oldKeyId !== undefined && stored.previous === record.oldKeyId) return { do: 'forget-previous' };
  return { do: 'finish', stage: 'retired' };
};

/** The old certificate goes back even where the org has it still: a deploy of the new one may be under way. */
const wayBack = (record: CertificateRotation, { stored }: SeenCertificate): CertificateStep => {
  const { back, deployBegunAt, newKeyId } = record;
  if (deployBegunAt !== undefined && back?.restoredAt === undefined) return { do: 'restore' };
  if (deployBegunAt !== undefined && back?.tried !== true) return { do: 'verify-old' };
  if (newKeyId === undefined ? stored.next !== undefined : stored.next === newKeyId) return { do: 'forget-next' };
  // The copy that a swap began with.
  const isCopied = record.oldKeyId !== undefined && stored.previous === record.oldKeyId;
  if (isCopied && stored.current === record.oldKeyId) return { do: 'forget-previous' };
  return { do: 'finish', stage: back?.ending ?? 'failed' };
};

/**
 * What to do next in a rotation of a key pair, from what was written down and what org and store show. Pure: a rotation
 * that was killed anywhere goes on where it was.
 *
 * An app has room for one certificate (platform.md 2.4), so there is a moment at which the key in the store is the wrong
 * one. The order keeps it short, and keeps both keys until the new one has proven itself: store, deploy, verify, swap.
 */
export const nextCertificateStep = (record: CertificateRotation, seen: SeenCertificate): CertificateStep => {
  if (hasEnded(record)) return { do: 'finish', stage: 'retired' };
  if (seen.held === 'gone') return stop('app-gone');
  if (seen.held === 'other' || seen.held === 'none') return stop('changed-elsewhere');
  if (record.back) return wayBack(record, seen);
  return isSwapped(record, seen) ? afterSwap(record, seen) : beforeSwap(record, seen);
};

/** How a cancellation goes on; once the store has the new key as current, there is no way back. */
export const nextCertificateCancelStep = (
  record: CertificateRotation,
  seen: SeenCertificate,
): CertificateStep | { do: 'too-late' } => {
  if (hasEnded(record)) return { do: 'finish', stage: 'cancelled' };
  // Somebody else's certificate stays: what is left to undo is in the store.
  const isOurs = seen.held === 'old' || seen.held === 'new';
  const { newKeyId } = record;
  if (isOurs && newKeyId !== undefined && seen.stored.current === newKeyId) return { do: 'too-late' };
  if (!isOurs) return wayBack({ ...record, deployBegunAt: undefined }, seen);
  if (record.back) return wayBack(record, seen);
  const needsOld = record.deployBegunAt !== undefined || seen.held === 'new';
  // Nothing is known to go back to, so nothing is touched.
  if (needsOld && record.oldCertificate === undefined) return { do: 'finish', stage: 'failed' };
  return { do: 'go-back', why: 'it was cancelled' };
};
