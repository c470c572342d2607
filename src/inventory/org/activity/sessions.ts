import { maxSessions, readOauthSessions, type SessionRow } from '../../../org/activity/authSessions.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgConnection } from '../../../org/connection.js';
import type { LiveSession } from '../../evidence.js';
import { known, unknown } from '../../types.js';
import { coverageOf, sourceOf } from '../coverage.js';
import { missingRight } from './missingRight.js';
import { utc, type Reading } from './reading.js';

const object = 'AuthSession';
const essential = ['UsersId', 'CreatedDate'];

const toSession = (row: SessionRow): LiveSession => ({
  id: row.Id,
  userId: row.UsersId ?? '',
  loginType: row.LoginType ?? undefined,
  loginSubType: row.LoginSubType ?? undefined,
  application: row.LoginHistory?.Application ?? undefined,
  sessionType: row.SessionType ?? undefined,
  sourceIp: row.SourceIp ?? undefined,
  createdDate: utc(row.CreatedDate ?? ''),
  lastModifiedDate: row.LastModifiedDate ? utc(row.LastModifiedDate) : undefined,
  secondsValid: row.NumSecondsValid ?? undefined,
});

/** Sessions that live now and began with OAuth. */
export const readLiveSessions = async (
  connection: OrgConnection,
  org: string,
  rights: CallerRights,
): Promise<Reading<LiveSession[]>> => {
  const reason = missingRight(rights, ['ManageUsers'], 'only the own sessions of that user can be seen');
  if (reason !== undefined)
    return { fact: unknown(reason), coverage: { source: sourceOf(org, object), status: 'unavailable', reason } };
  const answer = await readOauthSessions(connection);
  if (answer.refused !== undefined) return { fact: unknown(answer.refused), coverage: coverageOf(org, object, answer) };
  const cut = answer.rows.length > maxSessions ? `only the newest ${maxSessions} sessions were read` : undefined;
  const missing = answer.missing.filter((column) => essential.includes(column));
  const gap = missing.length > 0 ? `the org does not show ${missing.join(', ')} of ${object}` : cut;
  return {
    fact: gap === undefined ? known(answer.rows.map(toSession)) : unknown(gap),
    coverage: coverageOf(org, object, answer, cut),
  };
};
