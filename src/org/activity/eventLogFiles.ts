import { countCall, type OrgConnection } from '../connection.js';
import { readColumns, type Answer } from '../readColumns.js';
import { queryGroups, refusedOr } from './aggregate.js';

export type LogFileRow = {
  Id: string;
  LogDate: string;
  LogFileLength?: number | null;
  /** `Daily` or `Hourly`; from API v37 on. */
  Interval?: string | null;
  Sequence?: number | null;
  CreatedDate?: string | null;
};

export type LogTypeRow = { EventType: string; files: number; earliest: string; latest: string };

const object = 'EventLogFile';

/** Which logs the org keeps, and since when: what it can tell at all depends on its licences (audit.md A.9). */
export const readLogTypes = (connection: OrgConnection): Promise<Answer<LogTypeRow>> =>
  refusedOr(object, () =>
    queryGroups<LogTypeRow>(connection, {
      object,
      columns: ['EventType'],
      aggregates: 'COUNT(Id) files, MIN(LogDate) earliest, MAX(LogDate) latest',
    }),
  );

/** The log files of API calls of some days, newest first. */
export const readApiLogFiles = (connection: OrgConnection, days: number): Promise<Answer<LogFileRow>> =>
  readColumns<LogFileRow>(connection, {
    object,
    columns: ['Id', 'LogDate', 'LogFileLength', 'Interval', 'Sequence', 'CreatedDate'],
    rest: `WHERE EventType = 'ApiTotalUsage' AND LogDate >= LAST_N_DAYS:${days} ORDER BY LogDate DESC`,
  });

/** What a download gave: its text in chunks, to be read or cancelled; or why there is none. */
export type LogDownload = { chunks: AsyncIterable<Uint8Array>; cancel: () => Promise<void> } | { refused: string };

const unauthorized = 401;

/** The reader is taken at once: `fetch` cancels a body without one as soon as its response is garbage. */
const downloadOf = (body: ReadableStream<Uint8Array>): LogDownload => {
  const reader = body.getReader();
  const read = async function* (): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  };
  return { chunks: { [Symbol.asyncIterator]: read }, cancel: () => reader.cancel() };
};

/**
 * Opens the text of a log file. Not through the connection's own request, which holds an answer in memory until it is
 * whole: a day of a busy org has gigabytes.
 */
export const openLogFile = async (connection: OrgConnection, id: string): Promise<LogDownload> => {
  const url = `${connection.instanceUrl}/services/data/v${connection.version}/sobjects/${object}/${encodeURIComponent(id)}/LogFile`;
  const get = (): Promise<Response> => {
    countCall(connection);
    return fetch(url, { headers: { Authorization: `Bearer ${connection.accessToken ?? ''}`, Accept: 'text/csv' } });
  };
  let response = await get();
  if (response.status === unauthorized) {
    await response.body?.cancel();
    await connection.refreshAuth();
    response = await get();
  }
  if (response.ok && response.body) return downloadOf(response.body);
  await response.body?.cancel();
  return { refused: `the org refused the download of log file ${id} with status ${response.status}` };
};
