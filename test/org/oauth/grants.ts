import type { ClientApp } from '../apps/index.js';
import { millisecondsOf } from '../clock.js';
import type { Org } from '../org.js';
import { endSessions, randomToken } from '../sessions.js';
import type { Grant } from './types.js';

/** Five approvals for each user and app; one more ends the one unused longest (platform.md 6). */
const approvalsPerUserAndApp = 5;

export const endGrants = (org: Org, which: (grant: Grant) => boolean): number => {
  const ended = org.state.grants.filter(which);
  const ids = new Set(ended.map(({ id }) => id));
  org.state.grants = org.state.grants.filter(({ id }) => !ids.has(id));
  endSessions(org, ({ grantId }) => grantId !== undefined && ids.has(grantId));
  return ended.length;
};

export const addGrant = (org: Org, app: ClientApp, userId: string, clientId: string, scopes: string[]): Grant => {
  const now = org.clock.now();
  const grant: Grant = {
    id: org.newId('0CQ'),
    userId,
    appName: app.label,
    appId: app.id,
    scopes,
    refreshToken: `5Aep${randomToken(60)}`,
    rotatedOut: [],
    deleteToken: randomToken(40),
    createdDate: now,
    lastUsedDate: now,
    useCount: 1,
    clientId,
  };
  const earlier = org.state.grants
    .filter((other) => other.userId === userId && other.appId === app.id)
    .sort((a, b) => (a.lastUsedDate ?? a.createdDate).getTime() - (b.lastUsedDate ?? b.createdDate).getTime());
  const surplus = new Set(earlier.slice(0, Math.max(0, earlier.length - approvalsPerUserAndApp + 1)));
  endGrants(org, (other) => surplus.has(other));
  org.state.grants.push(grant);
  return grant;
};

/** Whether the app's policy still lets a refresh token be used. */
export const isGrantAlive = (org: Org, { refreshPolicy }: ClientApp, grant: Grant): boolean => {
  const { rule, period, unit } = refreshPolicy;
  if (rule === 'infinite') return true;
  if (rule === 'zero') return false;
  const days = unit === 'MONTHS' ? period * 30 : period;
  const span = millisecondsOf(unit === 'HOURS' ? { hours: period } : { days });
  const since = rule === 'lifetime' ? grant.createdDate : (grant.lastUsedDate ?? grant.createdDate);
  return org.clock.now().getTime() < since.getTime() + span;
};
