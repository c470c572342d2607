import {
  readApiLogFiles,
  readLogTypes,
  type LogFileRow,
  type LogTypeRow,
} from '../../../org/activity/eventLogFiles.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgConnection } from '../../../org/connection.js';
import type { Answer } from '../../../org/readColumns.js';
import type { ApiUsage, LogRetention } from '../../evidence.js';
import { known, unknown, type Coverage, type Fact } from '../../types.js';
import { sourceOf } from '../coverage.js';
import { readLogFiles, withoutRepeats, type LogFilesReading } from './apiLogFiles.js';
import { readEventLogObject, type EventLogObject } from './eventLogObject.js';
import { missingRight } from './missingRight.js';
import { utc } from './reading.js';

const eventType = 'ApiTotalUsage';
/** A few more than the thirty that make a month: files of the last days come late (audit.md A.9). */
const days = 35;
const hourMs = 3_600_000;

export type ApiLogReading = { apiUsage: Fact<ApiUsage>; apiLogRetention: Fact<LogRetention>; coverage: Coverage };

/** Without the right some orgs refuse, and some may show nothing; View All Data suffices too. */
const hidden = (rights: CallerRights): string | undefined =>
  missingRight(rights, ['ViewEventLogFiles', 'ViewAllData'], 'it is not known what apps did');

/** A refusal is explained by the right only where the user is known to lack it. */
const lacking = (rights: CallerRights): string | undefined =>
  rights.ViewEventLogFiles === false ? hidden(rights) : undefined;

const noFiles = (types: Answer<LogTypeRow>, rights: CallerRights): string => {
  const right = hidden(rights);
  if (right !== undefined) return right;
  const others = types.refused === undefined ? types.rows.map(({ EventType }) => EventType).sort() : [];
  const made = others.length > 0 ? `only log files of ${others.slice(0, 10).join(', ')}` : 'no log files';
  return `the org has ${made}, none of ${eventType}`;
};

/** How far back the log reaches: what the org counts, or where it does not group them, the files that were listed. */
const retentionOf = (types: Answer<LogTypeRow>, files: readonly LogFileRow[]): LogRetention | undefined => {
  const counted = types.refused === undefined ? types.rows.find((row) => row.EventType === eventType) : undefined;
  const dates = files.map(({ LogDate }) => LogDate).sort();
  const earliest = counted?.earliest ?? dates[0];
  const latest = counted?.latest ?? dates.at(-1);
  if (earliest === undefined || latest === undefined) return undefined;
  const hourly = files.some(({ Interval }) => Interval === 'Hourly');
  return { eventType, earliest: utc(earliest), latest: utc(latest), files: counted?.files ?? files.length, hourly };
};

const endOf = ({ LogDate, Interval }: LogFileRow): string =>
  new Date(new Date(LogDate).getTime() + (Interval === 'Hourly' ? 1 : 24) * hourMs).toISOString();

/** Why nothing may be concluded although files were read. */
const flawOf = ({ totals, read, stopped }: LogFilesReading): string | undefined => {
  if (read.length === 0) return stopped ?? `the org made no log file of ${eventType} in the last ${days} days`;
  if (totals.foreignFiles > 0) return `${totals.foreignFiles} of the log files have no columns of ${eventType}`;
  if (totals.missing.includes('CONNECTED_APP_ID') && totals.missing.includes('CONNECTED_APP_NAME'))
    return 'the log files do not name the apps';
  return totals.lostCalls > 0 ? `the log has more apps than can be kept apart` : undefined;
};

const shortfallOf = ({ totals, stopped }: LogFilesReading): string | undefined => {
  const parts = [
    stopped,
    totals.brokenLines > 0 ? `${totals.brokenLines} lines of the log could not be read` : undefined,
    totals.missing.length > 0 ? `the log has no column ${totals.missing.join(', ')}` : undefined,
    totals.unlistedCalls > 0
      ? `${totals.unlistedCalls} calls that name no app came from more programs than are listed`
      : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join('; ') : undefined;
};

const usageOf = ({ totals, read }: LogFilesReading): ApiUsage => {
  const [newest] = read;
  const oldest = read.at(-1);
  return {
    source: 'ApiTotalUsage',
    from: utc(oldest?.LogDate ?? ''),
    to: newest ? endOf(newest) : '',
    daysWithData: totals.daysWithData,
    calls: totals.calls,
    apps: totals.apps,
    unattributedCalls: totals.unattributedCalls,
  };
};

const unavailable = (org: string, reason: string, retention?: Fact<LogRetention>): ApiLogReading => ({
  apiUsage: unknown(reason),
  apiLogRetention: retention ?? unknown(reason),
  coverage: { source: sourceOf(org, 'EventLogFile'), status: 'unavailable', reason },
});

const fromFiles = async (
  connection: OrgConnection,
  org: string,
  files: readonly LogFileRow[],
  retention: LogRetention,
): Promise<ApiLogReading> => {
  const reading = await readLogFiles(connection, withoutRepeats(files));
  const flaw = flawOf(reading);
  if (flaw !== undefined) return unavailable(org, flaw, known(retention));
  const reason = shortfallOf(reading);
  const coverage = { source: sourceOf(org, 'EventLogFile'), rows: reading.read.length };
  return {
    apiUsage: known(usageOf(reading)),
    apiLogRetention: known(retention),
    coverage: reason === undefined ? { ...coverage, status: 'complete' } : { ...coverage, status: 'partial', reason },
  };
};

const fromObject = (
  org: string,
  { usage, gap }: EventLogObject,
  apiLogRetention: Fact<LogRetention>,
): ApiLogReading => {
  const coverage = { source: sourceOf(org, 'ApiTotalUsageEventLog'), rows: usage.calls };
  return {
    apiUsage: known(usage),
    apiLogRetention,
    coverage: gap === undefined ? { ...coverage, status: 'complete' } : { ...coverage, status: 'partial', reason: gap },
  };
};

/**
 * What apps did, and how long the org keeps the log of it. The event log object is preferred where it answers whole: it
 * groups the calls itself. Otherwise the log files are read; a part of the object serves where there are none.
 */
export const readApiLog = async (
  connection: OrgConnection,
  org: string,
  rights: CallerRights,
): Promise<ApiLogReading> => {
  const [types, files, object] = await Promise.all([
    readLogTypes(connection),
    readApiLogFiles(connection, days),
    readEventLogObject(connection, rights),
  ]);
  const rows = files.refused === undefined ? files.rows : [];
  const retention = retentionOf(types, rows);
  const noLog = files.refused === undefined ? noFiles(types, rights) : (lacking(rights) ?? files.refused);
  if (object && (object.gap === undefined || rows.length === 0))
    return fromObject(org, object, retention === undefined ? unknown(noLog) : known(retention));
  return retention === undefined ? unavailable(org, noLog) : fromFiles(connection, org, rows, retention);
};
