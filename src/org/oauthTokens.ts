import type { OrgConnection } from './connection.js';
import { isRefusal, refusalReason } from './refusals.js';
import { readColumns, type Answer } from './readColumns.js';
import { quote, quoteList } from './soql.js';

/** A row of OauthToken without its three secrets: AccessToken, RequestToken and DeleteToken are never selected (audit.md A.2). */
export type TokenRow = {
  /** May be null (audit.md A.2). */
  Id: string | null;
  AppName: string;
  UserId: string;
  CreatedDate?: string | null;
  LastUsedDate?: string | null;
  UseCount?: number | null;
  AppMenuItem?: { ApplicationId?: string | null } | null;
  User?: { Username?: string; IsActive?: boolean } | null;
};

/** Every token of the org, or as many as could be had of `expected`. */
export type TokenAnswer = Answer<TokenRow> & { expected?: number };

/** Where `query` and `queryMore` stop for good (audit.md A.2). */
const rowCap = 2500;
/** Most rows of a grouped query. */
const groupCap = 2000;
const usersPerQuery = 256;
/** Orgs limit how many calls of more than 20 seconds run at once; these take none of them. */
const groupsAtOnce = 32;

const columns = [
  'Id',
  'AppName',
  'UserId',
  'CreatedDate',
  'LastUsedDate',
  'UseCount',
  'AppMenuItem.ApplicationId',
  'User.Username',
  'User.IsActive',
];

const countTokens = async (connection: OrgConnection, rest = ''): Promise<number> =>
  (await connection.query(`SELECT COUNT() FROM OauthToken${rest}`)).totalSize;

const ofUsers = (users: readonly string[]): string => `WHERE UserId IN ${quoteList(users)}`;

type UserCount = { user: string; tokens: number };

/** Groups of users whose tokens fit into one query, by what each user has. */
const packed = (counts: readonly UserCount[]): string[][] => {
  const groups: string[][] = [];
  let sum = rowCap;
  for (const { user, tokens } of counts) {
    const group = groups.at(-1);
    if (group && sum + tokens <= rowCap && group.length < usersPerQuery) {
      group.push(user);
      sum += tokens;
    } else {
      groups.push([user]);
      sum = tokens;
    }
  }
  return groups;
};

/** What each user has, 2,000 users at a time: grouped queries have no second page (audit.md A.6). */
const countsByUser = async (connection: OrgConnection, total: number): Promise<UserCount[]> => {
  const counts: UserCount[] = [];
  for (let after: string | undefined; ; after = counts.at(-1)?.user) {
    const beyond = after === undefined ? '' : ` WHERE UserId > ${quote(after)}`;
    const { records } = await connection.query<{ UserId: string; tokens: number }>(
      `SELECT UserId, COUNT(UserId) tokens FROM OauthToken${beyond} GROUP BY UserId ORDER BY UserId LIMIT ${groupCap}`,
    );
    counts.push(...records.map(({ UserId, tokens }) => ({ user: UserId, tokens })));
    if (records.length < groupCap || counts.length >= total) return counts;
  }
};

/** Few calls tell what each user has, where the org groups this object; no source shows it doing so (audit.md A.2). */
const groupsByCount = async (connection: OrgConnection, total: number): Promise<string[][] | undefined> => {
  try {
    const counts = await countsByUser(connection, total);
    return counts.reduce((sum, { tokens }) => sum + tokens, 0) === total ? packed(counts) : undefined;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
};

/** Halves a group until its tokens fit into one query. */
const halved = async (connection: OrgConnection, users: readonly string[]): Promise<string[][]> => {
  const tokens = await countTokens(connection, ` ${ofUsers(users)}`);
  if (tokens === 0) return [];
  if (tokens <= rowCap || users.length === 1) return [[...users]];
  const middle = Math.ceil(users.length / 2);
  const halves = await Promise.all(
    [users.slice(0, middle), users.slice(middle)].map((half) => halved(connection, half)),
  );
  return halves.flat();
};

const groupsByHalving = async (connection: OrgConnection): Promise<string[][]> => {
  const users = await readColumns<{ Id: string }>(connection, { object: 'User', columns: ['Id'] });
  if (users.refused !== undefined) return [];
  const ids = users.rows.map(({ Id }) => Id);
  const chunks = Array.from({ length: Math.ceil(ids.length / usersPerQuery) }, (_, index) =>
    ids.slice(index * usersPerQuery, (index + 1) * usersPerQuery),
  );
  return (await Promise.all(chunks.map((chunk) => halved(connection, chunk)))).flat();
};

const readRows = (connection: OrgConnection, rest?: string): Promise<Answer<TokenRow>> =>
  readColumns<TokenRow>(connection, { object: 'OauthToken', columns, rest });

const readInGroups = async (connection: OrgConnection, total: number): Promise<Answer<TokenRow>> => {
  const groups = (await groupsByCount(connection, total)) ?? (await groupsByHalving(connection));
  const rows: TokenRow[][] = [];
  let missing: string[] = [];
  for (let start = 0; start < groups.length; start += groupsAtOnce) {
    const answers = await Promise.all(
      groups.slice(start, start + groupsAtOnce).map((users) => readRows(connection, ofUsers(users))),
    );
    for (const answer of answers) {
      if (answer.refused !== undefined) return answer;
      rows.push(answer.rows);
      missing = answer.missing;
    }
  }
  return { rows: rows.flat(), missing };
};

/**
 * Every token that the org shows to this user, however many: beyond 2,500 the query would stop without a word, so the
 * rows are counted first, asked for by user, and counted again when they are fewer.
 */
export const readOauthTokens = async (connection: OrgConnection): Promise<TokenAnswer> => {
  try {
    const total = await countTokens(connection);
    if (total === 0) return { rows: [], missing: [], expected: 0 };
    const answer = total > rowCap ? await readInGroups(connection, total) : await readRows(connection);
    if (answer.refused !== undefined) return answer;
    const isShort = answer.rows.length < total;
    return { ...answer, expected: isShort ? await countTokens(connection) : answer.rows.length };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { refused: refusalReason(error, 'OauthToken') };
  }
};
