import type { OrgConnection } from '../connection.js';
import type { Answer } from '../readColumns.js';
import { queryGroups, refusedOr } from './aggregate.js';

const object = 'ApiTotalUsageEventLog';

/** Who called: an app, or what stands for one that is not named. */
type Caller = {
  ConnectedAppIdentifier: string | null;
  ClientName: string | null;
  UserIdentifier: string | null;
};
type CallGroup = Caller & { calls: number; earliest: string; latest: string };

type CallDimensions = {
  families: Array<CallGroup & { ApiFamily: string | null }>;
  resources: Array<CallGroup & { ApiResource: string | null; HttpMethod: string | null }>;
  entities: Array<CallGroup & { ObjectName: string | null; HttpMethod: string | null }>;
  addresses: Array<CallGroup & { ClientIp: string | null }>;
  statuses: Array<CallGroup & { StatusCode: number | string | null }>;
  days: Array<CallGroup & { day: string | null }>;
};
type CallDimension = keyof CallDimensions;

const columnsOf: Record<CallDimension, readonly string[]> = {
  families: ['ApiFamily'],
  resources: ['ApiResource', 'HttpMethod'],
  entities: ['ObjectName', 'HttpMethod'],
  addresses: ['ClientIp'],
  statuses: ['StatusCode'],
  days: ['DAY_ONLY(Timestamp)'],
};
const dimensions = Object.keys(columnsOf) as CallDimension[];

const aggregates = 'COUNT(Id) calls, MIN(Timestamp) earliest, MAX(Timestamp) latest';
const caller = ['ConnectedAppIdentifier', 'ClientName', 'UserIdentifier'];

export type CallTotals = { calls: number; earliest: string | null; latest: string | null };

/** How many calls the org tells of, and of which time; few orgs have this object (audit.md A.9). */
export const readCallTotals = (connection: OrgConnection): Promise<Answer<CallTotals>> =>
  refusedOr(object, () => queryGroups<CallTotals>(connection, { object, columns: [], aggregates }));

const readDimension = (connection: OrgConnection, name: CallDimension): Promise<Answer<CallGroup>> => {
  const [column = ''] = columnsOf[name];
  const isDay = name === 'days';
  return refusedOr(object, () =>
    queryGroups<CallGroup>(connection, {
      object,
      columns: [...caller, ...columnsOf[name]],
      aggregates: isDay ? `${column} day, ${aggregates}` : aggregates,
      isSelected: (selected) => !isDay || selected !== column,
    }),
  );
};

export type CallDimensionsAnswer = {
  known: Partial<CallDimensions>;
  /** Why the other dimensions are not known. */
  refused: Partial<Record<CallDimension, string>>;
};

/** What was called, by whom, each dimension in one query: however many calls there were, only groups come. */
export const readCallDimensions = async (connection: OrgConnection): Promise<CallDimensionsAnswer> => {
  const answers = await Promise.all(
    dimensions.map(async (name) => [name, await readDimension(connection, name)] as const),
  );
  const known: Partial<Record<CallDimension, CallGroup[]>> = {};
  const refused: CallDimensionsAnswer['refused'] = {};
  for (const [name, answer] of answers) {
    if (answer.refused !== undefined) refused[name] = answer.refused;
    else if (answer.missing.length > 0)
      refused[name] = `the org does not group ${object} by ${answer.missing.join(', ')}`;
    else known[name] = answer.rows;
  }
  return { known: known as Partial<CallDimensions>, refused };
};
