import type { CsvRow } from './csvRows.js';
import type { LogColumns } from './logColumns.js';
import { readResource, resourceKind, type ResourceSpan } from './logResource.js';
import { dayOf } from './logTime.js';
import { createPairTable, noRoom, type PairTable } from './pairTable.js';
import { createReconnaissanceWatch } from './reconnaissance.js';
import { createValueTable, full, type ValueTable } from './valueTable.js';

/** Values of one column, and how often each app had them. */
export type Dimension = { values: ValueTable; pairs: PairTable };

const dimension = (values: number, pairs: number): Dimension => ({
  values: createValueTable(values),
  pairs: createPairTable(pairs),
});

/** How an app is named in the log, best first; the numbers are the first half of its key in `apps`. */
export const keyKinds = ['id', 'name', 'client-and-user'] as const;
const byId = 0;
const byName = 1;
const byClient = 2;

const maxApps = 10_000;
const maxPrograms = 20_000;
const maxUsers = 30_000;
const maxPairs = 120_000;
const maxMethods = 64;
/** Numbers of an object and a method in one: object times this, plus method plus one. */
export const entityBase = maxMethods + 1;
/** Times of reconnaissance that are told of one app. */
const maxTold = 20;

/** A cell that is absent or empty. */
const blank = -2;

const createTables = () => ({
  /** Apps by kind and number of their key; the number of a pair is the number of the app everywhere else. */
  apps: createPairTable(maxApps * 2 + maxPrograms),
  ids: createValueTable(maxApps),
  names: createValueTable(maxApps),
  clients: dimension(maxPrograms, maxPairs),
  logins: createValueTable(maxUsers),
  programs: createPairTable(maxPrograms),
  families: dimension(64, maxPairs),
  categories: dimension(64, maxPairs),
  versions: dimension(512, maxPairs),
  methods: dimension(maxMethods, maxPairs),
  resources: dimension(2000, maxPairs),
  entities: dimension(20_000, maxPairs),
  addresses: dimension(100_000, maxPairs),
  users: dimension(maxUsers, maxPairs),
  statuses: dimension(1024, maxPairs),
  days: createPairTable(maxPairs),
});

/** What was counted so far. */
export type CallCounts = ReturnType<typeof createTables> & {
  calls: number;
  /** Calls that name no app by id or name. */
  unattributed: number;
  /** Calls of apps for which there was no room: nobody may say of any app that it made none. */
  lost: number;
  /** Calls of unnamed programs for which there was no room. */
  unlisted: number;
  /** Numbers of apps of which some values found no room. */
  truncated: Set<number>;
  allDays: Set<number>;
  /** By number of the app: the number of the name that it was first seen with; negative for none. */
  nameOfApp: number[];
  /** By number of the user: the number of the login name; negative for none. */
  loginOfUser: number[];
  bulkJobs: number[];
  deletedJobs: number[];
  reconnaissance: Map<number, number[]>;
};

export const createCallCounts = (): CallCounts => ({
  ...createTables(),
  calls: 0,
  unattributed: 0,
  lost: 0,
  unlisted: 0,
  truncated: new Set(),
  allDays: new Set(),
  nameOfApp: [],
  loginOfUser: [],
  bulkJobs: [],
  deletedJobs: [],
  reconnaissance: new Map(),
});

const quote = 0x22;

/** Takes the doubling of quotes out of a cell where it stands; a cell of a row is read for the last time here. */
const undouble = ({ bytes, starts, ends, doubled }: CsvRow, column: number): void => {
  const end = ends[column]!;
  let to = starts[column]!;
  for (let at = to; at < end; at += 1) {
    if (bytes[at] === quote && bytes[at + 1] === quote) at += 1;
    bytes[to] = bytes[at]!;
    to += 1;
  }
  ends[column] = to;
  doubled[column] = 0;
};

/** Record ids come with 15 or 18 characters: the first 15 decide (audit.md A.9). */
const idLength = 15;

const valueIn = (values: ValueTable, row: CsvRow, column: number, cut = Number.POSITIVE_INFINITY): number => {
  if (column < 0) return blank;
  if (row.doubled[column] === 1) undouble(row, column);
  const start = row.starts[column]!;
  const end = row.ends[column]!;
  if (start === end) return blank;
  return values.idOf(row.bytes, start, end - start > cut ? start + cut : end);
};

const isText = (row: CsvRow, column: number, first: number, length: number): boolean =>
  column >= 0 && row.ends[column]! - row.starts[column]! === length && row.bytes[row.starts[column]!] === first;

