const MS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000, ms: 1 };

export type Span = Partial<Record<keyof typeof MS, number>>;

export type Clock = {
  now: () => Date;
  /** Moves the org into the future: credentials expire, tokens age. */
  advance: (span: Span) => void;
};

export const millisecondsOf = (span: Span): number =>
  Object.entries(span).reduce((sum, [unit, count]) => sum + count * MS[unit as keyof typeof MS], 0);

/** Runs with the machine's clock, from `start` on. */
export const createClock = (start = new Date()): Clock => {
  let offset = start.getTime() - Date.now();
  return {
    now: () => new Date(Date.now() + offset),
    advance: (span) => {
      offset += millisecondsOf(span);
    },
  };
};
