const dash = 0x2d;
const zero = 0x30;

/** What is no time. */
export const noTime = -1;

/** The number that some digits write; -1 when one is none. */
const digits = (bytes: Uint8Array, start: number, count: number): number => {
  let value = 0;
  for (let at = start; at < start + count; at += 1) {
    const digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
};

const daySeconds = 86_400;
const pastYears = 2000;
/** Seconds are kept in 32 bits: small whole numbers are what makes counting fast. */
const futureYears = 2037;

const startOfDay = (year: number, month: number, day: number): number => {
  if (year < pastYears || year > futureYears || month < 1 || month > 12 || day < 1 || day > 31) return noTime;
  return Date.UTC(year, month - 1, day) / 1000;
};

export type ReadTime = (bytes: Uint8Array, start: number, end: number) => number;

/**
 * Times of a log in seconds: `2025-10-09T18:40:00.123Z` (TIMESTAMP_DERIVED) and `20251009184000.123` (TIMESTAMP), both
 * UTC (audit.md A.9).
 */
export const createTimeReader = (): ReadTime => {
  // Rows of a log are of one day: its date is worked out once.
  let lastDate = 0;
  let lastStart = noTime;
  return (bytes, start, end) => {
    const gap = bytes[start + 4] === dash ? 1 : 0;
    const clock = start + 8 + 3 * gap;
    const seconds = clock + 4 + 2 * gap;
    if (seconds + 2 > end) return noTime;
    const year = digits(bytes, start, 4);
    const month = digits(bytes, start + 4 + gap, 2);
    const day = digits(bytes, start + 6 + 2 * gap, 2);
    const date = (year * 100 + month) * 100 + day;
    if (date !== lastDate) {
      lastDate = date;
      lastStart = startOfDay(year, month, day);
    }
    const hour = digits(bytes, clock, 2);
    const minute = digits(bytes, clock + 2 + gap, 2);
    const second = digits(bytes, seconds, 2);
    const isClock = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 61;
    return isClock && lastStart !== noTime ? lastStart + (hour * 60 + minute) * 60 + second : noTime;
  };
};

export const dayOf = (time: number): number => Math.floor(time / daySeconds);
export const dateOfDay = (day: number): string => new Date(day * daySeconds * 1000).toISOString().slice(0, 10);
export const isoTime = (time: number): string => new Date(time * 1000).toISOString();
