import { orgIdOf } from '../org/connection.js';
import { isRefusal, refusalReason } from '../org/refusals.js';
import { endSession } from '../org/revocation.js';
import { digestOf } from './caseChain.js';
import { concurrently } from './concurrently.js';
import type { TokenWork } from './revokeTokens.js';
import { shortId } from './selection.js';
import type { NotDone, SelectedSession } from './types.js';

export type SessionCounts = { ended: number; gone: number; failed: number };

const atOnce = 8;

/** Ends live sessions: an access token works on until its session ends, whatever becomes of the refresh token (audit.md A.6). */
export const endSessions = async (
  { connection, log, onProgress }: Pick<TokenWork, 'connection' | 'log' | 'onProgress'>,
  sessions: readonly SelectedSession[],
): Promise<{ counts: SessionCounts; notDone: NotDone[] }> => {
  const counts = { ended: 0, gone: 0, failed: 0 };
  const reasons = new Set<string>();
  await concurrently(sessions, atOnce, async ({ Id, UsersId, application }) => {
    const subject = {
      session: digestOf(orgIdOf(connection), shortId(Id)),
      user: UsersId ?? '',
      app: application ?? '',
    };
    try {
      const result = await endSession(connection, Id);
      counts[result] += 1;
      await log.note({ action: 'end-session', result, subject });
      onProgress(`${counts.ended + counts.gone} of ${sessions.length} sessions`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const reason = refusalReason(error, 'the session');
      counts.failed += 1;
      reasons.add(reason);
      await log.note({ action: 'end-session', result: 'failed', subject, detail: { reason } });
    }
  });
  const what = `${counts.failed} session${counts.failed === 1 ? '' : 's'}`;
  return { counts, notDone: counts.failed === 0 ? [] : [{ what, reason: [...reasons].join('; ') }] };
};
