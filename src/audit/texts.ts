/** `1 token`, `3 tokens`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A few names and how many more: a message is for people, the rows are in the org. */
export const listed = (names: readonly string[], most = 5): string => {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
};

/** Each once, in an order that does not depend on how the org gave them. */
export const distinct = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();

/** Rows that a finding rests on and when they were read: `OauthToken 0CQ1, 0CQ2 and 12 more; read 2026-11-23T…`. */
export const rowsRead = (object: string, ids: Iterable<string>, readAt = ''): string => {
  const rows = distinct(ids).filter((id) => id !== '');
  const read = readAt === '' ? '' : `read ${readAt}`;
  return [rows.length === 0 ? '' : `${object} ${listed(rows, 3)}`, read].filter((text) => text !== '').join('; ');
};

/** The day of a time. */
export const dayOf = (time: string): string => time.slice(0, 10);

const millisecondsPerDay = 86_400_000;

/** Whole and part days from a time until another. */
export const daysBetween = (from: string | Date, to: string | Date): number =>
  (new Date(to).getTime() - new Date(from).getTime()) / millisecondsPerDay;
