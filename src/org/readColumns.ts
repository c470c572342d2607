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
  /** Set where most orgs lack one of the columns: the describe comes first and spares the query that would fail. */
  describeFirst?: boolean | undefined;
};

type Api = Pick<OrgConnection, 'query' | 'describe'>;

/** Rows that are read at most. An answer that was cut here is none: what is missing would look as if it were not there. */
const maxRows = 200_000;

/** The columns that the org has, by its describe. */
const describedOf = async (api: Api, object: string, columns: readonly string[]): Promise<string[]> => {
  const { fields } = await api.describe(object);
  const names = new Set(fields.flatMap(({ name, relationshipName }) => [name, relationshipName ?? name]));
  return columns.filter((column) => names.has(column.split('.')[0] ?? column));
};

/** The columns that the org has, by its describe and, for what lies behind a relationship, by its complaint. */
const withoutMissing = async (
  api: Api,
  object: string,
  columns: readonly string[],
  { message }: Error,
): Promise<string[]> => {
  const described = await describedOf(api, object, columns);
  if (described.length < columns.length) return described;
  const [, complained] = /(?:No such column|understand relationship) '(\w+)'/.exec(message) ?? [];
  return columns.filter((column) => !column.split('.').includes(complained ?? ''));
};

const readFrom = async <Row extends object>(api: Api, query: ColumnQuery): Promise<Answer<Row>> => {
  const { object, rest } = query;
  let columns = query.describeFirst ? await describedOf(api, object, query.columns) : [...query.columns];
  if (columns.length === 0) return { refused: `the org shows none of the columns of ${object} that are asked for` };
  for (;;) {
    try {
      const soql = [`SELECT ${columns.join(', ')} FROM ${object}`, rest].filter(Boolean).join(' ');
      const { records, totalSize } = await api.query<Row & Record<string, unknown>>(soql, {
        autoFetch: true,
        maxFetch: maxRows,
      });
      if (records.length >= maxRows && totalSize > maxRows)
        return { refused: `the org has ${totalSize} rows of ${object}, and no more than ${maxRows} are read` };
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
