import { openLogFile, type LogFileRow } from '../../../org/activity/eventLogFiles.js';
import type { OrgConnection } from '../../../org/connection.js';
import { createApiLog, type ApiLog, type LogTotals } from '../../usage/apiLog.js';

export type LogFilesReading = {
  totals: LogTotals;
  /** The files that were read, newest first: without a gap. */
  read: LogFileRow[];
  /** Why older files were not read. */
  stopped?: string | undefined;
};

/** Text that is read of all files together; an org with more in a month is read as far back as this goes. */
const maxBytes = 16e9;
/** Downloads that are under way while one is read: the next ones wait in the network. */
const ahead = 3;

const dayOf = ({ LogDate }: LogFileRow): string => LogDate.slice(0, 10);
const isHourly = ({ Interval }: LogFileRow): boolean => Interval === 'Hourly';

/**
 * The files that hold each call once. A day has one file; where hourly files exist, they repeat it and are needed only
 * until the day's file is there. Of several files for one day the last one made counts.
 */
export const withoutRepeats = (files: readonly LogFileRow[]): LogFileRow[] => {
  const daily = new Map<string, LogFileRow>();
  for (const file of files) {
    if (isHourly(file)) continue;
    const before = daily.get(dayOf(file));
    if (!before || (before.CreatedDate ?? '') < (file.CreatedDate ?? '')) daily.set(dayOf(file), file);
  }
  const hourly = files.filter((file) => isHourly(file) && !daily.has(dayOf(file)));
  return [...daily.values(), ...hourly].sort((a, b) => (a.LogDate < b.LogDate ? 1 : -1));
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Download = Awaited<ReturnType<typeof openLogFile>>;

const open = async (connection: OrgConnection, file: LogFileRow): Promise<Download> => {
  try {
    return await openLogFile(connection, file.Id);
  } catch (error) {
    return { refused: `the log file of ${dayOf(file)} could not be downloaded: ${messageOf(error)}` };
  }
};

/** Reads one file into the log; why it broke off, if it did. */
const readInto = async (log: ApiLog, file: LogFileRow, download: Download): Promise<string | undefined> => {
  if ('refused' in download) return download.refused;
  const target = log.open();
  let bytes = 0;
  try {
    for await (const chunk of download.chunks) {
      bytes += chunk.length;
      target.push(chunk);
    }
  } catch (error) {
    return `the download of the log file of ${dayOf(file)} broke off: ${messageOf(error)}`;
  }
  if (bytes === 0 && (file.LogFileLength ?? 0) > 0) return `the log file of ${dayOf(file)} came without its text`;
  target.end();
  return undefined;
};

const withinBudget = (files: readonly LogFileRow[]): LogFileRow[] => {
  let bytes = 0;
  return files.filter(({ LogFileLength }, index) => {
    bytes += LogFileLength ?? 0;
    return index === 0 || bytes <= maxBytes;
  });
};

const discard = async (downloads: ReadonlyArray<Promise<Download>>): Promise<void> => {
  for (const download of downloads) {
    const opened = await download;
    // One that broke off as well has nothing left to be closed.
    if ('chunks' in opened)
      await opened.chunks[Symbol.asyncIterator]()
        .return?.()
        .catch(() => undefined);
  }
};

/**
 * Adds up log files, newest first, so that what was read has no gap when one fails. Every file is streamed: memory
 * depends on how many apps there are, not on how much they called.
 */
export const readLogFiles = async (
  connection: OrgConnection,
  files: readonly LogFileRow[],
): Promise<LogFilesReading> => {
  const log = createApiLog();
  const wanted = withinBudget(files);
  const opened: Array<Promise<Download>> = [];
  const read: LogFileRow[] = [];
  let stopped =
    wanted.length < files.length
      ? `older log files were left out: there are more than ${maxBytes / 1e9} GB`
      : undefined;
  for (const [index, file] of wanted.entries()) {
    while (opened.length < Math.min(index + ahead, wanted.length))
      opened.push(open(connection, wanted[opened.length] ?? file));
    const failure = await readInto(log, file, (await opened[index]) ?? { refused: 'it was not opened' });
    if (failure !== undefined) {
      stopped = failure;
      await discard(opened.slice(index + 1));
      break;
    }
    read.push(file);
  }
  return { totals: log.totals(), read, stopped };
};
