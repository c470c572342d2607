import { apiError } from '../http/exchange.js';
import type { Row, Table } from '../tables/table.js';
import type { Condition, Literal, Query } from './ast.js';
import { bind, invalidField, type Scope } from './bind.js';
import { checkLiteral, compileTest } from './compare.js';
import { malformed } from './tokens.js';

export type Test = (row: Row) => boolean;

/** Runs the query inside `IN (SELECT …)`; given from outside, since that one needs filters in turn. */
export type RunInner = (query: Query) => Literal[];

const semiJoins = (condition: Condition): number => {
  if (condition.kind === 'not') return semiJoins(condition.part);
  if (condition.kind === 'compare') return Array.isArray(condition.right) ? 0 : 1;
  return condition.parts.reduce((sum, part) => sum + semiJoins(part), 0);
};

const compile = (scope: Scope, table: Table, condition: Condition, runInner: RunInner): Test => {
  if (condition.kind === 'not') {
    const test = compile(scope, table, condition.part, runInner);
    return (row) => !test(row);
  }
  if (condition.kind !== 'compare') {
    const tests = condition.parts.map((part) => compile(scope, table, part, runInner));
    return condition.kind === 'and'
      ? (row) => tests.every((test) => test(row))
      : (row) => tests.some((test) => test(row));
  }
  const { left, operator, right } = condition;
  if (left.kind === 'aggregate') throw malformed('Aggregate functions may not be used in a WHERE clause');
  const { column, read } = bind(scope, table, left.path);
  if (!column.filterable)
    throw invalidField(scope.text, left.path, `field '${column.name}' can not be filtered in a query call`);
  const literals = Array.isArray(right) ? right : runInner(right);
  for (const literal of literals) checkLiteral(column, operator, literal);
  const test = compileTest(column.type, operator, literals, scope.org.clock.now());
  return (row) => test(read(row));
};

export const compileFilter = (scope: Scope, table: Table, where: Condition, runInner: RunInner): Test => {
  // audit.md A.5
  if (semiJoins(where) > 2) throw apiError(400, 'MALFORMED_QUERY', 'maximum 2 semi join sub-selects are allowed');
  return compile(scope, table, where, runInner);
};
