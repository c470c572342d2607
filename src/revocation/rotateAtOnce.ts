import type { OpenOptions } from '../rotation/open.js';
import type { RotationOutcome } from './carryOut.js';
import { explainRevocationFailure } from './explain.js';

export type RotateOptions = OpenOptions & { orgId: string; orgName: string; onNotice: (text: string) => void };

const rotate = async ({ onNotice, orgId, ...open }: RotateOptions): Promise<RotationOutcome> => {
  const [{ openStart, openUnfinished }, { startUnattended, resumeAnyRotation }, { findUnfinished }] = await Promise.all(
    [import('../rotation/open.js'), import('../rotation/goOn.js'), import('../rotation/journal.js')],
  );
  const events = { stage: () => undefined, status: () => undefined, notice: onNotice };
  const again = async () => {
    const { options, found } = await openUnfinished({ ...open, store: undefined });
    return resumeAnyRotation({ ...options, events }, found, { retireNow: true });
  };
  const anew = async () => {
    const { options } = await openStart(open);
    return startUnattended({ ...options, events }, { consumerKey: undefined, overlapDays: 0 });
  };
  const unfinished = await findUnfinished(orgId, open.name);
  // In an overlap the new pair is in use already, so it may be the one that leaked: ending the overlap is not enough.
  const isInUse = unfinished !== undefined && ['promoted', 'overlap'].includes(unfinished.stage);
  const ended = unfinished ? await again() : undefined;
  const { stage } = ended && !(isInUse && ended.stage === 'retired') ? ended : await anew();
  return { app: open.name, status: stage === 'retired' ? 'rotated' : 'failed', stage };
};

/**
 * Replaces the credential of an app and deletes the old pair as soon as the new one works; a rotation that is under way
 * is taken to that end, and when its new pair was in use already, that one is replaced too. A failure is a result: the rest of the incident goes on.
 */
export const rotateAtOnce = async (options: RotateOptions): Promise<RotationOutcome> => {
  try {
    return await rotate(options);
  } catch (error) {
    const reason = explainRevocationFailure(error, options.orgName, { hasBegun: false })
      .message.trim()
      .replace(/\.$/, '');
    return { app: options.name, status: 'failed', reason };
  }
};
