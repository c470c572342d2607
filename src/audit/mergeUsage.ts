import type { AppUsage } from '../inventory/evidence.js';

type Counts = Record<string, number>;

/** Sums by key; through a Map, since keys are text from outside (`__proto__`). */
const sum = (all: readonly Counts[]): Counts => {
  const totals = new Map<string, number>();
  for (const counts of all) {
    for (const [key, count] of Object.entries(counts)) totals.set(key, (totals.get(key) ?? 0) + count);
  }
  return Object.fromEntries(totals);
};

const earlier = (one: string, other: string): string => (one < other ? one : other);
const later = (one: string, other: string): string => (one > other ? one : other);

const group = <T>(items: readonly T[], keyOf: (item: T) => string, join: (one: T, other: T) => T): T[] => {
  const groups = new Map<string, T>();
  for (const item of items) {
    const before = groups.get(keyOf(item));
    groups.set(keyOf(item), before === undefined ? item : join(before, item));
  }
  return [...groups.values()];
};

const joinAddresses = (usages: readonly AppUsage[]): AppUsage['addresses'] =>
  group(
    usages.flatMap(({ addresses }) => addresses),
    ({ ip }) => ip,
    (one, other) => ({
      ip: one.ip,
      calls: one.calls + other.calls,
      firstSeen: earlier(one.firstSeen, other.firstSeen),
      lastSeen: later(one.lastSeen, other.lastSeen),
    }),
  );

/** One usage of an app that the log has under several keys: its id, its consumer's id, its name. */
export const mergeUsage = (first: AppUsage, ...others: AppUsage[]): AppUsage => {
  if (others.length === 0) return first;
  const all = [first, ...others];
  const total = (count: (usage: AppUsage) => number): number => all.reduce((before, one) => before + count(one), 0);
  const days = sum(all.map((one) => one.days));
  return {
    ...first,
    calls: total(({ calls }) => calls),
    firstSeen: all.map((one) => one.firstSeen).reduce(earlier),
    lastSeen: all.map((one) => one.lastSeen).reduce(later),
    daysWithData: Math.max(Object.keys(days).length, ...all.map((one) => one.daysWithData)),
    families: sum(all.map((one) => one.families)),
    categories: sum(all.map((one) => one.categories)),
    clients: sum(all.map((one) => one.clients)),
    methods: sum(all.map((one) => one.methods)),
    resources: sum(all.map((one) => one.resources)),
    entities: group(
      all.flatMap(({ entities }) => entities),
      ({ object }) => object,
      (one, other) => ({ object: one.object, methods: sum([one.methods, other.methods]) }),
    ),
    versions: sum(all.map((one) => one.versions)),
    addresses: joinAddresses(all),
    users: group(
      all.flatMap(({ users }) => users),
      ({ userId }) => userId.slice(0, 15),
      (one, other) => ({ ...other, ...one, calls: one.calls + other.calls }),
    ),
    statuses: sum(all.map((one) => one.statuses)),
    days,
    bulkJobs: total(({ bulkJobs }) => bulkJobs),
    deletedJobs: total(({ deletedJobs }) => deletedJobs),
    reconnaissance: [...new Set(all.flatMap(({ reconnaissance }) => reconnaissance))].sort(),
    truncated: all.some(({ truncated }) => truncated),
  };
};
