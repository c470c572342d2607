import type { AppUsage } from '../evidence.js';
import { entityBase, keyKinds, type CallCounts, type Dimension } from './callCounts.js';
import { dateOfDay, isoTime } from './logTime.js';
import type { PairTable } from './pairTable.js';

/** Entries of a list that are told of one app, those with most calls first. */
export const maxListed = 500;

type Counted = { value: number; count: number; first: number; last: number };

/** The values of each app, most calls first; cut at the bound. */
const byApp = (pairs: PairTable): Map<number, Counted[]> => {
  const found = new Map<number, Counted[]>();
  for (let pair = 0; pair < pairs.size; pair += 1) {
    const app = pairs.appOf(pair);
    const one = {
      value: pairs.valueOf(pair),
      count: pairs.countOf(pair),
      first: pairs.firstOf(pair),
      last: pairs.lastOf(pair),
    };
    const others = found.get(app);
    if (others) others.push(one);
    else found.set(app, [one]);
  }
  for (const all of found.values()) all.sort((a, b) => b.count - a.count || a.first - b.first || a.value - b.value);
  return found;
};

type Counts = Record<string, number>;

const add = (counts: Map<string, number>, key: string, count: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + count);
};

/** ENTITY_NAME is a set: the objects of one call. */
const namesIn = (entities: string): string[] => entities.split(/[\s,;]+/).filter((name) => name !== '');

/** Reads the tables once, then gives the usage of each app. */
export const createUsageReader = (counts: CallCounts): ((app: number) => AppUsage) => {
  const { apps, ids, names, clients, logins, programs, users } = counts;
  const tables = Object.fromEntries(
    (['families', 'categories', 'versions', 'methods', 'resources', 'statuses', 'addresses', 'entities'] as const).map(
      (name) => [name, byApp(counts[name].pairs)],
    ),
  );
  const of = (name: string, app: number): Counted[] => tables[name]?.get(app) ?? [];
  const clientsByApp = byApp(clients.pairs);
  const usersByApp = byApp(users.pairs);
  const daysByApp = byApp(counts.days);

  const textCounts = ({ values }: Dimension, all: readonly Counted[]): Counts =>
    Object.fromEntries(all.slice(0, maxListed).map(({ value, count }) => [values.textOf(value), count]));

  const entitiesOf = (app: number): AppUsage['entities'] => {
    const objects = new Map<string, Map<string, number>>();
    for (const { value, count } of of('entities', app)) {
      const method = (value % entityBase) - 1;
      const text = method < 0 ? '' : counts.methods.values.textOf(method);
      for (const object of namesIn(counts.entities.values.textOf(Math.floor(value / entityBase)))) {
        const methods = objects.get(object) ?? new Map<string, number>();
        objects.set(object, methods);
        add(methods, text, count);
      }
    }
    return [...objects].map(([object, methods]) => ({ object, methods: Object.fromEntries(methods) }));
  };

  const keyOf = (app: number): Pick<AppUsage, 'key' | 'keyKind' | 'appId' | 'appName'> => {
    const kind = keyKinds[apps.appOf(app)] ?? 'client-and-user';
    const value = apps.valueOf(app);
    const nameId = counts.nameOfApp[app] ?? -1;
    const appName = nameId < 0 ? undefined : names.textOf(nameId);
    if (kind === 'id') return { key: ids.textOf(value), keyKind: kind, appId: ids.textOf(value), appName };
    if (kind === 'name') return { key: names.textOf(value), keyKind: kind, appName };
    const login = programs.valueOf(value);
    const user = login < 0 ? '' : logins.textOf(login);
    return { key: `${clients.values.textOf(programs.appOf(value))}@${user}`, keyKind: kind };
  };

  const usernameOf = (user: number): string | undefined => {
    const login = counts.loginOfUser[user] ?? -1;
    return login < 0 ? undefined : logins.textOf(login);
  };

  return (app) => {
    const lists = ['resources', 'addresses', 'versions', 'statuses'].map((name) => of(name, app));
    const entities = entitiesOf(app);
    const isLong = [...lists, entities, clientsByApp.get(app) ?? [], usersByApp.get(app) ?? []].some(
      ({ length }) => length > maxListed,
    );
    const days = (daysByApp.get(app) ?? []).sort((a, b) => a.value - b.value);
    return {
      ...keyOf(app),
      calls: apps.countOf(app),
      firstSeen: isoTime(apps.firstOf(app)),
      lastSeen: isoTime(apps.lastOf(app)),
      daysWithData: days.length,
      families: textCounts(counts.families, of('families', app)),
      categories: textCounts(counts.categories, of('categories', app)),
      clients: textCounts(clients, clientsByApp.get(app) ?? []),
      methods: textCounts(counts.methods, of('methods', app)),
      resources: textCounts(counts.resources, of('resources', app)),
      entities: entities.slice(0, maxListed),
      versions: textCounts(counts.versions, of('versions', app)),
      addresses: of('addresses', app)
        .slice(0, maxListed)
        .map(({ value, count, first, last }) => ({
          ip: counts.addresses.values.textOf(value),
          calls: count,
          firstSeen: isoTime(first),
          lastSeen: isoTime(last),
        })),
      users: (usersByApp.get(app) ?? []).slice(0, maxListed).map(({ value, count }) => ({
        userId: users.values.textOf(value),
        username: usernameOf(value),
        calls: count,
      })),
      statuses: textCounts(counts.statuses, of('statuses', app)),
      days: Object.fromEntries(days.map(({ value, count }) => [dateOfDay(value), count])),
      bulkJobs: counts.bulkJobs[app] ?? 0,
      deletedJobs: counts.deletedJobs[app] ?? 0,
      reconnaissance: (counts.reconnaissance.get(app) ?? []).sort((a, b) => a - b).map(isoTime),
      truncated: counts.truncated.has(app) || isLong,
    };
  };
};
