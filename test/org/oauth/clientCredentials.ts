import type { Answer } from '../http/exchange.js';
import { effectiveGrants } from '../permissions.js';
import { findUser } from '../tables/users.js';
import { findClient, requireSecret } from './client.js';
import { refusals } from './errors.js';
import { issueToken } from './issue.js';
import type { TokenCall } from './token.js';
import { admitUser } from './users.js';

/** Never part of what client credentials grant (platform.md 8.23). */
const filteredOut = new Set(['full', 'web', 'refresh_token']);

const loginSubType = 'OauthClientCredentials';

export const grantClientCredentials = ({ org, form, presented, address }: TokenCall): Answer => {
  const client = findClient(org, presented.key);
  requireSecret(client, presented.secret);
  if (form.has('scope')) throw refusals.scopeNotAllowed();
  const { app } = client;
  if (!app.clientCredentials.isOn) throw refusals.clientCredentialsOff();
  const user = findUser(org, app.clientCredentials.user ?? '');
  if (!user || !effectiveGrants(org, user.Id).userPermissions.has('ApiEnabled')) throw refusals.noRunAsUser();
  admitUser(org, { app, user, address, loginSubType });
  // No approval step, so nothing can raise the session level (platform.md 1.6).
  if (app.isHighAssurance) throw refusals.sessionLevel();
  const scopes = app.scopes.filter((scope) => !filteredOut.has(scope));
  return issueToken(org, client, { userId: user.Id, scopes, loginSubType, sourceIp: address });
};
