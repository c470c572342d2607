import type { OrgConnection } from './connection.js';
import { orgErrorCode } from './failures.js';
import { isRefusal, refusalReason } from './refusals.js';

/** What a query gave: rows, and the columns that this org does not have; or why it gave nothing. */
export type Answer<Row> =
  | { refused?: undefined; rows: Row[]; missing: string[] }
  | {
      /** One sentence without a full stop. */ refused: string;
    };

export type ColumnQuery = {
  object: string;
  /** Columns of the object or of what it points to: `User.Username`. */
  columns: readonly string[];
  /** What comes after the object: WHERE, GROUP BY. It must do without columns that may be missing. */
  rest?: string | undefined;
  /** Endpoints to try in turn: sources disagree on where some objects answer (audit.md A.8). */
  apis?: ReadonlyArray<'data' | 'tooling'>;
};

type Api = Pick<OrgConnection, 'query' | 'describe'>;

/** Rows that a query gives at most; more than any org has of these objects. */
const maxRows = 200_000;

/** The columns that the org has, by its describe and, for what lies behind a relationship, by its complaint. */
const withoutMissing = async (
  api: Api,
  object: string,
  columns: readonly string[],
  { message }: Error,
): Promise<string[]> => {
  const { fields } = await api.describe(object);
  const names = new Set(fields.flatMap(({ name, relationshipName }) => [name, relationshipName ?? name]));
  const described = columns.filter((column) => names.has(column.split('.')[0] ?? column));
  if (described.length < columns.length) return described;
  const [, complained] = /(?:No such column|understand relationship) '(\w+)'/.exec(message) ?? [];
  return columns.filter((column) => !column.split('.').includes(complained ?? ''));
};

const readFrom = async <Row extends object>(api: Api, query: ColumnQuery): Promise<Answer<Row>> => {
  const { object, rest } = query;
  let columns = [...query.columns];
  for (;;) {
    try {
      const soql = [`SELECT ${columns.join(', ')} FROM ${object}`, rest].filter(Boolean).join(' ');
      const { records } = await api.query<Row & Record<string, unknown>>(soql, { autoFetch: true, maxFetch: maxRows });
      return { rows: records, missing: query.columns.filter((column) => !columns.includes(column)) };
    } catch (error) {
      if (!(error instanceof Error) || orgErrorCode(error) !== 'INVALID_FIELD') throw error;
      const left = await withoutMissing(api, object, columns, error);
      if (left.length === 0 || left.length === columns.length) throw error;
      columns = left;
    }
  }
};

/**
 * Reads an object by the columns that the org has. A query is tried first and described only when a column is missing:
 * most orgs have them all, and calls are metered.
 */
export const readColumns = async <Row extends object>(
  connection: OrgConnection,
  query: ColumnQuery,
): Promise<Answer<Row>> => {
  let refused = '';
  for (const api of query.apis ?? ['data']) {
    try {
      return await readFrom(api === 'data' ? connection : connection.tooling, query);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused = refusalReason(error, query.object);
    }
  }
  return { refused };
};
