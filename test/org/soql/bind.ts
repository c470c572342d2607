import { apiError, type Refusal } from '../http/exchange.js';
import type { Org } from '../org.js';
import type { Column } from '../tables/columns.js';
import { findColumn, openTable } from '../tables/open.js';
import type { Row, Table, Value, Viewer } from '../tables/table.js';

/** What one query may see, and the rows it has looked at. */
export type Scope = { org: Org; viewer: Viewer; text: string; rowsById: Map<string, Map<string, Row>> };

/** A field path tied to its column: `hops` are the references followed to get there. */
export type Bound = {
  hops: Array<{ column: Column; table: Table; readId: (row: Row) => Value }>;
  column: Column;
  table: Table;
  read: (row: Row) => Value;
};

/** Points at the offending word as the real parser does. */
const pointAt = (text: string, word: string, message: string): string => {
  const at = Math.max(text.toLowerCase().indexOf(word.toLowerCase()), 0);
  return `\n${text}\n${' '.repeat(at)}^\nERROR at Row:1:Column:${at + 1}\n${message}`;
};

export const invalidField = (text: string, path: string, message: string): Refusal =>
  apiError(400, 'INVALID_FIELD', pointAt(text, path, message));

export const openFrom = (scope: Scope, name: string): Table => {
  const table = openTable(scope.org, scope.viewer, name);
  if (table) return table;
  const message = `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
  throw apiError(400, 'INVALID_TYPE', pointAt(scope.text, name, message));
};

const findRow = (scope: Scope, table: Table, id: Value): Row | undefined => {
  let rows = scope.rowsById.get(table.name);
  if (!rows) {
    rows = new Map(table.rows(scope.org, scope.viewer).map((row) => [row.Id, row]));
    scope.rowsById.set(table.name, rows);
  }
  return rows.get(String(id));
};

const valueOf = (row: Row | undefined, column: Column): Value =>
  row === undefined ? null : (row[column.name] ?? (column.type === 'boolean' ? false : null));

const follow = (scope: Scope, table: Table, hop: string, path: string): { column: Column; table: Table } => {
  const column = table.columns.find((one) => one.relationshipName?.toLowerCase() === hop.toLowerCase());
  const next = column?.referenceTo.flatMap((name) => openTable(scope.org, scope.viewer, name) ?? [])[0];
  if (column && next) return { column, table: next };
  throw invalidField(
    scope.text,
    path,
    `Didn't understand relationship '${hop}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
};

const dayOf = (value: Value): Value => (value === null ? null : String(value).slice(0, 10));

/** The day of a moment, in UTC; of nothing else. */
const bindDay = (scope: Scope, from: Table, path: string): Bound => {
  const bound = bind(scope, from, path);
  if (bound.column.type !== 'datetime')
    throw invalidField(scope.text, path, `field '${bound.column.name}' does not support the date function DAY_ONLY`);
  const { read } = bound;
  return { ...bound, column: { ...bound.column, type: 'date', groupable: true }, read: (row) => dayOf(read(row)) };
};

export const bind = (scope: Scope, from: Table, path: string): Bound => {
  const day = /^DAY_ONLY\((.+)\)$/i.exec(path)?.[1];
  if (day !== undefined) return bindDay(scope, from, day);
  const names = path.split('.');
  if (names.length > 1 && names[0]?.toLowerCase() === from.name.toLowerCase()) names.shift();
  const hops: Bound['hops'] = [];
  let reach = (row: Row): Row | undefined => row;
  for (const name of names.slice(0, -1)) {
    const { column, table } = follow(scope, hops.at(-1)?.table ?? from, name, path);
    const before = reach;
    const readId = (row: Row): Value => valueOf(before(row), column);
    reach = (row) => findRow(scope, table, readId(row));
    hops.push({ column, table, readId });
  }
  const table = hops.at(-1)?.table ?? from;
  const last = names.at(-1) ?? '';
  const column = findColumn(table, last);
  if (!column) {
    const message = `No such column '${last}' on entity '${table.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw invalidField(scope.text, path, message);
  }
  return { hops, column, table, read: (row) => valueOf(reach(row), column) };
};
