import type { Condition, Literal, Operator, Query } from './ast.js';
import type { Cursor } from './cursor.js';
import { parseOperand, parseSelect } from './parse.js';
import { malformed, unquote } from './tokens.js';

const signs: Record<string, Operator> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
};

const parseOperator = (cursor: Cursor): Operator => {
  if (cursor.take('NOT', 'IN')) return 'NOT IN';
  if (cursor.take('IN')) return 'IN';
  if (cursor.take('LIKE')) return 'LIKE';
  const token = cursor.next();
  const operator = signs[token.text];
  if (!operator || token.kind === 'string') throw malformed(`unexpected token: '${token.text}'`);
  return operator;
};

const parseWord = (cursor: Cursor, word: string): Literal => {
  if (word === 'TRUE' || word === 'FALSE') return { kind: 'value', value: word === 'TRUE', type: 'boolean' };
  if (word === 'NULL') return { kind: 'value', value: null, type: 'null' };
  const n = cursor.take(':') ? Number(cursor.next().text) : 1;
  return { kind: 'days', name: word, n };
};

const parseLiteral = (cursor: Cursor): Literal => {
  const { kind, text } = cursor.next();
  if (kind === 'string') return { kind: 'value', value: unquote(text), type: 'string' };
  if (kind === 'number') return { kind: 'value', value: Number(text), type: 'number' };
  if (kind === 'date' || kind === 'datetime') return { kind: 'value', value: text, type: kind };
  if (kind === 'word') return parseWord(cursor, text.toUpperCase());
  throw malformed(`unexpected token: '${text}'`);
};

const parseSet = (cursor: Cursor, text: string): Literal[] | Query => {
  cursor.expect('(');
  if (cursor.peek()?.text.toUpperCase() === 'SELECT') {
    const query = parseSelect(cursor, text);
    cursor.expect(')');
    return query;
  }
  const values = [parseLiteral(cursor)];
  while (cursor.take(',')) values.push(parseLiteral(cursor));
  cursor.expect(')');
  return values;
};

const parsePart = (cursor: Cursor, text: string): Condition => {
  if (cursor.take('NOT')) return { kind: 'not', part: parsePart(cursor, text) };
  if (cursor.take('(')) {
    const inner = parseCondition(cursor, text);
    cursor.expect(')');
    return inner;
  }
  const left = parseOperand(cursor, false);
  const operator = parseOperator(cursor);
  const right = operator === 'IN' || operator === 'NOT IN' ? parseSet(cursor, text) : [parseLiteral(cursor)];
  return { kind: 'compare', left, operator, right };
};

/** AND and OR may not stand side by side without parentheses, as in the real grammar. */
export const parseCondition = (cursor: Cursor, text: string): Condition => {
  const parts = [parsePart(cursor, text)];
  const kind = cursor.peek()?.text.toUpperCase() === 'OR' ? 'or' : 'and';
  while (cursor.take(kind.toUpperCase())) parts.push(parsePart(cursor, text));
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
};
