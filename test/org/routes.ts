import { notFound, type Answer, type OrgRequest } from './http/exchange.js';
import { answerOf, findRoute, type ApiCall, type Route } from './http/router.js';
import { authorizeRoutes } from './oauth/authorize.js';
import { discoveryRoutes } from './oauth/discovery.js';
import { introspectRoutes } from './oauth/introspect.js';
import { revokeRoutes } from './oauth/revoke.js';
import { tokenRoutes } from './oauth/token.js';
import { userinfoRoutes } from './oauth/userinfo.js';
import type { Org } from './org.js';
import { credentialRoutes } from './rest/apps/credentials.js';
import { stagedRoutes } from './rest/apps/staged.js';
import { usageRoutes } from './rest/apps/usage.js';
import { authenticate } from './rest/authenticate.js';
import { compositeRoutes } from './rest/composite.js';
import { describeRoutes } from './rest/describe.js';
import { eventLogRoutes } from './rest/eventLogs.js';
import { metadataRoutes } from './rest/metadata.js';
import { queryRoutes } from './rest/query.js';
import { recordRoutes } from './rest/records.js';
import { soapRoutes } from './rest/soap.js';
import { dailyApiRequests, newestVersion, oldestVersion, resourceRoutes, versionRoutes } from './rest/versions.js';

const openRoutes: Route[] = [
  ...versionRoutes,
  ...soapRoutes,
  ...authorizeRoutes,
  ...tokenRoutes,
  ...revokeRoutes,
  ...introspectRoutes,
  ...userinfoRoutes,
  ...discoveryRoutes,
];

/** Under `/services/data/vXX.0`, for signed-in callers; a more exact path stands before one with a placeholder. */
const apiRoutes = (): Array<Route<ApiCall>> => [
  ...resourceRoutes,
  ...queryRoutes,
  ...describeRoutes,
  ...recordRoutes,
  ...eventLogRoutes,
  ...compositeRoutes,
  ...metadataRoutes,
  ...usageRoutes,
  ...credentialRoutes,
  ...stagedRoutes,
];

const apiPath = /^\/services\/data\/v(\d+)\.0(\/.*)?$/i;

export const answerApi = (org: Org, request: OrgRequest, version: number, path: string): Answer | Promise<Answer> => {
  if (version < oldestVersion || version > newestVersion) throw notFound();
  const session = authenticate(org, request);
  const known = apiRoutes().filter(({ since = 0 }) => since <= version);
  const { route, params } = findRoute(known, request.method, path);
  return route.handle({ org, request, params, session, version });
};

/** Every API answer tells how much of the day's calls is used up. */
const withLimitInfo = (org: Org, answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'Sforce-Limit-Info': `api-usage=${org.requests.length}/${dailyApiRequests}` },
});

export const answer = async (org: Org, request: OrgRequest): Promise<Answer> => {
  const [, version, path = ''] = apiPath.exec(request.path) ?? [];
  if (version !== undefined)
    return withLimitInfo(org, await answerOf(() => answerApi(org, request, Number(version), path.replace(/\/$/, ''))));
  return answerOf(() => {
    const { route, params } = findRoute(openRoutes, request.method, request.path);
    return route.handle({ org, request, params });
  });
};
