import { Document, isSeq, Scalar, stringify } from 'yaml';

/** One value on one line, quoted where YAML needs it inside `{}` and `[]`; `quote` as someone else quoted before. */
export const scalarText = (value: unknown, quote?: Scalar.Type): string => {
  // JSON's strings are YAML's double-quoted ones, and stay on one line.
  if (typeof value === 'string' && /[\r\n]/.test(value)) return JSON.stringify(value);
  const scalar = new Scalar(value);
  if (typeof value === 'string' && (quote === Scalar.QUOTE_DOUBLE || quote === Scalar.QUOTE_SINGLE))
    scalar.type = quote;
  const document = new Document([scalar]);
  if (isSeq(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).trim().slice(1, -1);
};

/** Any value on one line, spaced as Prettier does: `{ rule: inactivity, days: 30 }`, `[read, edit]`. */
export const flowText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalarText(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, entry]) => `${scalarText(key)}: ${flowText(entry)}`).join(', ')} }`;
};

/** A value on one line of its own, where commas and brackets need no quotes. */
export const lineText = (value: unknown): string =>
  typeof value === 'string' && !/[\r\n]/.test(value) ? stringify(value, { lineWidth: 0 }).trimEnd() : flowText(value);
