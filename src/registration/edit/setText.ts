import { escapeText } from '../serialize.js';
import type { TextEdit } from './layout.js';
import { skipOpaque, type Span } from './span.js';

type Piece = { start: number; end: number };

/** The runs of characters and CDATA sections inside an element, without white space at their ends; comments lie between. */
const piecesOf = (text: string, { openEnd, closeStart }: Span): Piece[] => {
  const pieces: Piece[] = [];
  let at = openEnd;
  while (at < closeStart) {
    const opaque = text.charAt(at) === '<' ? skipOpaque(text, at) : undefined;
    const end = opaque ?? text.indexOf('<', at);
    const raw = text.slice(at, end);
    const isText = opaque === undefined || raw.startsWith('<![CDATA[');
    if (isText && raw.trim() !== '') {
      pieces.push({ start: at + raw.length - raw.trimStart().length, end: at + raw.trimEnd().length });
    }
    at = Math.max(end, at + 1);
  }
  return pieces;
};

/** Replaces the text of an element that holds no others; its comments and the white space around the text stay. From back to front. */
export const textEdits = (text: string, span: Span, value: string): TextEdit[] => {
  const written = escapeText(value);
  // Self-closing, and so perhaps nil: then its attributes said that it holds nothing.
  if (span.closeStart === span.end) {
    return [{ start: span.start, end: span.end, text: `<${span.tag}>${written}</${span.tag}>` }];
  }
  const [first, ...others] = piecesOf(text, span);
  if (!first) return [{ start: span.openEnd, end: span.openEnd, text: written }];
  return [...others.map((piece) => ({ ...piece, text: '' })).reverse(), { ...first, text: written }];
};

/** Takes one item out of a comma-separated list; undefined when the list is not plain text or has no such item. */
export const itemRemoval = (
  text: string,
  { openEnd, closeStart }: Span,
  isItem: (item: string) => boolean,
): TextEdit | undefined => {
  const raw = text.slice(openEnd, closeStart);
  if (raw.includes('<')) return undefined;
  const items = [...raw.matchAll(/[^,]+/g)].map(({ 0: piece, index }) => {
    const start = openEnd + index + piece.length - piece.trimStart().length;
    return { value: piece.trim(), start, end: start + piece.trim().length };
  });
  const position = items.findIndex(({ value }) => isItem(value));
  const found = items[position];
  if (!found) return undefined;
  const [before, after] = [items[position - 1], items[position + 1]];
  if (before) return { start: before.end, end: found.end, text: '' };
  return { start: found.start, end: after?.start ?? found.end, text: '' };
};
