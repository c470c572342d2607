import { apiError, type Refusal } from '../http/exchange.js';

export type Token = { kind: 'word' | 'string' | 'number' | 'date' | 'datetime' | 'sign'; text: string; at: number };

export const malformed = (message: string): Refusal => apiError(400, 'MALFORMED_QUERY', message);

const patterns: Array<[Token['kind'], RegExp]> = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/y],
  ['date', /\d{4}-\d{2}-\d{2}/y],
  ['number', /[+-]?\d+(?:\.\d+)?/y],
  ['string', /'(?:\\.|[^'\\])*'/y],
  ['word', /[A-Za-z_][\w.]*/y],
  ['sign', /!=|<>|<=|>=|[(),=<>:]/y],
];

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Text of a quoted literal. `\_` and `\%` stay escaped: only LIKE understands them. */
export const unquote = (text: string): string =>
  text.slice(1, -1).replace(/\\(.)/gs, (whole, c: string) => (c === '_' || c === '%' ? whole : (escapes[c] ?? c)));

export const tokenize = (soql: string): Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; at < soql.length;) {
    if (/\s/.test(soql.charAt(at))) {
      at += 1;
      continue;
    }
    const token = patterns
      .map(([kind, pattern]) => {
        pattern.lastIndex = at;
        return { kind, text: pattern.exec(soql)?.[0] ?? '', at };
      })
      .find(({ text }) => text !== '');
    if (!token) throw malformed(`unexpected token: '${soql.charAt(at)}'`);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
};
