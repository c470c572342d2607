import { apiError } from '../http/exchange.js';
import type { Org } from '../org.js';
import type { Row, Table, Value, Viewer } from '../tables/table.js';
import type { Literal, Order, Query } from './ast.js';
import { bind, openFrom, type Scope } from './bind.js';
import { comparable, orderOf } from './compare.js';
import { compileFilter } from './filter.js';
import { compileHaving, group, groupReader, isAggregateQuery } from './group.js';
import { parse } from './parse.js';
import { project, type ShowChildren, type Shown } from './project.js';
import { malformed } from './tokens.js';

export type Found = { totalSize: number; records: Shown[]; pageSize: number };

const sortBy = <T>(items: T[], orders: Array<{ key: (item: T) => Value; order: Order }>): T[] =>
  items.toSorted((a, b) => {
    for (const { key, order } of orders) {
      const [x, y] = [key(a), key(b)];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === order.nullsLast ? 1 : -1;
      return orderOf(x, y) * (order.descending ? -1 : 1);
    }
    return 0;
  });

const rowKey = (scope: Scope, table: Table, order: Order): ((row: Row) => Value) => {
  if (order.by.kind === 'aggregate') throw malformed('Aggregates may order grouped queries only');
  const { column, read } = bind(scope, table, order.by.path);
  return (row) => comparable(column.type, read(row));
};

const cut = <T>(items: T[], { limit, offset = 0 }: Query): T[] =>
  items.slice(offset, limit === undefined ? undefined : offset + limit);

const matching = (scope: Scope, table: Table, query: Query): Row[] => {
  const rows = table.rows(scope.org, scope.viewer);
  return query.where ? rows.filter(compileFilter(scope, table, query.where, (inner) => runInner(scope, inner))) : rows;
};

/** The values of `IN (SELECT field FROM …)`. */
const runInner = (scope: Scope, query: Query): Literal[] => {
  const [item] = query.select;
  const table = openFrom(scope, query.from);
  if (item?.kind !== 'field' || query.select.length > 1) throw malformed('A sub-select names one field');
  const { read } = bind(scope, table, item.path);
  return matching(scope, table, query).map((row) => ({ kind: 'value', value: read(row), type: 'string' }));
};

/** `(SELECT … FROM SetupEntityAccessItems)`: named by the parent's relationship. */
const childrenOf =
  (scope: Scope, parent: Table): ShowChildren =>
  ({ query }) => {
    const child = parent.children?.find(({ relationship }) => relationship.toLowerCase() === query.from.toLowerCase());
    if (!child)
      throw apiError(400, 'INVALID_TYPE', `Didn't understand relationship '${query.from}' in FROM part of query call.`);
    const table = openFrom(scope, child.table);
    const rows = matching(scope, table, query);
    const show = project(scope, table, query.select, childrenOf(scope, table));
    return {
      name: child.relationship,
      show: (row) => {
        const records = cut(
          rows.filter((one) => one[child.field] === row.Id),
          query,
        ).map(show);
        return records.length === 0 ? (null as unknown as Shown) : { totalSize: records.length, done: true, records };
      },
    };
  };

const runAggregate = (scope: Scope, table: Table, query: Query, rows: Row[]): Found => {
  const { groups, show } = group(scope, table, query, rows);
  const kept = query.having ? groups.filter(compileHaving(scope, table, query.having)) : groups;
  const orders = query.orderBy.map((order) => ({ key: groupReader(scope, table, order.by), order }));
  const records = cut(sortBy(kept, orders), query).map((members) => show(members) as Shown);
  // audit.md A.6: too many groups throw, since aggregates have no second page
  if (records.length > 2000)
    throw apiError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  return { totalSize: records.length, records, pageSize: 2000 };
};

const refuseFarOffset = (table: Table, { offset = 0 }: Query): void => {
  if (offset > 2000 && table.hardStop === undefined)
    throw apiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
};

export const runQuery = (org: Org, viewer: Viewer, text: string): Found => {
  const query = parse(text);
  const scope: Scope = { org, viewer, text, rowsById: new Map() };
  const table = openFrom(scope, query.from);
  refuseFarOffset(table, query);
  const rows = matching(scope, table, query);
  const [first] = query.select;
  if (query.select.length === 1 && first?.kind === 'aggregate' && first.fn === 'COUNT' && first.path === undefined)
    return { totalSize: cut(rows, query).length, records: [], pageSize: 2000 };
  if (isAggregateQuery(query)) return runAggregate(scope, table, query, rows);
  if (query.having) throw malformed('HAVING needs GROUP BY');
  const orders = query.orderBy.map((order) => ({ key: rowKey(scope, table, order), order }));
  const show = project(scope, table, query.select, childrenOf(scope, table));
  const records = cut(sortBy(rows, orders), query).slice(0, table.hardStop).map(show);
  return { totalSize: records.length, records, pageSize: table.pageSize ?? 2000 };
};
