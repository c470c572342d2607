import { apiError, type OrgRequest, type Refusal } from '../http/exchange.js';
import type { Org } from '../org.js';
import { effectiveGrants } from '../permissions.js';
import { findSession, type Session } from '../sessions.js';

const invalidSession = (): Refusal => apiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

export const bearerOf = ({ headers }: OrgRequest): string | undefined =>
  /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];

/** The session of a call to the API: a live token, a scope that covers the API, a user who may use it. */
export const authenticate = (org: Org, request: OrgRequest): Session => {
  const session = findSession(org, bearerOf(request) ?? '');
  if (!session) throw invalidSession();
  if (!session.scopes.some((scope) => scope === 'api' || scope === 'full'))
    throw apiError(403, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API');
  if (!effectiveGrants(org, session.userId).userPermissions.has('ApiEnabled'))
    throw apiError(403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User');
  session.lastUsedAt = org.clock.now();
  return session;
};
