import type { Span } from './span.js';

/** One replacement in a text. */
export type TextEdit = { start: number; end: number; text: string };

export const applyEdit = (text: string, edit: TextEdit): string =>
  text.slice(0, edit.start) + edit.text + text.slice(edit.end);

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** White space between the start of the line and an offset; undefined when something else stands there. */
export const indentAt = (text: string, offset: number): string | undefined => {
  const before = text.slice(lineStart(text, offset), offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
};

/** Behind the line break that follows; comments may stand before it, which belong to what is on the line. */
export const lineEndBehind = (text: string, offset: number): number | undefined => {
  const rest = /^(?:[ \t]|<!--(?:(?!-->|\n)[^])*-->)*\r?\n/.exec(text.slice(offset, offset + 10_000));
  return rest ? offset + rest[0].length : undefined;
};

/** Behind the line break that follows with nothing but white space before it. */
const blankLineEndBehind = (text: string, offset: number): number | undefined => {
  const rest = /^[ \t]*\r?\n/.exec(text.slice(offset, offset + 10_000));
  return rest ? offset + rest[0].length : undefined;
};

/** As most lines of the file end. */
export const lineBreakOf = (text: string): string => {
  const all = text.split('\n').length - 1;
  return (text.match(/\r\n/g)?.length ?? 0) * 2 > all ? '\r\n' : '\n';
};

const comment = /(?<=^|\n)[ \t]*<!--(?:(?!-->)[^])*-->[ \t]*\r?\n$/;

/** The lines of an element, with the comments right above it, or the element alone where it shares its line with others. */
export const chunkOf = (text: string, { start, end }: Span): { start: number; end: number; wholeLines: boolean } => {
  const behind = lineEndBehind(text, end);
  if (indentAt(text, start) === undefined || behind === undefined) return { start, end, wholeLines: false };
  let from = lineStart(text, start);
  for (let above = comment.exec(text.slice(0, from)); above; above = comment.exec(text.slice(0, from))) {
    from -= above[0].length;
  }
  return { start: from, end: behind, wholeLines: true };
};

/** Takes an element out, with its line when it has it to itself; comments stay. */
export const removal = (text: string, { start, end }: Span): TextEdit => {
  const behind = blankLineEndBehind(text, end);
  if (indentAt(text, start) === undefined || behind === undefined) return { start, end, text: '' };
  return { start: lineStart(text, start), end: behind, text: '' };
};
