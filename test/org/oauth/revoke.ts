import { json, type Answer } from '../http/exchange.js';
import type { Call, Route } from '../http/router.js';
import { endSessions } from '../sessions.js';
import { OauthRefusal } from './errors.js';
import { endGrants } from './grants.js';
import { readForm } from './token.js';

/** Takes access tokens, refresh tokens and `OauthToken.DeleteToken` (audit.md A.2). */
const revoke = (call: Call): Answer => {
  const { org } = call;
  const token = readForm(call).get('token') ?? '';
  const ended = endGrants(org, ({ refreshToken, deleteToken }) => refreshToken === token || deleteToken === token);
  if (ended === 0) {
    if (!org.state.sessions.some((session) => session.token === token))
      throw new OauthRefusal('invalid_token', `invalid token: ${token.slice(0, 4)}…`);
    endSessions(org, (session) => session.token === token);
  }
  return json(200, {});
};

export const revokeRoutes: Route[] = [
  { method: 'POST', path: '/services/oauth2/revoke', handle: revoke },
  { method: 'GET', path: '/services/oauth2/revoke', handle: revoke },
];
