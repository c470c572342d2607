import { createApiLog, type LogTotals } from '../../../src/inventory/usage/apiLog.js';
import { createCsvReader, type CsvRow } from '../../../src/inventory/usage/csvRows.js';
import type { AppUsage } from '../../../src/inventory/evidence.js';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The cells of a row as text, quotes doubled as they are. */
const cellsOf = ({ bytes, cells, starts, ends }: CsvRow): string[] =>
  Array.from({ length: cells }, (_, cell) => new TextDecoder().decode(bytes.subarray(starts[cell], ends[cell])));

/** Reads CSV in chunks of a size. */
export const readRows = (text: string | Uint8Array, size = Number.POSITIVE_INFINITY) => {
  const rows: string[][] = [];
  const reader = createCsvReader((row) => rows.push(cellsOf(row)));
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  for (let start = 0; start < bytes.length; start += Math.min(size, bytes.length)) {
    reader.push(bytes.slice(start, start + Math.min(size, bytes.length)));
  }
  reader.end();
  return { rows, brokenLines: reader.brokenLines };
};

export const logHeader = [
  'TIMESTAMP_DERIVED',
  'CONNECTED_APP_ID',
  'CONNECTED_APP_NAME',
  'CLIENT_NAME',
  'USER_ID',
  'USER_NAME',
  'API_FAMILY',
  'API_CLIENT_CATEGORY',
  'API_VERSION',
  'API_RESOURCE',
  'HTTP_METHOD',
  'ENTITY_NAME',
  'CLIENT_IP',
  'STATUS_CODE',
] as const;
export type Call = Partial<Record<(typeof logHeader)[number] | 'TIMESTAMP', string>>;

const usual: Call = {
  TIMESTAMP_DERIVED: '2026-11-20T10:00:00.000Z',
  CONNECTED_APP_ID: '0H45g000000AbCd',
  CONNECTED_APP_NAME: 'Acme ERP',
  CLIENT_NAME: 'client',
  USER_ID: '0055g00000AbCdE',
  USER_NAME: 'nightly@x.example',
  API_FAMILY: 'REST',
  API_VERSION: '64.0',
  API_RESOURCE: '/v64.0/sobjects/Account',
  HTTP_METHOD: 'GET',
  ENTITY_NAME: 'Account',
  CLIENT_IP: '203.0.113.7',
  STATUS_CODE: '200',
};

const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');

/** A log file; cells that a call does not name are the usual ones. */
export const logOf = (calls: readonly Call[], columns: readonly (keyof Call)[] = logHeader): string =>
  [columns, ...calls.map((call) => columns.map((column) => ({ ...usual, ...call })[column] ?? ''))]
    .map((cells) => `${quoted(cells)}\n`)
    .join('');

/** Adds up log files. */
export const totalsOf = (...files: Array<string | Uint8Array>): LogTotals => {
  const log = createApiLog();
  for (const text of files) {
    const file = log.open();
    file.push(typeof text === 'string' ? bytesOf(text) : text);
    file.end();
  }
  return log.totals();
};

export const onlyApp = ({ apps }: LogTotals): AppUsage => {
  const [app] = apps;
  if (!app || apps.length > 1) throw new Error(`${apps.length} apps were found`);
  return app;
};
