import type { OrgConnection } from '../connection.js';
import type { Answer } from '../readColumns.js';
import { quote, quoteList } from '../soql.js';
import { groupCap, isTooMuch, queryGroups, refusedOr } from './aggregate.js';

/** Logins that have everything in common but the time. */
export type LoginRow = {
  UserId: string;
  LoginType: string | null;
  LoginSubType?: string | null;
  Application?: string | null;
  Status?: string | null;
  SourceIp?: string | null;
  CountryIso?: string | null;
  ApiType?: string | null;
  ApiVersion?: string | null;
  logins: number;
  earliest: string;
  latest: string;
};

export type LoginAnswer = Answer<LoginRow> & {
  /** Why addresses and API versions were left out; undefined when they are told. */
  withoutAddresses?: string | undefined;
};

const object = 'LoginHistory';

/** Logins of programs, in both spellings: documents give the one, orgs mostly show the other (audit.md A.6). */
const programTypes = [
  'Remote Access 2.0',
  'Oauth2',
  'Remote Access Client',
  'Oauth',
  'Other Apex API',
  'OtherApi',
  'Partner Product',
  'Partner',
];

const narrow = ['UserId', 'LoginType', 'LoginSubType', 'Application', 'Status'];
const wide = [...narrow, 'SourceIp', 'CountryIso', 'ApiType', 'ApiVersion'];

/** Pages of groups that are read of one kind of login before it is asked for less. */
const maxPages = 25;
const shortestWindowMs = 3_600_000;

class TooManyGroups extends Error {}

type Window = { from: Date; to: Date };
type Reading = { rows: LoginRow[]; missing: string[] };
/** Page after page is counted down here, across all windows. */
type Budget = { pages: number };
type Question = { connection: OrgConnection; columns: readonly string[]; types: string; budget: Budget };

const within = ({ from, to }: Window): string =>
  `LoginTime >= ${from.toISOString()} AND LoginTime < ${to.toISOString()}`;

const ask = (
  { connection, columns, types, budget }: Question,
  window: Window,
  { user = '', rest }: { user?: string; rest?: string } = {},
): Promise<Reading> => {
  if (budget.pages === 0) throw new TooManyGroups();
  budget.pages -= 1;
  return queryGroups<LoginRow>(connection, {
    object,
    columns,
    aggregates: 'COUNT(Id) logins, MIN(LoginTime) earliest, MAX(LoginTime) latest',
    where: [types, within(window), user].filter(Boolean).join(' AND '),
    rest,
  });
};

const join = (parts: readonly Reading[]): Reading => {
  const groups = new Map<string, LoginRow>();
  for (const row of parts.flatMap(({ rows }) => rows)) {
    const key = JSON.stringify(wide.map((column) => row[column as keyof LoginRow] ?? null));
    const before = groups.get(key);
    groups.set(
      key,
      before === undefined
        ? row
        : {
            ...row,
            logins: before.logins + row.logins,
            earliest: before.earliest < row.earliest ? before.earliest : row.earliest,
            latest: before.latest > row.latest ? before.latest : row.latest,
          },
    );
  }
  return { rows: [...groups.values()], missing: [...new Set(parts.flatMap(({ missing }) => missing))] };
};

const halved = async (window: Window, read: (half: Window) => Promise<Reading>, error: unknown): Promise<Reading> => {
  const { from, to } = window;
  if (to.getTime() - from.getTime() <= shortestWindowMs) throw error;
  const middle = new Date((from.getTime() + to.getTime()) / 2);
  return join([await read({ from, to: middle }), await read({ from: middle, to })]);
};

/** The logins of one user who alone has more groups than an answer takes. */
const readOfUser = async (question: Question, window: Window, userId: string): Promise<Reading> => {
  try {
    return await ask(question, window, { user: `UserId = ${quote(userId)}` });
  } catch (error) {
    if (!isTooMuch(error)) throw error;
    return halved(window, (half) => readOfUser(question, half, userId), error);
  }
};

/** Page after page by user: each begins with the user at which the one before was cut. */
const readByUser = async (question: Question, window: Window): Promise<Reading> => {
  const parts: Reading[] = [];
  let user = '';
  for (;;) {
    const page = await ask(question, window, { user, rest: `ORDER BY UserId LIMIT ${groupCap}` });
    if (page.rows.length < groupCap) return join([...parts, page]);
    const last = page.rows.at(-1)?.UserId ?? '';
    const whole = page.rows.filter(({ UserId }) => UserId !== last);
    parts.push({ ...page, rows: whole });
    user = `UserId >= ${quote(last)}`;
    if (whole.length > 0) continue;
    parts.push(await readOfUser(question, window, last));
    user = `UserId > ${quote(last)}`;
  }
};

/** In one answer where it fits, else by user, else in halves of the time. */
const readAll = async (question: Question, window: Window): Promise<Reading> => {
  try {
    return await ask(question, window);
  } catch (error) {
    if (!isTooMuch(error)) throw error;
  }
  try {
    return await readByUser(question, window);
  } catch (error) {
    if (!isTooMuch(error)) throw error;
    return halved(window, (half) => readAll(question, half), error);
  }
};

const readKind = async (
  connection: OrgConnection,
  window: Window,
  types: string,
  columns: readonly string[],
): Promise<Reading> => {
  try {
    return await readAll({ connection, columns, types, budget: { pages: maxPages } }, window);
  } catch (error) {
    if (isTooMuch(error)) throw new TooManyGroups(error instanceof Error ? error.message : '');
    throw error;
  }
};

const leftOut = 'programs log in from too many addresses to read them all, so addresses and API versions were left out';

/** Logins of programs with their addresses; without, where there are too many to read. */
const readPrograms = async (
  connection: OrgConnection,
  window: Window,
): Promise<Reading & { withoutAddresses?: string }> => {
  const types = `LoginType IN ${quoteList(programTypes)}`;
  try {
    return await readKind(connection, window, types, wide);
  } catch (error) {
    if (!(error instanceof TooManyGroups)) throw error;
    return { ...(await readKind(connection, window, types, narrow)), withoutAddresses: leftOut };
  }
};

/**
 * Who logged in with what, from `from` on, grouped by the org: however many logins there were, only groups come. Logins
 * of people come without addresses, which no rule asks for.
 */
export const readLogins = (connection: OrgConnection, window: Window): Promise<LoginAnswer> =>
  refusedOr(object, async () => {
    try {
      const [programs, people] = await Promise.all([
        readPrograms(connection, window),
        readKind(connection, window, `LoginType NOT IN ${quoteList(programTypes)}`, narrow),
      ]);
      const { withoutAddresses } = programs;
      return { ...join([programs, people]), ...(withoutAddresses === undefined ? {} : { withoutAddresses }) };
    } catch (error) {
      if (!(error instanceof TooManyGroups)) throw error;
      return { refused: `${object} has more kinds of logins than can be read in ${maxPages} pages` };
    }
  });