/** @returns the function that counts one row of a file with these columns */
export const createCounter = (counts: CallCounts): ((row: CsvRow, columns: LogColumns, time: number) => void) => {
  const { apps, ids, names, clients, logins, programs, methods, resources, entities, addresses, users } = counts;
  const watch = createReconnaissanceWatch();
  const span: ResourceSpan = { start: 0, end: 0, kind: resourceKind.other };

  const loginIn = (row: CsvRow, at: LogColumns['at']): number => {
    const login = valueIn(logins, row, at.USER_NAME);
    return login === blank ? valueIn(logins, row, at.USER_ID, idLength) : login;
  };

  /** The app's number, `noRoom`, or `blank` for a call that names no program at all. */
  const appOf = (row: CsvRow, { at }: LogColumns, time: number): number => {
    const id = valueIn(ids, row, at.CONNECTED_APP_ID, idLength);
    if (id !== blank) return id === full ? noRoom : apps.add(byId, id, time);
    const name = valueIn(names, row, at.CONNECTED_APP_NAME);
    if (name !== blank) return name === full ? noRoom : apps.add(byName, name, time);
    counts.unattributed += 1;
    const client = valueIn(clients.values, row, at.CLIENT_NAME);
    if (client === blank) return blank;
    const login = loginIn(row, at);
    const program = client === full || login === full ? noRoom : programs.add(client, login, time);
    if (program !== noRoom) return apps.add(byClient, program, time);
    counts.unlisted += 1;
    return blank;
  };

  const countValue = ({ pairs }: Dimension, app: number, value: number, time: number): number => {
    if (value === blank) return blank;
    const pair = value === full ? noRoom : pairs.add(app, value, time);
    if (pair === noRoom) counts.truncated.add(app);
    return pair;
  };

  const countCell = (of: Dimension, app: number, row: CsvRow, column: number, time: number): number =>
    countValue(of, app, valueIn(of.values, row, column), time);

  /** A call without a status is counted as such. */
  const countStatus = (app: number, row: CsvRow, column: number, time: number): void => {
    const status = valueIn(counts.statuses.values, row, column);
    const isEmpty = status === blank && column >= 0;
    countValue(counts.statuses, app, isEmpty ? counts.statuses.values.idOf(row.bytes, 0, 0) : status, time);
  };

  const countUser = (app: number, row: CsvRow, at: LogColumns['at'], time: number): void => {
    const user = valueIn(users.values, row, at.USER_ID, idLength);
    countValue(users, app, user, time);
    if (user >= 0) counts.loginOfUser[user] ??= valueIn(logins, row, at.USER_NAME);
  };

  const countEntity = (app: number, row: CsvRow, column: number, method: number, time: number): void => {
    const entity = valueIn(entities.values, row, column);
    countValue(entities, app, entity < 0 ? entity : entity * entityBase + Math.max(method, -1) + 1, time);
  };

  const countResource = (app: number, row: CsvRow, { at }: LogColumns, address: number, time: number): void => {
    const column = at.API_RESOURCE;
    if (column < 0 || row.starts[column] === row.ends[column]) return;
    readResource(span, row.bytes, row.starts[column]!, row.ends[column]!);
    if (span.end > span.start) countValue(resources, app, resources.values.idOf(row.bytes, span.start, span.end), time);
    const { kind } = span;
    if (kind === resourceKind.other) return;
    const isPost = isText(row, at.HTTP_METHOD, 0x50, 4);
    if (kind === resourceKind.bulkJob && isPost) counts.bulkJobs[app] = (counts.bulkJobs[app] ?? 0) + 1;
    if (kind === resourceKind.bulkJobPart && isText(row, at.HTTP_METHOD, 0x44, 6))
      counts.deletedJobs[app] = (counts.deletedJobs[app] ?? 0) + 1;
    if (address < 0 || (kind === resourceKind.bulkJob && !isPost)) return;
    const found = watch.see(address, kind, time);
    if (found !== undefined) tell(app, found);
  };

  const tell = (app: number, time: number): void => {
    const told = counts.reconnaissance.get(app) ?? [];
    counts.reconnaissance.set(app, told);
    if (told.length < maxTold) told.push(time);
    else counts.truncated.add(app);
  };

  return (row, columns, time) => {
    const { at } = columns;
    counts.calls += 1;
    const day = dayOf(time);
    counts.allDays.add(day);
    const app = appOf(row, columns, time);
    if (app === noRoom) counts.lost += 1;
    if (app < 0) return;
    counts.nameOfApp[app] ??= valueIn(names, row, at.CONNECTED_APP_NAME);
    if (counts.days.add(app, day, time) === noRoom) counts.truncated.add(app);
    countCell(counts.families, app, row, at.API_FAMILY, time);
    countCell(counts.categories, app, row, at.API_CLIENT_CATEGORY, time);
    countCell(counts.versions, app, row, at.API_VERSION, time);
    countStatus(app, row, at.STATUS_CODE, time);
    countCell(clients, app, row, at.CLIENT_NAME, time);
    countUser(app, row, at, time);
    const method = valueIn(methods.values, row, at.HTTP_METHOD);
    countValue(methods, app, method, time);
    countEntity(app, row, at.ENTITY_NAME, method, time);
    const address = countCell(addresses, app, row, at.CLIENT_IP, time);
    countResource(app, row, columns, address, time);
  };
};
