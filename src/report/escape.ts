import { bounded } from '../audit/bounded.js';

/** Line breaks and tabs only part words in a report of one line each. */
const blank = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** Control characters drive terminals; format characters reorder or hide text; half a surrogate pair is no character. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

const name = (character: string): string =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;

/** Text from files and orgs as people may safely see it: one line, of bounded length, with nothing in it that acts or hides. */
export const visible = (text: string, maximum = 500): string =>
  bounded(bounded(text, maximum).replace(blank, ' ').replace(unseen, name), maximum);
