import type { Answer } from '../http/exchange.js';
import type { Org } from '../org.js';
import { randomToken } from '../sessions.js';
import { findClient, requireSecret } from './client.js';
import { refusals } from './errors.js';
import { endGrants, isGrantAlive } from './grants.js';
import { issueToken } from './issue.js';
import type { TokenCall } from './token.js';
import type { Grant } from './types.js';
import { admitUser } from './users.js';

/** Reuse of a rotated-out token ends the current one and its access tokens (platform.md 1.3). */
const refuseReuse = (org: Org, token: string): void => {
  if (endGrants(org, ({ rotatedOut }) => rotatedOut.includes(token)) > 0) throw refusals.expiredToken();
};

const findGrant = (org: Org, token: string): Grant => {
  refuseReuse(org, token);
  const grant = org.state.grants.find(({ refreshToken }) => refreshToken === token);
  if (!grant) throw refusals.expiredToken();
  return grant;
};

const rotate = (grant: Grant): string => {
  grant.rotatedOut.push(grant.refreshToken);
  grant.refreshToken = `5Aep${randomToken(60)}`;
  return grant.refreshToken;
};

export const grantRefresh = ({ org, form, presented, address }: TokenCall): Answer => {
  const client = findClient(org, presented.key);
  const { app } = client;
  if (app.isSecretRequiredForRefresh || presented.secret !== undefined) requireSecret(client, presented.secret);
  const grant = findGrant(org, form.get('refresh_token') ?? '');
  if (grant.appId !== app.id || !isGrantAlive(org, app, grant)) throw refusals.expiredToken();
  const user = org.records('User').find(({ Id }) => Id === grant.userId);
  if (!user) throw refusals.expiredToken();
  const loginSubType = 'OauthRefreshToken';
  admitUser(org, { app, user, address, loginSubType, isRefresh: true });
  grant.lastUsedDate = org.clock.now();
  grant.useCount += 1;
  const { userId, scopes } = grant;
  const refreshToken = app.isRotationOn ? { refreshToken: rotate(grant) } : {};
  return issueToken(org, client, { userId, scopes, loginSubType, sourceIp: address, grant, ...refreshToken });
};
