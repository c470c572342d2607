import type { Row, Table, Value } from '../tables/table.js';
import type { Aggregate, Condition, Field, Query } from './ast.js';
import { bind, invalidField, type Scope } from './bind.js';
import { comparable, compileTest, orderOf } from './compare.js';
import { malformed } from './tokens.js';

export type AggregateRow = Record<string, Value | { type: string }>;

type Cell = { name: string; compute: (rows: Row[]) => Value };

const computeAggregate = (scope: Scope, table: Table, { fn, path }: Aggregate): Cell['compute'] => {
  if (path === undefined) return (rows) => rows.length;
  const { column, read } = bind(scope, table, path);
  const values = (rows: Row[]): Value[] => rows.map(read).filter((value) => value !== null);
  const count = (rows: Row[]): number => {
    let found = 0;
    for (const row of rows) if (read(row) !== null) found += 1;
    return found;
  };
  const extreme = (rows: Row[], sign: 1 | -1): Value => {
    let found: Value = null;
    let key: Value = null;
    for (const row of rows) {
      const own = comparable(column.type, read(row));
      if (own === null || (key !== null && orderOf(own, key) * sign <= 0)) continue;
      [found, key] = [read(row), own];
    }
    return found;
  };
  if (fn === 'COUNT') return count;
  if (fn === 'COUNT_DISTINCT') return (rows) => new Set(values(rows)).size;
  if (fn === 'MIN') return (rows) => extreme(rows, -1);
  if (fn === 'MAX') return (rows) => extreme(rows, 1);
  const total = (rows: Row[]): number => values(rows).reduce<number>((sum, value) => sum + Number(value), 0);
  return fn === 'SUM' ? total : (rows) => (rows.length ? total(rows) / rows.length : null);
};

const groupKey = (scope: Scope, table: Table, path: string): ((row: Row) => Value) => {
  const { column, read } = bind(scope, table, path);
  if (!column.groupable)
    throw invalidField(scope.text, path, `field '${column.name}' can not be grouped in a query call`);
  return read;
};

const isGrouped = (query: Query, field: Field): boolean =>
  query.groupBy.some((path) => path.toLowerCase() === field.path.toLowerCase());

export const isAggregateQuery = (query: Query): boolean =>
  query.groupBy.length > 0 || query.select.some(({ kind }) => kind === 'aggregate');

const cells = (scope: Scope, table: Table, query: Query): Cell[] => {
  let unnamed = 0;
  return query.select.map((item): Cell => {
    if (item.kind === 'children') throw malformed('Sub-selects may not be used in an aggregate query');
    if (item.kind === 'aggregate')
      return { name: item.alias ?? `expr${unnamed++}`, compute: computeAggregate(scope, table, item) };
    if (!isGrouped(query, item)) throw malformed(`Field must be grouped or aggregated: ${item.path}`);
    const { column, read } = bind(scope, table, item.path);
    const name = item.path.includes('(') ? `expr${item.alias === undefined ? unnamed++ : ''}` : column.name;
    return { name: item.alias ?? name, compute: ([first]) => (first ? read(first) : null) };
  });
};

/** One row a group; without GROUP BY all rows are one group, even none at all. */
export const group = (
  scope: Scope,
  table: Table,
  query: Query,
  rows: Row[],
): { groups: Row[][]; show: (rows: Row[]) => AggregateRow } => {
  const columns = cells(scope, table, query);
  const keys = query.groupBy.map((path) => groupKey(scope, table, path));
  const groups = new Map<string, Row[]>();
  if (keys.length === 0) groups.set('', rows);
  else
    for (const row of rows) {
      let key = '';
      for (const read of keys) key += `${read(row) ?? '\u0001'}\u0000`;
      const members = groups.get(key);
      if (members) members.push(row);
      else groups.set(key, [row]);
    }
  return {
    groups: [...groups.values()],
    show: (members) => ({
      attributes: { type: 'AggregateResult' },
      ...Object.fromEntries(columns.map(({ name, compute }) => [name, compute(members)])),
    }),
  };
};

/** HAVING tests a group by its aggregates and grouped fields. */
export const compileHaving = (scope: Scope, table: Table, having: Condition): ((rows: Row[]) => boolean) => {
  if (having.kind === 'not') {
    const test = compileHaving(scope, table, having.part);
    return (rows) => !test(rows);
  }
  if (having.kind !== 'compare') {
    const tests = having.parts.map((part) => compileHaving(scope, table, part));
    return (rows) => (having.kind === 'and' ? tests.every((test) => test(rows)) : tests.some((test) => test(rows)));
  }
  const { left, operator, right } = having;
  if (!Array.isArray(right)) throw malformed('HAVING takes no sub-select');
  const isCount = left.kind === 'aggregate' && left.fn.startsWith('COUNT');
  const type = isCount || left.path === undefined ? 'int' : bind(scope, table, left.path).column.type;
  const read = groupReader(scope, table, left);
  const test = compileTest(type, operator, right, scope.org.clock.now());
  return (rows) => test(read(rows));
};

/** ORDER BY and HAVING look at a group through its aggregates or its first row. */
export const groupReader = (scope: Scope, table: Table, by: Field | Aggregate): ((rows: Row[]) => Value) => {
  if (by.kind === 'aggregate') return computeAggregate(scope, table, by);
  const { read } = bind(scope, table, by.path);
  return ([first]) => (first ? read(first) : null);
};
