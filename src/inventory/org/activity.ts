import type { CallerRights } from '../../org/callerRights.js';
import type { OrgConnection } from '../../org/connection.js';
import type { OrgEvidence } from '../evidence.js';
import type { Coverage } from '../types.js';
import { readApiLog } from './activity/apiUsage.js';
import { readLoginGroups } from './activity/logins.js';
import { readLiveSessions } from './activity/sessions.js';
import { readAppChanges } from './activity/setupChanges.js';

export type OrgActivity = Pick<OrgEvidence, 'logins' | 'sessions' | 'setupChanges' | 'apiUsage' | 'apiLogRetention'>;

/**
 * What happened in an org: who logged in with what, which sessions live, what was changed in Setup about client apps, what
 * apps did. Not read: `/apps/oauth/usage`, which lists the External Client Apps with tokens and takes a call per app and
 * user for what OauthToken tells of all of them at once (audit.md A.2, A.8).
 */
export const readActivity = async (
  connection: OrgConnection,
  org: string,
  rights: CallerRights,
  now: Date = new Date(),
): Promise<{ parts: OrgActivity; coverage: Coverage[] }> => {
  const [logins, sessions, changes, log] = await Promise.all([
    readLoginGroups(connection, org, rights, now),
    readLiveSessions(connection, org, rights),
    readAppChanges(connection, org, rights, now),
    readApiLog(connection, org, rights),
  ]);
  return {
    parts: {
      logins: logins.fact,
      sessions: sessions.fact,
      setupChanges: changes.fact,
      apiUsage: log.apiUsage,
      apiLogRetention: log.apiLogRetention,
    },
    coverage: [logins.coverage, sessions.coverage, changes.coverage, log.coverage],
  };
};
