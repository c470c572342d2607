import type { ApiUsage, AppUsage } from '../evidence.js';

/** Calls of one program that have something in common; as an org groups them, by whatever object it does so. */
type GroupedCall = {
  ConnectedAppIdentifier: string | null;
  ClientName: string | null;
  UserIdentifier: string | null;
  calls: number;
  earliest: string;
  latest: string;
};

export type GroupedCalls = {
  families?: Array<GroupedCall & { ApiFamily: string | null }>;
  resources?: Array<GroupedCall & { ApiResource: string | null; HttpMethod: string | null }>;
  entities?: Array<GroupedCall & { ObjectName: string | null; HttpMethod: string | null }>;
  addresses?: Array<GroupedCall & { ClientIp: string | null }>;
  statuses?: Array<GroupedCall & { StatusCode: number | string | null }>;
  days?: Array<GroupedCall & { day: string | null }>;
};

type Key = Pick<AppUsage, 'key' | 'keyKind' | 'appId'>;

/** Nothing names the program: it is counted, but belongs to no app. */
const keyOf = ({ ConnectedAppIdentifier, ClientName, UserIdentifier }: GroupedCall): Key | undefined => {
  if (ConnectedAppIdentifier) {
    const id = ConnectedAppIdentifier.slice(0, 15);
    return { key: id, keyKind: 'id', appId: id };
  }
  return ClientName ? { key: `${ClientName}@${UserIdentifier ?? ''}`, keyKind: 'client-and-user' } : undefined;
};

const iso = (time: string): string => new Date(time).toISOString();

const byProgram = <Group extends GroupedCall>(groups: readonly Group[] = []): Map<string, Group[]> => {
  const programs = new Map<string, Group[]>();
  for (const group of groups) {
    const key = keyOf(group)?.key;
    if (key === undefined) continue;
    const own = programs.get(key);
    if (own) own.push(group);
    else programs.set(key, [group]);
  }
  return programs;
};

const counted = <Group extends GroupedCall>(
  groups: readonly Group[] = [],
  nameOf: (group: Group) => string | null | undefined,
): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const group of groups) {
    const name = nameOf(group);
    if (name !== null && name !== undefined) counts.set(name, (counts.get(name) ?? 0) + group.calls);
  }
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
};

const sum = (groups: readonly GroupedCall[]): number => groups.reduce((total, { calls }) => total + calls, 0);
const first = (groups: readonly GroupedCall[]): string => iso(groups.map(({ earliest }) => earliest).sort()[0] ?? '');
const last = (groups: readonly GroupedCall[]): string =>
  iso(
    groups
      .map(({ latest }) => latest)
      .sort()
      .at(-1) ?? '',
  );

const grouped = <Group extends GroupedCall>(
  groups: readonly Group[] = [],
  nameOf: (group: Group) => string | null,
): Array<[string, Group[]]> => {
  const names = new Map<string, Group[]>();
  for (const group of groups) {
    const name = nameOf(group);
    if (name) names.set(name, [...(names.get(name) ?? []), group]);
  }
  return [...names];
};

/** `/services/data/v64.0/jobs/query/750…` without its endpoint and version: `/jobs/query/750…`. */
const belowVersion = (resource: string): string =>
  resource
    .replace(/\?.*$/s, '')
    .replace(/^\/services(\/(data|async|Soap))?(?=\/)/, '')
    .replace(/^\/v?\d+\.\d+(?=\/|$)/, '');

/** The part that names no record, as the log files are read. */
const resourceOf = (resource: string): string => /^(\/jobs)?\/[^/]+/.exec(belowVersion(resource))?.[0] ?? resource;

const isMethod = (group: { HttpMethod: string | null }, method: string): boolean => group.HttpMethod === method;
const isJobs = /^\/(jobs\/(query|ingest)|job)\/?$/;
const isJob = /^\/(jobs\/(query|ingest)|job)\/./;

const jobsOf = (groups: GroupedCalls['resources'] = [], method: string, pattern: RegExp): number =>
  sum(groups.filter((group) => isMethod(group, method) && pattern.test(belowVersion(group.ApiResource ?? ''))));

type Programs = { [Name in keyof GroupedCalls]-?: Map<string, NonNullable<GroupedCalls[Name]>> };

const usageOf = (key: Key, programs: Programs, isCut: boolean): AppUsage => {
  const families = programs.families.get(key.key) ?? [];
  const entities = programs.entities.get(key.key);
  const resources = programs.resources.get(key.key);
  const days = counted(programs.days.get(key.key), ({ day }) => day);
  return {
    ...key,
    calls: sum(families),
    firstSeen: first(families),
    lastSeen: last(families),
    daysWithData: Object.keys(days).length,
    families: counted(families, ({ ApiFamily }) => ApiFamily),
    categories: {},
    clients: counted(families, ({ ClientName }) => ClientName),
    methods: counted(entities, ({ HttpMethod }) => HttpMethod),
    resources: counted(resources, ({ ApiResource }) => ApiResource && resourceOf(ApiResource)),
    entities: grouped(entities, ({ ObjectName }) => ObjectName).map(([object, groups]) => ({
      object,
      methods: counted(groups, ({ HttpMethod }) => HttpMethod ?? ''),
    })),
    versions: {},
    addresses: grouped(programs.addresses.get(key.key), ({ ClientIp }) => ClientIp).map(([ip, groups]) => ({
      ip,
      calls: sum(groups),
      firstSeen: first(groups),
      lastSeen: last(groups),
    })),
    users: grouped(families, ({ UserIdentifier }) => UserIdentifier).map(([userId, groups]) => ({
      userId,
      calls: sum(groups),
    })),
    statuses: counted(programs.statuses.get(key.key), ({ StatusCode }) => String(StatusCode ?? '')),
    days,
    bulkJobs: jobsOf(resources, 'POST', isJobs),
    deletedJobs: jobsOf(resources, 'DELETE', isJob),
    // The order of calls is lost in groups.
    reconnaissance: [],
    truncated: isCut,
  };
};

/**
 * The usage that an org has grouped itself. It knows no version, no category of the client and not the name of an app,
 * and cannot tell in which order calls came; `isCut` says that some dimension could not be read.
 */
export const usageOfGroups = (
  groups: GroupedCalls & { families: NonNullable<GroupedCalls['families']> },
  window: { from: string; to: string },
  isCut: boolean,
): ApiUsage => {
  const programs: Programs = {
    families: byProgram(groups.families),
    resources: byProgram(groups.resources),
    entities: byProgram(groups.entities),
    addresses: byProgram(groups.addresses),
    statuses: byProgram(groups.statuses),
    days: byProgram(groups.days),
  };
  const keys = new Map(
    groups.families.flatMap((group) => {
      const key = keyOf(group);
      return key ? [[key.key, key] as const] : [];
    }),
  );
  const apps = [...keys.values()].map((key) => usageOf(key, programs, isCut));
  return {
    source: 'ApiTotalUsageEventLog',
    from: iso(window.from),
    to: iso(window.to),
    daysWithData: new Set((groups.days ?? []).map(({ day }) => day)).size,
    calls: sum(groups.families),
    apps: apps.sort((a, b) => b.calls - a.calls || (a.key < b.key ? -1 : 1)),
    unattributedCalls: sum(groups.families.filter(({ ConnectedAppIdentifier }) => !ConnectedAppIdentifier)),
  };
};
