import type { OrgConnection } from '../connection.js';
import { orgErrorCode } from '../failures.js';
import type { Answer } from '../readColumns.js';
import { isRefusal, refusalReason } from '../refusals.js';

/** Aggregates have no second page: more groups than this, and the query fails (audit.md A.6). */
export const groupCap = 2000;

/** Codes of an answer that would have been too long, or took too long. */
const tooMuch = new Set(['EXCEEDED_ID_LIMIT', 'OPERATION_TOO_LARGE', 'QUERY_TIMEOUT']);

/** True when a narrower question may be answered. */
export const isTooMuch = (error: unknown): boolean => tooMuch.has(orgErrorCode(error) ?? '');

export type GroupQuery = {
  object: string;
  /** Columns that make a group; those that the org lacks or does not group by are left out. */
  columns: readonly string[];
  /** `COUNT(Id) calls, MAX(LoginTime) latest`. */
  aggregates: string;
  /** False for what `aggregates` selects under a name of its own: `DAY_ONLY(Timestamp) day`. */
  isSelected?: (column: string) => boolean;
  where?: string | undefined;
  /** ORDER BY and LIMIT. */
  rest?: string | undefined;
};

const soqlOf = ({ object, columns, aggregates, isSelected = () => true, where, rest }: GroupQuery): string =>
  [
    `SELECT ${[...columns.filter(isSelected), aggregates].join(', ')} FROM ${object}`,
    where && `WHERE ${where}`,
    columns.length > 0 ? `GROUP BY ${columns.join(', ')}` : undefined,
    rest,
  ]
    .filter(Boolean)
    .join(' ');

const groupable = async (connection: OrgConnection, object: string): Promise<Set<string>> => {
  const { fields } = await connection.describe(object);
  return new Set(fields.filter((field) => field.groupable).map(({ name }) => name));
};

/** A column that the org lacks, or by which it does not group. */
const isAboutColumns = (error: Error): boolean =>
  orgErrorCode(error) === 'INVALID_FIELD' || /can ?not be grouped/i.test(error.message);

/**
 * One aggregate query. When a column stands in the way, the object is described once and the query repeated without
 * those that the org lacks; `missing` names them. Throws what else the org answers.
 */
export const queryGroups = async <Row extends object>(
  connection: OrgConnection,
  query: GroupQuery,
): Promise<{ rows: Row[]; missing: string[] }> => {
  const run = async (columns: readonly string[]): Promise<Row[]> =>
    (await connection.query<Row & Record<string, unknown>>(soqlOf({ ...query, columns }))).records;
  try {
    return { rows: await run(query.columns), missing: [] };
  } catch (error) {
    if (!isRefusal(error) || !isAboutColumns(error)) throw error;
    const present = await groupable(connection, query.object);
    const isThere = (column: string): boolean => !/^\w+$/.test(column) || present.has(column);
    const columns = query.columns.filter(isThere);
    if (columns.length === query.columns.length) throw error;
    return { rows: await run(columns), missing: query.columns.filter((column) => !isThere(column)) };
  }
};

/** What a reader gives, or why the org gave nothing. */
export const refusedOr = async <Row>(object: string, read: () => Promise<Answer<Row>>): Promise<Answer<Row>> => {
  try {
    return await read();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { refused: refusalReason(error, object) };
  }
};
