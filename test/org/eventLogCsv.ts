import type { Value } from './tables/table.js';

/** Columns of ApiTotalUsage in the order of the sample file, then those that later releases added (audit.md A.9). */
export const apiTotalUsageColumns = [
  'EVENT_TYPE',
  'TIMESTAMP',
  'REQUEST_ID',
  'ORGANIZATION_ID',
  'USER_ID',
  'API_FAMILY',
  'API_VERSION',
  'API_RESOURCE',
  'CLIENT_NAME',
  'HTTP_METHOD',
  'CLIENT_IP',
  'COUNTS_AGAINST_API_LIMIT',
  'CONNECTED_APP_ID',
  'ENTITY_NAME',
  'STATUS_CODE',
  'CONNECTED_APP_NAME',
  'USER_NAME',
  'TIMESTAMP_DERIVED',
  'API_CLIENT_CATEGORY',
] as const;

const cell = (value: Value | undefined): string => `"${String(value ?? '').replaceAll('"', '""')}"`;

const line = (columns: readonly string[], row: Record<string, Value>): string =>
  `${columns.map((column) => cell(row[column])).join(',')}\n`;

const header = (columns: readonly string[]): string => `${columns.map(cell).join(',')}\n`;

/** A small log file whole. */
export const csvText = (columns: readonly string[], rows: Iterable<Record<string, Value>>): string =>
  header(columns) + [...rows].map((row) => line(columns, row)).join('');

const rowsAtOnce = 500;

/** The lines of a log file, a few hundred at a time. */
export const writeCsv = async function* (
  columns: readonly string[],
  rows: Iterable<Record<string, Value>> | AsyncIterable<Record<string, Value>>,
): AsyncGenerator<string> {
  let lines = [header(columns)];
  for await (const row of rows) {
    lines.push(line(columns, row));
    if (lines.length < rowsAtOnce) continue;
    yield lines.join('');
    lines = [];
  }
  if (lines.length > 0) yield lines.join('');
};
