import type { Aggregate, Field, Order, Query, Selected } from './ast.js';
import { parseCondition } from './condition.js';
import { createCursor, type Cursor } from './cursor.js';
import { malformed, tokenize } from './tokens.js';

const aggregates = new Set(['COUNT', 'COUNT_DISTINCT', 'MAX', 'MIN', 'SUM', 'AVG']);
const clauses = new Set([
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'FOR',
  'WITH',
  'USING',
  'ALL',
]);

const parseAlias = (cursor: Cursor): string | undefined => {
  const token = cursor.peek();
  return token?.kind === 'word' && !clauses.has(token.text.toUpperCase()) ? cursor.next().text : undefined;
};

const parseName = (cursor: Cursor): string => {
  const token = cursor.next();
  if (token.kind !== 'word') throw malformed(`unexpected token: '${token.text}'`);
  return token.text;
};

const dayOnly = 'DAY_ONLY';

/** `DAY_ONLY(LoginTime)`: the day of a moment, as if it were a field. */
const parseDay = (cursor: Cursor): string => {
  const path = `${dayOnly}(${parseName(cursor)})`;
  cursor.expect(')');
  return path;
};

const parseGroup = (cursor: Cursor): string => {
  const name = parseName(cursor);
  if (!cursor.take('(')) return name;
  if (name.toUpperCase() !== dayOnly) throw malformed(`unexpected token: '('`);
  return parseDay(cursor);
};

/** A field path or an aggregate of one. */
export const parseOperand = (cursor: Cursor, aliased: boolean): Field | Aggregate => {
  const name = parseName(cursor);
  if (!cursor.take('(')) return { kind: 'field', path: name, alias: aliased ? parseAlias(cursor) : undefined };
  const fn = name.toUpperCase();
  if (fn === dayOnly) return { kind: 'field', path: parseDay(cursor), alias: aliased ? parseAlias(cursor) : undefined };
  if (!aggregates.has(fn)) throw malformed(`unexpected token: '('`);
  const path = cursor.peek()?.text === ')' ? undefined : parseName(cursor);
  if (path === undefined && fn !== 'COUNT') throw malformed(`unexpected token: ')'`);
  cursor.expect(')');
  return { kind: 'aggregate', fn, path, alias: aliased ? parseAlias(cursor) : undefined };
};

const parseSelected = (cursor: Cursor, text: string): Selected => {
  if (!cursor.take('(')) return parseOperand(cursor, true);
  const query = parseSelect(cursor, text);
  cursor.expect(')');
  return { kind: 'children', query };
};

const parseList = <T>(cursor: Cursor, item: () => T): T[] => {
  const items = [item()];
  while (cursor.take(',')) items.push(item());
  return items;
};

const parseOrder = (cursor: Cursor): Order => {
  const by = parseOperand(cursor, false);
  const descending = cursor.take('DESC') || (cursor.take('ASC') && false);
  const nullsLast = cursor.take('NULLS', 'LAST') || (cursor.take('NULLS', 'FIRST') && false);
  return { by, descending, nullsLast };
};

const parseCount = (cursor: Cursor): number => {
  const token = cursor.next();
  if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw malformed(`unexpected token: '${token.text}'`);
  return Number(token.text);
};

export const parseSelect = (cursor: Cursor, text: string): Query => {
  cursor.expect('SELECT');
  const select = parseList(cursor, () => parseSelected(cursor, text));
  cursor.expect('FROM');
  const query: Query = { text, select, from: parseName(cursor), groupBy: [], orderBy: [] };
  if (cursor.take('WHERE')) query.where = parseCondition(cursor, text);
  if (cursor.take('GROUP', 'BY')) query.groupBy = parseList(cursor, () => parseGroup(cursor));
  if (cursor.take('HAVING')) query.having = parseCondition(cursor, text);
  if (cursor.take('ORDER', 'BY')) query.orderBy = parseList(cursor, () => parseOrder(cursor));
  if (cursor.take('LIMIT')) query.limit = parseCount(cursor);
  if (cursor.take('OFFSET')) query.offset = parseCount(cursor);
  return query;
};

export const parse = (text: string): Query => {
  const cursor = createCursor(tokenize(text));
  const query = parseSelect(cursor, text);
  const rest = cursor.peek();
  if (rest) throw malformed(`unexpected token: '${rest.text}'`);
  return query;
};
