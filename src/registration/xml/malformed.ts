import type { XmlProblem } from './element.js';
import { placeOf } from './lines.js';

/** Thrown inside the reader to stop it; never leaves the reader. */
export class Malformed extends Error {}

export const conflictMessage = 'a merge conflict is not resolved';
const conflictMarker = /^(?:<{7}|>{7})(?: .*)?$|^={7}\r?$/m;

/** True for text that a merge left between elements. */
export const isConflictMarker = (text: string): boolean => conflictMarker.test(text);

const entityMessage = 'an "&" must be written "&amp;"; only the five entities of XML are accepted';

/** What the parser's own messages mean to someone who edits metadata. */
const meanings: ReadonlyArray<readonly [RegExp, string]> = [
  [/must contain a root element/, 'there is no root element'],
  [/only one root/, 'there is more than one root element'],
  [/unexpected end/, 'the file ends too early'],
];

const explain = (message: string): string => {
  const unclosed = /^unclosed tag: (.*)$/.exec(message);
  if (unclosed) return `the file ends before </${unclosed[1]}>`;
  return meanings.find(([pattern]) => pattern.test(message))?.[1] ?? message.replace(/\.$/, '');
};

const bareAmpersand = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;
const hidden = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g;

/** Offset of the first `&` that begins no entity; the parser reads on to the next `;` and fails far behind it. */
const findBareAmpersand = (text: string): number =>
  text.replace(hidden, (part) => ' '.repeat(part.length)).search(bareAmpersand);

/** The problem behind an error of the parser; a merge conflict explains every other error in the file. */
export const problemOf = (
  error: unknown,
  text: string,
  at: { line: number; column: number; position: number },
): XmlProblem => {
  const conflict = conflictMarker.exec(text);
  if (conflict) return { message: conflictMessage, ...placeOf(text, conflict.index) };
  const message = error instanceof Error ? error.message : String(error);
  const column = Math.max(1, at.column);
  if (error instanceof Malformed) return { message, line: at.line, column };
  const ampersand = findBareAmpersand(text);
  if (ampersand !== -1 && ampersand < at.position) return { message: entityMessage, ...placeOf(text, ampersand) };
  return { message: explain(message.replace(/^\d+:\d+: /, '')), line: at.line, column };
};
