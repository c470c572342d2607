import { bounded } from './bounded.js';
import { redact } from './redact.js';

/** Room for a secret that begins before the end of what is shown. */
const margin = 2000;

/** Text as results carry it: of bounded length, without anything that looks like a secret. */
export const reportText = (text: string, maximum: number): string =>
  bounded(redact(text.length > maximum + margin ? text.slice(0, maximum + margin) : text), maximum);
