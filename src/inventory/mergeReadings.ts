import type { OrgReading } from './orgReading.js';
import { mergeInventories } from './source/mergeInventories.js';
import type { Coverage, Inventory } from './types.js';

/** Nothing was read but why: such a reading neither replaces an older one nor is one. */
const isFailed = ({ org, inventory }: OrgReading): boolean =>
  inventory.coverage.some(({ source, status }) => source === `org:${org}` && status === 'unavailable');

/** The same for readings of one org; without an id, the name must do. */
const sameOrg = (one: OrgReading, other: OrgReading): boolean =>
  one.orgId !== undefined && other.orgId !== undefined
    ? one.orgId.slice(0, 15) === other.orgId.slice(0, 15)
    : one.org === other.org;

const byOrg = (readings: readonly OrgReading[]): OrgReading[][] => {
  const groups: OrgReading[][] = [];
  for (const reading of readings) {
    const group = groups.find(([first]) => first && sameOrg(first, reading));
    if (group) group.push(reading);
    else groups.push([reading]);
  }
  return groups;
};

const renamedSource = (source: string, from: string, to: string): string => {
  if (source === `org:${from}`) return `org:${to}`;
  return source.startsWith(`org:${from}/`) ? `org:${to}${source.slice(`org:${from}`.length)}` : source;
};

/** The same reading under another name of the org, wherever the name stands. */
const renamed = (reading: OrgReading, to: string): OrgReading => {
  const { org: from, inventory } = reading;
  if (from === to) return reading;
  const withOrigin = <T extends { origin: Inventory['apps'][number]['origin'] }>(one: T): T =>
    one.origin.kind === 'org' ? { ...one, origin: { ...one.origin, org: to } } : one;
  return {
    ...reading,
    org: to,
    inventory: {
      ...inventory,
      apps: inventory.apps.map(withOrigin),
      permissionSets: inventory.permissionSets.map(withOrigin),
      settings: inventory.settings.map(withOrigin),
      tokens: inventory.tokens.map((tokens) => ({
        org: to,
        rows: tokens.rows.known
          ? { ...tokens.rows, value: tokens.rows.value.map((row) => ({ ...row, org: to })) }
          : tokens.rows,
      })),
      orgs: inventory.orgs.map((evidence) => ({ ...evidence, org: to })),
      coverage: inventory.coverage.map((one) => ({ ...one, source: renamedSource(one.source, from, to) })),
    },
  };
};

/** Two orgs may have the same alias on two machines: the later ones get their id behind it. */
const withOwnNames = (groups: readonly OrgReading[][]): OrgReading[][] => {
  const taken = new Set<string>();
  return groups.map((group) => {
    const [newest] = group;
    if (!newest) return group;
    const name = taken.has(newest.org) ? `${newest.org} (${newest.orgId ?? `read ${newest.readAt}`})` : newest.org;
    taken.add(name);
    return group.map((reading) => renamed(reading, name));
  });
};

/** Newest first. */
const sorted = (group: readonly OrgReading[]): OrgReading[] =>
  group.toSorted((one, other) => (one.readAt < other.readAt ? 1 : one.readAt > other.readAt ? -1 : 0));

const incomparable = (org: string): Coverage => ({
  source: `org:${org}/earlier readings`,
  status: 'unavailable',
  reason: 'users and addresses of a pseudonymised snapshot cannot be compared with those of another reading',
});

/** The newest reading whole; of older ones only what the org told besides its apps, as its history. */
const joined = ([newest, ...older]: readonly OrgReading[]): OrgReading[] => {
  if (!newest || older.length === 0) return newest ? [newest] : [];
  const comparable = older.filter((one) => !one.pseudonymized && !newest.pseudonymized);
  const { inventory } = newest;
  const coverage = comparable.length < older.length ? [incomparable(newest.org)] : [];
  const history = comparable.flatMap((one) => one.inventory.orgs);
  return [
    {
      ...newest,
      inventory: {
        ...inventory,
        orgs: [...inventory.orgs, ...history],
        coverage: [...inventory.coverage, ...coverage],
      },
    },
  ];
};

/**
 * One reading of each org, from any number of them: the apps are those of the newest, and the older ones stay as
 * evidence of what was before. Orgs that could not be read are kept as they are.
 */
export const mergeReadings = (readings: readonly OrgReading[]): OrgReading[] => {
  const groups = byOrg(readings.filter((one) => !isFailed(one))).map(sorted);
  return [...readings.filter(isFailed), ...withOwnNames(groups).flatMap(joined)];
};

/** What was read of all orgs, as one picture. */
export const inventoryOf = (readings: readonly OrgReading[]): Inventory =>
  mergeInventories(mergeReadings(readings).map(({ inventory }) => inventory));
