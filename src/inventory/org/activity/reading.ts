import type { Coverage, Fact } from '../../types.js';

/** What one source told, as a fact and as coverage. */
export type Reading<T> = { fact: Fact<T>; coverage: Coverage };

/** A time as an org writes it (`2026-11-20T10:11:12.000+0000`), in UTC and as ISO 8601 has it; what is none stays as it is. */
export const utc = (time: string): string => {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : at.toISOString();
};
