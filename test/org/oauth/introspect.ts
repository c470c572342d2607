import { json, type Answer } from '../http/exchange.js';
import type { Call, Route } from '../http/router.js';
import type { Org } from '../org.js';
import { expiresAt, findSession } from '../sessions.js';
import { findClient, readPresented, requireSecret, type Client } from './client.js';
import { isGrantAlive } from './grants.js';
import { readForm } from './token.js';

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

type Seen = {
  appId: string | undefined;
  userId: string;
  scopes: string[];
  type: string;
  from: Date;
  to: Date | undefined;
};

const look = (org: Org, client: Client, token: string): Seen | undefined => {
  const session = findSession(org, token);
  if (session)
    return { ...session, appId: session.appId, type: 'access_token', from: session.issuedAt, to: expiresAt(session) };
  const grant = org.state.grants.find(({ refreshToken }) => refreshToken === token);
  if (!grant || !isGrantAlive(org, client.app, grant)) return undefined;
  return { ...grant, appId: grant.appId, type: 'refresh_token', from: grant.createdDate, to: undefined };
};

/** An app sees its own tokens only, unless it may introspect all (platform.md 6). */
const introspect = (call: Call): Answer => {
  const { org } = call;
  const form = readForm(call);
  const presented = readPresented(form, call.request.headers.authorization);
  const client = findClient(org, presented.key);
  requireSecret(client, presented.secret);
  const seen = look(org, client, form.get('token') ?? '');
  if (!seen || (seen.appId !== client.app.id && !client.app.isIntrospectAll)) return json(200, { active: false });
  return json(200, {
    active: true,
    scope: seen.scopes.join(' '),
    client_id: presented.key,
    username: org.records('User').find(({ Id }) => Id === seen.userId)?.Username,
    sub: `${org.url}/id/${org.id}/${seen.userId}`,
    token_type: seen.type,
    ...(seen.to && { exp: seconds(seen.to) }),
    iat: seconds(seen.from),
    nbf: seconds(seen.from),
  });
};

export const introspectRoutes: Route[] = [{ method: 'POST', path: '/services/oauth2/introspect', handle: introspect }];
