import type { AppUsage } from '../evidence.js';
import { createUsageReader } from './appUsage.js';
import { createCallCounts, createCounter } from './callCounts.js';
import { createCsvReader } from './csvRows.js';
import { isApiLog, readHeader, type LogColumn, type LogColumns } from './logColumns.js';
import { createTimeReader, noTime } from './logTime.js';

/** Takes the CSV text of one log file, chunk by chunk. */
type LogFile = {
  push: (chunk: Uint8Array) => void;
  end: () => void;
};

export type LogTotals = {
  apps: AppUsage[];
  calls: number;
  unattributedCalls: number;
  daysWithData: number;
  /** Lines that were no call: broken, of another width than the header, or without a time. */
  brokenLines: number;
  /** Files whose header is not that of an ApiTotalUsage log. */
  foreignFiles: number;
  /** Columns that some file lacks. */
  missing: LogColumn[];
  /** Calls of named apps that could not be kept apart: then no app can be called unused. */
  lostCalls: number;
  /** Calls of programs without a name of an app that could not be listed. */
  unlistedCalls: number;
};

/** Adds up ApiTotalUsage logs by app, in memory that does not grow with their length. */
export type ApiLog = { open: () => LogFile; totals: () => LogTotals };

export const createApiLog = (): ApiLog => {
  const counts = createCallCounts();
  const count = createCounter(counts);
  const readTime = createTimeReader();
  const missing = new Set<LogColumn>();
  let brokenLines = 0;
  let foreignFiles = 0;

  const open = (): LogFile => {
    let columns: LogColumns | undefined;
    let isForeign = false;
    const reader = createCsvReader((row) => {
      if (!columns) {
        columns = readHeader(row);
        isForeign = !isApiLog(columns);
        if (!isForeign) columns.missing.forEach((name) => missing.add(name));
        return;
      }
      if (isForeign) return;
      if (row.cells !== columns.width) {
        brokenLines += 1;
        return;
      }
      const time = readTime(row.bytes, row.starts[columns.time]!, row.ends[columns.time]!);
      if (time === noTime) brokenLines += 1;
      else count(row, columns, time);
    });
    return {
      push: (chunk) => {
        if (!isForeign) reader.push(chunk);
      },
      end: () => {
        if (!isForeign) reader.end();
        if (isForeign || !columns) foreignFiles += 1;
        else brokenLines += reader.brokenLines;
      },
    };
  };

  const totals = (): LogTotals => {
    const usageOf = createUsageReader(counts);
    const apps = Array.from({ length: counts.apps.size }, (_, app) => usageOf(app));
    return {
      apps: apps.sort((a, b) => b.calls - a.calls || (a.key < b.key ? -1 : 1)),
      calls: counts.calls,
      unattributedCalls: counts.unattributed,
      daysWithData: counts.allDays.size,
      brokenLines,
      foreignFiles,
      missing: [...missing],
      lostCalls: counts.lost,
      unlistedCalls: counts.unlisted,
    };
  };

  return { open, totals };
};
