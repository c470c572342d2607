import { json, type Answer } from '../http/exchange.js';
import type { ApiCall, Call, Route } from '../http/router.js';

export const oldestVersion = 20;
export const newestVersion = 67;

const seasons = ['Spring', 'Summer', 'Winter'];

/** v67.0 is Summer '26; three releases a year. */
const labelOf = (version: number): string => {
  const releases = version - 60;
  const year = 24 + Math.floor(releases / 3);
  const season = seasons[((releases % 3) + 3) % 3] ?? 'Spring';
  return `${season} '${season === 'Winter' ? year + 1 : year}`;
};

const listVersions = (_call: Call): Answer =>
  json(
    200,
    Array.from({ length: newestVersion - oldestVersion + 1 }, (_, i) => oldestVersion + i).map((version) => ({
      label: labelOf(version),
      url: `/services/data/v${version}.0`,
      version: `${version}.0`,
    })),
  );

const listResources = ({ version }: ApiCall): Answer => {
  const names = ['tooling', 'metadata', 'sobjects', 'query', 'queryAll', 'limits', 'composite', 'apps'];
  return json(200, Object.fromEntries(names.map((name) => [name, `/services/data/v${version}.0/${name}`])));
};

const listLimits = ({ org }: ApiCall): Answer =>
  json(200, {
    DailyApiRequests: { Max: dailyApiRequests, Remaining: dailyApiRequests - org.requests.length },
    DataStorageMB: { Max: 1024, Remaining: 1000 },
    FileStorageMB: { Max: 1024, Remaining: 1000 },
  });

export const dailyApiRequests = 100_000;

/** Answers without a session. */
export const versionRoutes: Route[] = [{ method: 'GET', path: '/services/data', handle: listVersions }];

export const resourceRoutes: Array<Route<ApiCall>> = [
  { method: 'GET', path: '', handle: listResources },
  { method: 'GET', path: '/limits', handle: listLimits },
];
