import { resourceKind, type ResourceKind } from './logResource.js';

/** All of it within so long (audit.md C.3). */
const windowSeconds = 10 * 60;

export type ReconnaissanceWatch = {
  /**
   * Looks at one call of a source, which is an app at an address.
   * @param source a small number, counted from 0
   * @returns when a bulk job began after reconnaissance, once for the jobs of ten minutes
   */
  see: (source: number, kind: ResourceKind, time: number) => number | undefined;
};

/** When a source last did each thing, side by side; of queries, the times of the last three. */
const mark = {
  list: 0,
  describe: 1,
  limits: 2,
  query: 3,
  queryBefore: 4,
  queryBeforeThat: 5,
  bulkJob: 6,
  told: 7,
} as const;
const stride = 8;

/**
 * Watches for the order of calls that came before exports in known incidents (audit.md C.1, C.3): the list of objects, a
 * describe, at least three queries and the limits, then a Bulk job, by one app from one address within ten minutes.
 * The log does not hold the text of a query, so that every query counts as if it counted records; programs that always
 * work in this order are told apart by what is usual for them, not here.
 */
export const createReconnaissanceWatch = (): ReconnaissanceWatch => {
  let marks = new Int32Array(64 * stride);

  const makeRoom = (source: number): void => {
    if ((source + 1) * stride <= marks.length) return;
    const larger = new Int32Array(Math.max(marks.length * 2, (source + 1) * stride));
    larger.set(marks);
    marks = larger;
  };

  const keep = (at: number, kind: ResourceKind, time: number): void => {
    if (kind === resourceKind.query) {
      marks[at + mark.queryBeforeThat] = marks[at + mark.queryBefore]!;
      marks[at + mark.queryBefore] = marks[at + mark.query]!;
      marks[at + mark.query] = time;
    } else if (kind === resourceKind.list) marks[at + mark.list] = time;
    else if (kind === resourceKind.describe) marks[at + mark.describe] = time;
    else if (kind === resourceKind.limits) marks[at + mark.limits] = time;
    else marks[at + mark.bulkJob] = time;
  };

  /** Everything before the bulk job was done, and not longer ago than the window. */
  const isReconnaissance = (at: number, job: number): boolean => {
    for (let index = at; index < at + mark.bulkJob; index += 1)
      if (marks[index]! > job || marks[index]! < job - windowSeconds) return false;
    return true;
  };

  return {
    see: (source, kind, time) => {
      if (kind === resourceKind.other || kind === resourceKind.bulkJobPart) return undefined;
      makeRoom(source);
      const at = source * stride;
      keep(at, kind, time);
      const job = marks[at + mark.bulkJob]!;
      if (job === 0 || job <= marks[at + mark.told]! + windowSeconds || !isReconnaissance(at, job)) return undefined;
      marks[at + mark.told] = job;
      return job;
    },
  };
};
