import { isCollection, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Pair, YAMLMap, YAMLSeq } from 'yaml';
import { flowText, scalarText } from './flowText.js';

/** Puts a text in the place of what lies between two offsets. */
export type Edit = { start: number; end: number; text: string };

export const applyEdit = (text: string, edit: Edit): string =>
  text.slice(0, edit.start) + edit.text + text.slice(edit.end);

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line's own text ends, before its line break. */
const lineEnd = (text: string, offset: number): number => {
  const length = /[^\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0;
  return offset + length;
};

const nextLine = (text: string, offset: number): number => {
  const end = lineEnd(text, offset);
  return end + (/^\r?\n/.exec(text.slice(end))?.[0].length ?? 0);
};

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** Where the last word of a node ends; comments and blank lines behind it are not part of it. */
const endOf = (text: string, node: unknown): number => {
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) {
    const last: unknown = node.items.at(-1);
    return isNode(last) ? endOf(text, last) : endOfPair(text, last as Pair);
  }
  const end = isNode(node) ? (node.range?.[1] ?? 0) : 0;
  return text.slice(0, end).trimEnd().length;
};

const endOfPair = (text: string, { key, value }: Pair): number => Math.max(endOf(text, key), endOf(text, value));

const colonAfter = (text: string, { key }: Pair): number => text.indexOf(':', endOf(text, key));

/** Another value for a key, in the old one's quotes. */
export const replaceValue = (text: string, pair: Pair, value: unknown): Edit => {
  const { value: old } = pair;
  const written = isScalar(old) && typeof old.value === 'string' ? scalarIn(value, old.type) : flowText(value);
  if (!isNode(old)) return { start: endOf(text, pair.key), end: endOf(text, pair.key), text: `: ${written}` };
  const onPlace = isCollection(old) ? old.flow : old.range?.[0] !== old.range?.[1];
  if (onPlace) {
    return { start: startOf(old), end: endOf(text, old), text: written };
  }
  const start = colonAfter(text, pair) + 1;
  if (isScalar(old)) return { start, end: start, text: ` ${written}` };
  const comment = text.slice(start, lineEnd(text, start));
  return { start, end: lineEnd(text, endOf(text, old)), text: ` ${written}${comment}` };
};

const scalarIn = (value: unknown, quote: Parameters<typeof scalarText>[1] | null): string =>
  typeof value === 'string' ? scalarText(value, quote ?? undefined) : flowText(value);

/** Another list for one written as `- a` lines; entries that stay keep their lines and comments. */
export const replaceBlockList = (text: string, list: YAMLSeq, values: unknown[]): Edit => {
  const eol = eolOf(text);
  const start = lineStart(text, startOf(list));
  const end = lineEnd(text, endOf(text, list));
  const indent = ' '.repeat(startOf(list) - start);
  const starts = list.items.map((item) => lineStart(text, startOf(item)));
  const kept = list.items.flatMap((item, index) => {
    const lines = text.slice(starts[index], starts[index + 1] ?? end).trimEnd();
    return isScalar(item) && values.includes(item.value) ? [{ value: item.value, lines }] : [];
  });
  const inOrder = kept.every(({ value }, index) => value === values[index]);
  const added = values.slice(inOrder ? kept.length : 0).map((value) => `${indent}- ${flowText(value)}`);
  return { start, end, text: [...(inOrder ? kept.map(({ lines }) => lines) : []), ...added].join(eol) };
};

/** A new key at the end of a map. */
export const addKey = (text: string, map: YAMLMap, key: string, value: unknown): Edit => {
  const entry = `${scalarText(key)}: ${flowText(value)}`;
  const [first, last] = [map.items[0], map.items.at(-1)];
  if (!first || !last) return { start: startOf(map), end: endOf(text, map), text: `{ ${entry} }` };
  if (map.flow) {
    const end = endOfPair(text, last);
    return { start: end, end, text: `, ${entry}` };
  }
  const column = startOf(first.key) - lineStart(text, startOf(first.key));
  const end = lineEnd(text, Math.max(endOfPair(text, last), colonAfter(text, last)));
  return { start: end, end, text: `${eolOf(text)}${' '.repeat(column)}${entry}` };
};

/** One key less in a map that has several. */
export const removeKey = (text: string, map: YAMLMap, pair: Pair): Edit => {
  const index = map.items.indexOf(pair);
  if (!map.flow) {
    return { start: lineStart(text, startOf(pair.key)), end: nextLine(text, endOfPair(text, pair)), text: '' };
  }
  const [before, after] = [map.items[index - 1], map.items[index + 1]];
  if (after) return { start: startOf(pair.key), end: startOf(after.key), text: '' };
  return { start: before ? endOfPair(text, before) : startOf(pair.key), end: endOfPair(text, pair), text: '' };
};
