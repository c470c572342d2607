import { createHash } from 'node:crypto';
import { toId18 } from '../ids.js';

/** The same id for the same thing every time, for rows that are computed from others. */
export const derivedId = (prefix: string, of: string): string =>
  toId18(prefix + createHash('sha256').update(of).digest('hex').slice(0, 12));
