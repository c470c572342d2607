import type { Reference } from '../audit/rule.js';

/** A reference with the edition that was read. */
export const cite = ({ id, edition }: Reference): string => (edition === undefined ? id : `${id} (${edition})`);
