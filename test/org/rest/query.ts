import { randomBytes } from 'node:crypto';
import { apiError, json, type Answer } from '../http/exchange.js';
import type { ApiCall, Route } from '../http/router.js';
import type { Org } from '../org.js';
import { createViewer } from '../tables/open.js';
import type { Api } from '../tables/table.js';
import { describeColumns } from '../soql/columns.js';
import { runQuery, type Found } from '../soql/run.js';

/** Results that wait for their next page, per org. */
const locators = new WeakMap<Org, Map<string, Found>>();

const pagesOf = (org: Org): Map<string, Found> => {
  const pages = locators.get(org) ?? new Map<string, Found>();
  locators.set(org, pages);
  return pages;
};

const page = (base: string, locator: string, { totalSize, records, pageSize }: Found, from: number): Answer => {
  const end = from + pageSize;
  const done = end >= records.length;
  return json(200, {
    totalSize,
    done,
    ...(!done && { nextRecordsUrl: `${base}/${locator}-${end}` }),
    records: records.slice(from, end),
  });
};

/** `Sforce-Query-Options: batchSize=…` asks for pages of 200 to 2,000 rows. */
const wantedPageSize = (call: ApiCall, usual: number): number => {
  const wanted = Number(/batchSize=(\d+)/.exec(String(call.request.headers['sforce-query-options'] ?? ''))?.[1]);
  return Number.isNaN(wanted) ? usual : Math.min(usual, Math.max(200, wanted));
};

const baseOf = ({ request }: ApiCall): string =>
  request.path.replace(/\/(query|queryAll)\/.*$/i, '/$1').replace(/\/$/, '');

const startQuery = (call: ApiCall, api: Api): Answer => {
  const { org, request, session, version } = call;
  const soql = request.query.get('q');
  if (!soql) throw apiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  const viewer = createViewer(org, session.userId, version, api);
  if (request.query.get('columns') === 'true') return json(200, describeColumns(org, viewer, soql));
  const result = runQuery(org, viewer, soql);
  const found = { ...result, pageSize: wantedPageSize(call, result.pageSize) };
  const locator = `01g${randomBytes(8).toString('hex').slice(0, 15)}`;
  if (found.records.length > found.pageSize) pagesOf(org).set(locator, found);
  return page(baseOf(call), locator, found, 0);
};

const continueQuery = (call: ApiCall): Answer => {
  const [locator = '', from = ''] = (call.params.locator ?? '').split('-');
  const found = pagesOf(call.org).get(locator);
  if (!found) throw apiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return page(baseOf(call), locator, found, Number(from));
};

const routesOf = (path: string, api: Api): Array<Route<ApiCall>> => [
  { method: 'GET', path, handle: (call) => startQuery(call, api) },
  { method: 'GET', path: `${path}/:locator`, handle: continueQuery },
];

export const queryRoutes: Array<Route<ApiCall>> = [
  ...routesOf('/query', 'data'),
  ...routesOf('/queryAll', 'data'),
  ...routesOf('/tooling/query', 'tooling'),
];
