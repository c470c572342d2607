import { externalClientApps } from '../../apps/index.js';
import { json, noContent, notFound, type Answer } from '../../http/exchange.js';
import type { ApiCall, Route } from '../../http/router.js';
import { sameId } from '../../ids.js';
import { endGrants } from '../../oauth/grants.js';
import type { Grant } from '../../oauth/types.js';
import { timestamp } from '../../tables/table.js';
import { requireApp, requireUsageAccess } from './access.js';

type Page = { number: number; size: number };

const readPage = ({ request }: ApiCall): Page => ({
  number: Number(request.query.get('page') ?? 0),
  size: Math.min(100, Number(request.query.get('pageSize') ?? 25)),
});

/** `nextPageUrl` comes with the last page too; the page it names is empty (audit.md A.8). */
const showPage = (call: ApiCall, name: string, items: object[]): Answer => {
  const { number, size } = readPage(call);
  const url = (page: number): string => `${call.request.path}?page=${page}&pageSize=${size}`;
  return json(200, {
    [name]: items.slice(number * size, (number + 1) * size),
    currentPageUrl: url(number),
    nextPageUrl: url(number + 1),
  });
};

const grantsOf = ({ org }: ApiCall, appId: string): Grant[] =>
  org.state.grants.filter((grant) => grant.appId === appId);

const listApps = (call: ApiCall): Answer => {
  requireUsageAccess(call);
  const { org } = call;
  const used = externalClientApps(org).filter(
    ({ id }) =>
      org.state.switches.listNeverUsedApps ||
      org.state.sessions.some(({ appId }) => appId === id) ||
      grantsOf(call, id).length > 0,
  );
  return showPage(
    call,
    'apps',
    used.map(({ id, name, label }) => ({ identifier: id, developerName: name, label })),
  );
};

const listUsers = (call: ApiCall): Answer => {
  requireUsageAccess(call);
  const ids = [...new Set(grantsOf(call, requireApp(call).id).map(({ userId }) => userId))];
  const users = call.org.records('User').filter(({ Id }) => ids.includes(Id));
  return showPage(
    call,
    'users',
    users.map(({ Id, Username }) => ({ id: Id, username: Username })),
  );
};

const ofUser = (call: ApiCall): Grant[] =>
  grantsOf(call, requireApp(call).id).filter(({ userId }) => sameId(userId, call.params.user ?? ''));

const listTokens = (call: ApiCall): Answer => {
  requireUsageAccess(call);
  const { id, name } = requireApp(call);
  const tokens = ofUser(call).map((grant) => ({
    id: grant.id,
    accessTokenFormat: 'Opaque',
    appDeveloperName: name,
    appIdentifier: id,
    initialConnectionAt: timestamp(grant.createdDate),
    lastUsedAt: grant.lastUsedDate && timestamp(grant.lastUsedDate),
    revocationUrl: `/services/data/v${call.version}.0/apps/oauth/usage/tokens/${grant.id}`,
  }));
  return showPage(call, 'tokens', tokens);
};

const endTokens = (call: ApiCall, doomed: Grant[]): Answer => {
  endGrants(call.org, (grant) => doomed.includes(grant));
  return noContent;
};

const deleteTokensOfUser = (call: ApiCall): Answer => {
  requireUsageAccess(call);
  return endTokens(call, ofUser(call));
};

const deleteTokensOfApp = (call: ApiCall): Answer => {
  requireUsageAccess(call);
  const app = requireApp(call);
  return endTokens(call, grantsOf(call, app.id));
};

const deleteToken = (call: ApiCall): Answer => {
  requireUsageAccess(call);
  const doomed = call.org.state.grants.filter(({ id }) => sameId(id, call.params.token ?? ''));
  if (doomed.length === 0) throw notFound();
  return endTokens(call, doomed);
};

const path = '/apps/oauth/usage';

export const usageRoutes: Array<Route<ApiCall>> = [
  { method: 'GET', path, since: 59, handle: listApps },
  { method: 'DELETE', path: `${path}/tokens/:token`, since: 59, handle: deleteToken },
  { method: 'GET', path: `${path}/:app/users`, since: 59, handle: listUsers },
  { method: 'DELETE', path: `${path}/:app/tokens`, since: 59, handle: deleteTokensOfApp },
  { method: 'GET', path: `${path}/:app/:user/tokens`, since: 59, handle: listTokens },
  { method: 'DELETE', path: `${path}/:app/:user/tokens`, since: 59, handle: deleteTokensOfUser },
];
