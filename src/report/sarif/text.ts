import type { Severity } from '../../audit/rule.js';
import { bounded } from '../../audit/bounded.js';
import { visible } from '../escape.js';

export const levels = { 1: 'error', 2: 'error', 3: 'warning', 4: 'note', 5: 'note' } as const satisfies Record<
  Severity,
  string
>;

/** Of messages; GitHub shows a sentence or two. */
export const longest = 1000;

/** In a message, brackets would make a link (SARIF 2.1.0, 3.11.6). */
export const plain = (text: string, maximum = longest): string => visible(text, maximum).replace(/[\\[\]]/g, '\\$&');

const longestPath = 4096;

/** Percent-encoded, with `/`; half a surrogate pair, which no URI can hold, becomes U+FFFD. */
export const toUri = (file: string): string =>
  Buffer.from(bounded(file, longestPath)).toString().split('/').map(encodeURIComponent).join('/');
