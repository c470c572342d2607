import { readLogins, type LoginAnswer, type LoginRow } from '../../../org/activity/loginHistory.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgConnection } from '../../../org/connection.js';
import type { LoginGroup, Logins } from '../../evidence.js';
import { known, unknown, type Coverage, type Fact } from '../../types.js';
import { coverageOf, sourceOf } from '../coverage.js';
import { missingRight } from './missingRight.js';
import { utc, type Reading } from './reading.js';

const object = 'LoginHistory';
/** The org keeps about six months (audit.md A.6). */
const days = 180;

const toGroup = (row: LoginRow): LoginGroup => ({
  userId: row.UserId,
  application: row.Application ?? undefined,
  loginType: row.LoginType ?? '',
  loginSubType: row.LoginSubType ?? undefined,
  status: row.Status ?? undefined,
  sourceIp: row.SourceIp ?? undefined,
  countryIso: row.CountryIso ?? undefined,
  apiType: row.ApiType ?? undefined,
  apiVersion: row.ApiVersion ?? undefined,
  count: row.logins,
  last: utc(row.latest),
  first: utc(row.earliest),
});

/** Columns without which a group says nothing about an app or a flow. */
const essential = ['UserId', 'LoginType', 'LoginSubType', 'Application'];

const gapOf = (answer: LoginAnswer): string | undefined => {
  if (answer.refused !== undefined) return answer.refused;
  const missing = answer.missing.filter((column) => essential.includes(column));
  return missing.length > 0 ? `the org does not show ${missing.join(', ')} of ${object}` : undefined;
};

const coverage = (org: string, answer: LoginAnswer): Coverage => {
  const of = coverageOf(org, object, answer, answer.withoutAddresses);
  if (answer.refused !== undefined) return of;
  return { ...of, rows: answer.rows.reduce((sum, { logins }) => sum + logins, 0) };
};

/** The logins of everyone, in groups; unknown to a user who would see only his own. */
export const readLoginGroups = async (
  connection: OrgConnection,
  org: string,
  rights: CallerRights,
  now: Date,
): Promise<Reading<Logins>> => {
  const reason = missingRight(
    rights,
    ['MonitorLoginHistory', 'ManageUsers'],
    'only the own logins of that user can be seen',
  );
  if (reason !== undefined)
    return { fact: unknown(reason), coverage: { source: sourceOf(org, object), status: 'unavailable', reason } };
  const window = { from: new Date(now.getTime() - days * 86_400_000), to: now };
  const answer = await readLogins(connection, window);
  const gap = gapOf(answer);
  const fact = (): Fact<Logins> =>
    answer.refused !== undefined || gap !== undefined
      ? unknown(gap ?? '')
      : known({
          from: window.from.toISOString(),
          to: window.to.toISOString(),
          groups: answer.rows.map(toGroup),
          ...(answer.withoutAddresses === undefined ? {} : { withoutAddresses: answer.withoutAddresses }),
        });
  return { fact: fact(), coverage: coverage(org, answer) };
};
