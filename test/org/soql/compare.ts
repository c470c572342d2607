import { apiError } from '../http/exchange.js';
import { isId, toId18 } from '../ids.js';
import type { Column, ColumnType } from '../tables/columns.js';
import { timestamp, type Value } from '../tables/table.js';
import type { Literal, Operator } from './ast.js';
import { resolveDays } from './days.js';

const isKey = (type: ColumnType): boolean => type === 'id' || type === 'reference';
const isMoment = (type: ColumnType): boolean => type === 'date' || type === 'datetime';

/** Moments in one form, whose order is that of its letters; rows have it already, and there are many. */
const momentKey = (text: string): Value => {
  if (text.length === 28 && text.endsWith('+0000')) return text;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : timestamp(new Date(time));
};

/** The form in which values compare: moments in UTC, text without case, ids at full length. */
export const comparable = (type: ColumnType, value: Value): Value => {
  if (value === null) return null;
  if (isMoment(type)) return momentKey(String(value));
  if (isKey(type)) return toId18(String(value));
  return typeof value === 'string' ? value.toLowerCase() : value;
};

const wanted = (type: ColumnType): string[] => {
  if (type === 'boolean') return ['boolean'];
  if (type === 'int' || type === 'double') return ['number'];
  if (isMoment(type)) return [type, 'days'];
  return ['string'];
};

const typeNames: Partial<Record<ColumnType, string>> = { int: 'Integer', datetime: 'dateTime' };

/** A literal of the wrong kind fails the query, with or without quotes. */
export const checkLiteral = (column: Column, operator: Operator, literal: Literal): void => {
  const kind = literal.kind === 'days' ? 'days' : literal.type;
  if (kind === 'null') return;
  if (!wanted(column.type).includes(kind)) {
    const quoted = wanted(column.type).includes('string')
      ? 'should be enclosed in quotes'
      : 'should not be enclosed in quotes';
    const type = wanted(column.type).includes('string') ? 'string' : (typeNames[column.type] ?? column.type);
    throw apiError(
      400,
      'INVALID_FIELD',
      `value of filter criterion for field '${column.name}' must be of type ${type} and ${quoted}`,
    );
  }
  if (!isKey(column.type)) return;
  if (operator === 'LIKE') throw apiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on id field`);
  if (literal.kind === 'value' && literal.value !== '' && !isId(String(literal.value)))
    throw apiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${String(literal.value)}`);
};

const matchesLike = (value: Value, pattern: Value): boolean => {
  if (value === null || pattern === null) return false;
  const source = String(pattern).replace(/\\([_%])|[.*+?^${}()|[\]\\]|_|%/g, (found, escaped?: string) => {
    if (escaped) return escaped;
    return found === '%' ? '.*' : found === '_' ? '.' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 'is').test(String(value));
};

const order = (a: Value, b: Value): number => (a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1);

const inOrder = (value: Value, operator: Operator, other: Value): boolean => {
  if (operator === '=' || operator === 'IN') return value === other;
  if (operator === '!=' || operator === 'NOT IN') return value !== other;
  if (value === null || other === null) return false;
  const sign = order(value, other);
  if (operator === '<') return sign < 0;
  if (operator === '>') return sign > 0;
  return operator === '<=' ? sign <= 0 : sign >= 0;
};

const inDays = (moment: Value, operator: Operator, from: string, to: string): boolean => {
  if (typeof moment !== 'string') return operator === '!=';
  const inside = moment >= from && moment < to;
  if (operator === '=') return inside;
  if (operator === '!=') return !inside;
  if (operator === '<') return moment < from;
  if (operator === '<=') return moment < to;
  return operator === '>' ? moment >= to : moment >= from;
};

/** Long lists of ids are asked for: they are looked up, not walked through. */
const lookUp = (type: ColumnType, operator: Operator, literals: Literal[]): ((value: Value) => boolean) | undefined => {
  if (!['=', '!=', 'IN', 'NOT IN'].includes(operator)) return undefined;
  const wantedValues = new Set<Value>();
  for (const literal of literals) {
    if (literal.kind === 'days') return undefined;
    wantedValues.add(literal.value === '' ? null : comparable(type, literal.value));
  }
  const isIn = operator === '=' || operator === 'IN';
  return (value) => wantedValues.has(comparable(type, value)) === isIn;
};

type ValueTest = (value: Value) => boolean;

const compileLiteral = (type: ColumnType, operator: Operator, literal: Literal, now: Date): ValueTest => {
  if (literal.kind === 'days') {
    const { from, to } = resolveDays(literal.name, literal.n, now);
    const [start, end] = [timestamp(from), timestamp(to)];
    return (value) => inDays(comparable(type, value), operator, start, end);
  }
  if (operator === 'LIKE') return (value) => matchesLike(value, literal.value);
  const other = literal.value === '' ? null : comparable(type, literal.value);
  return (value) => inOrder(comparable(type, value), operator, other);
};

/** A test for the values of one column. */
export const compileTest = (type: ColumnType, operator: Operator, literals: Literal[], now: Date): ValueTest => {
  const found = lookUp(type, operator, literals);
  if (found) return found;
  const tests = literals.map((literal) => compileLiteral(type, operator, literal, now));
  return operator === 'NOT IN'
    ? (value) => tests.every((test) => test(value))
    : (value) => tests.some((test) => test(value));
};

export const orderOf = order;
