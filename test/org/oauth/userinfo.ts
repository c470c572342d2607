import { json, type Answer } from '../http/exchange.js';
import type { Call, Route } from '../http/router.js';
import { bearerOf } from '../rest/authenticate.js';
import { findSession } from '../sessions.js';

const showUser = ({ org, request, params }: Call): Answer => {
  const session = findSession(org, bearerOf(request) ?? request.query.get('access_token') ?? '');
  const user = org.records('User').find(({ Id }) => Id === session?.userId);
  if (!session || !user || (params.user && params.user !== user.Id))
    return { status: 403, headers: { 'Content-Type': 'text/html' }, body: 'Bad_OAuth_Token' };
  return json(200, {
    sub: `${org.url}/id/${org.id}/${user.Id}`,
    user_id: user.Id,
    organization_id: org.id,
    preferred_username: user.Username,
    nickname: user.Alias,
    name: user.Name,
    email: user.Email,
    email_verified: true,
    given_name: user.FirstName ?? null,
    family_name: user.LastName,
    zoneinfo: user.TimeZoneSidKey,
    user_type: 'STANDARD',
    active: user.IsActive,
    is_app_installed: true,
    username: user.Username,
    id: `${org.url}/id/${org.id}/${user.Id}`,
    urls: { rest: `${org.url}/services/data/v{version}/`, metadata: `${org.url}/services/Soap/m/{version}/${org.id}` },
  });
};

export const userinfoRoutes: Route[] = [
  { method: 'GET', path: '/services/oauth2/userinfo', handle: showUser },
  { method: 'POST', path: '/services/oauth2/userinfo', handle: showUser },
  { method: 'GET', path: '/id/:org/:user', handle: showUser },
];
