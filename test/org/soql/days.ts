import { malformed } from './tokens.js';

/** From the first moment on, up to but without the second. */
export type Stretch = { from: Date; to: Date };

const day = (now: Date, offset: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + offset));
const month = (now: Date, offset: number): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset));
const year = (now: Date, offset: number): Date => new Date(Date.UTC(now.getUTCFullYear() + offset, 0));

const stretches: Record<string, (now: Date, n: number) => Stretch> = {
  TODAY: (now) => ({ from: day(now, 0), to: day(now, 1) }),
  YESTERDAY: (now) => ({ from: day(now, -1), to: day(now, 0) }),
  TOMORROW: (now) => ({ from: day(now, 1), to: day(now, 2) }),
  LAST_N_DAYS: (now, n) => ({ from: day(now, -n), to: day(now, 1) }),
  NEXT_N_DAYS: (now, n) => ({ from: day(now, 1), to: day(now, n + 1) }),
  N_DAYS_AGO: (now, n) => ({ from: day(now, -n), to: day(now, 1 - n) }),
  LAST_90_DAYS: (now) => ({ from: day(now, -90), to: day(now, 1) }),
  THIS_MONTH: (now) => ({ from: month(now, 0), to: month(now, 1) }),
  LAST_MONTH: (now) => ({ from: month(now, -1), to: month(now, 0) }),
  LAST_N_MONTHS: (now, n) => ({ from: month(now, -n), to: month(now, 0) }),
  THIS_YEAR: (now) => ({ from: year(now, 0), to: year(now, 1) }),
  LAST_YEAR: (now) => ({ from: year(now, -1), to: year(now, 0) }),
};

/** The days a date literal names, in UTC. */
export const resolveDays = (name: string, n: number, now: Date): Stretch => {
  const stretch = stretches[name];
  if (!stretch) throw malformed(`unexpected token: '${name}'`);
  return stretch(now, n);
};
