import type { OrgConnection } from './connection.js';

/** A string literal for SOQL, quotes included; every value from outside goes through here. */
export const quote = (value: string): string =>
  `'${value
    .replace(/[\\']/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')}'`;

/** `(a, b, c)` for IN. */
export const quoteList = (values: readonly string[]): string => `(${values.map(quote).join(', ')})`;

/** Rows of a query through all its pages. Callers that may meet more than `maxRows` look at the total themselves. */
export const queryRows = async <Row extends Record<string, unknown>>(
  connection: OrgConnection,
  soql: string,
  maxRows = 50_000,
): Promise<Row[]> => {
  const { records } = await connection.query<Row>(soql, { autoFetch: true, maxFetch: maxRows });
  return records;
};
