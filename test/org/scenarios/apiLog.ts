import type { LoopbackOrg } from '../index.js';
import { putLogFile, type LogRow } from '../testing.js';
import { shortUserId } from './people.js';

/** What one app does on one day, over and over: `times` calls, spread over the day. */
export type Habit = {
  username: string;
  /** 0H4… of a connected app, 888… of an External Client App's consumer; the log has 15 characters of it. */
  appId?: string;
  appName?: string;
  clientName?: string;
  family?: 'REST' | 'SOAP' | 'Bulk' | 'ApexREST';
  method?: string;
  /** Path below the version, or the SOAP operation. */
  resource: string;
  entity?: string;
  version?: string;
  /** One address, or the addresses that take turns. */
  addresses: readonly string[];
  status?: number;
  category?: string;
  times: number;
  /** Hour at which the calls begin, and how many minutes they are spread over. */
  hour?: number;
  minutes?: number;
};

const daysBefore = (org: LoopbackOrg, daysAgo: number): string =>
  new Date(org.clock.now().getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);

const resourceOf = ({ family = 'REST', resource, version = '67.0' }: Habit): string =>
  family === 'REST' || family === 'Bulk' ? `/services/data/v${version}${resource}` : resource;

const rowsOf = function* (org: LoopbackOrg, day: string, turn: number, habit: Habit): Generator<LogRow> {
  const { hour = 1, minutes = 600, times } = habit;
  const start = Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000;
  for (let call = 0; call < times; call += 1) {
    const at = new Date(start + Math.floor((call * minutes * 60_000) / times));
    const address = habit.addresses[(turn + call) % habit.addresses.length] ?? '';
    yield {
      EVENT_TYPE: 'ApiTotalUsage',
      TIMESTAMP: at.toISOString().replace(/[-:TZ]/g, ''),
      REQUEST_ID: `${day}-${habit.resource}-${call}`,
      ORGANIZATION_ID: org.organizationId.slice(0, 15),
      USER_ID: shortUserId(org, habit.username),
      API_FAMILY: habit.family ?? 'REST',
      API_VERSION: habit.version ?? '67.0',
      API_RESOURCE: resourceOf(habit),
      CLIENT_NAME: habit.clientName ?? null,
      HTTP_METHOD: habit.method ?? 'GET',
      CLIENT_IP: address,
      COUNTS_AGAINST_API_LIMIT: 1,
      CONNECTED_APP_ID: habit.appId?.slice(0, 15) ?? null,
      ENTITY_NAME: habit.entity ?? null,
      STATUS_CODE: habit.status ?? 200,
      CONNECTED_APP_NAME: habit.appName ?? null,
      USER_NAME: habit.username,
      TIMESTAMP_DERIVED: at.toISOString(),
      API_CLIENT_CATEGORY: habit.category ?? 'EXTERNAL_APPLICATION',
    };
  }
};

const putLogRecord = ({ org }: LoopbackOrg, row: LogRow): void =>
  void org.records('ApiTotalUsageEventLog').push({
    Id: org.newId('0Zu'),
    ApiFamily: row.API_FAMILY ?? null,
    ApiResource: row.API_RESOURCE ?? null,
    ClientIp: row.CLIENT_IP ?? null,
    ClientName: row.CLIENT_NAME ?? null,
    ConnectedAppIdentifier: row.CONNECTED_APP_ID ?? null,
    HttpMethod: row.HTTP_METHOD ?? null,
    IsApiLimitCounted: row.COUNTS_AGAINST_API_LIMIT === 1,
    ObjectName: row.ENTITY_NAME ?? null,
    RequestIdentifier: row.REQUEST_ID ?? null,
    StatusCode: row.STATUS_CODE ?? null,
    Timestamp: String(row.TIMESTAMP_DERIVED).replace('Z', '+0000'),
    UserIdentifier: row.USER_ID ?? null,
  });

/** One daily file for each of the days, oldest first; `also` adds what happened on one day only. */
export const putApiLog = (
  org: LoopbackOrg,
  days: { from: number; to: number },
  habits: readonly Habit[],
  also: Readonly<Record<number, readonly Habit[]>> = {},
): void => {
  for (let daysAgo = days.from; daysAgo >= days.to; daysAgo -= 1) {
    const day = daysBefore(org, daysAgo);
    const all = [...habits, ...(also[daysAgo] ?? [])];
    const rows = all.flatMap((habit) => [...rowsOf(org, day, daysAgo, habit)]);
    putLogFile(org, { daysAgo, rows });
    // The add-on has the same calls in an object as well.
    if (org.state.switches.eventLogObjects) for (const row of rows) putLogRecord(org, row);
  }
};
