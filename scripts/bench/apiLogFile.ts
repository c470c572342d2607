import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { apiTotalUsageColumns } from '../../test/org/eventLogCsv.js';

const objects = [
  'Account',
  'Contact',
  'Order',
  'OrderItem',
  'Case',
  'Lead',
  'Product2',
  'Opportunity',
  'Task',
  'Asset',
];
const methods = ['GET', 'GET', 'GET', 'POST', 'PATCH', 'DELETE'];
const base36 = (number: number, length: number): string => number.toString(36).padStart(length, '0');

type Column = (typeof apiTotalUsageColumns)[number];
type Random = (below: number) => number;

/** Numbers that look random and are the same in every run. */
const createRandom = (): Random => {
  let state = 42;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x100000000) * below);
  };
};

/** Apps with habits, as integrations have them: a version, a few users, objects and addresses each; some with many addresses. */
const createRow =
  (random: Random) =>
  (index: number): Record<Column, string> => {
    const app = random(60);
    const user = app * 3 + random(3);
    const object = objects[(app + random(5)) % objects.length] ?? '';
    const time = new Date(Date.UTC(2026, 10, 20) + Math.floor(index / 60) * 1000 + random(1000)).toISOString();
    const isQuery = random(3) === 0;
    const client = app === 7 ? 'Nightly "export"' : `Integration client ${app}`;
    return {
      EVENT_TYPE: 'ApiTotalUsage',
      TIMESTAMP: time.replace(/[-:TZ]/g, ''),
      REQUEST_ID: `4${base36(index, 12)}-${base36(random(1e9), 7)}`,
      ORGANIZATION_ID: '00D5g000005abcd',
      USER_ID: `0055g00000${base36(user, 5)}`,
      API_FAMILY: app % 7 === 0 ? 'SOAP' : 'REST',
      API_VERSION: `${55 + (app % 12)}.0`,
      API_RESOURCE: isQuery ? '/v64.0/query' : `/v64.0/sobjects/${object}/001${base36(random(1e9), 12)}AAA`,
      CLIENT_NAME: client.replaceAll('"', '""'),
      HTTP_METHOD: isQuery ? 'GET' : (methods[random(methods.length)] ?? ''),
      CLIENT_IP: `203.0.${app}.${random(app < 5 ? 250 : 4)}`,
      COUNTS_AGAINST_API_LIMIT: '1',
      CONNECTED_APP_ID: app % 5 === 0 ? '' : `0H45g00000${base36(app, 5)}`,
      ENTITY_NAME: object,
      STATUS_CODE: random(50) === 0 ? '401' : '200',
      CONNECTED_APP_NAME: app % 5 === 0 ? '' : `Integration ${app}`,
      USER_NAME: `user${user}@acme.example`,
      TIMESTAMP_DERIVED: time,
      API_CLIENT_CATEGORY: 'EXTERNAL_APPLICATION',
    };
  };

const lineOf = (row: Record<Column, string>): string =>
  `"${apiTotalUsageColumns.map((column) => row[column]).join('","')}"\n`;

/**
 * Writes an ApiTotalUsage log of about a size: quoted cells, as event log files have them and in the order of their columns.
 * @returns the number of its calls
 */
export const writeApiLog = async (file: string, bytes: number): Promise<number> => {
  const output = createWriteStream(file);
  const rowOf = createRow(createRandom());
  output.write(`"${apiTotalUsageColumns.join('","')}"\n`);
  let written = 0;
  let rows = 0;
  while (written < bytes) {
    const lines: string[] = [];
    for (let line = 0; line < 2000; line += 1) lines.push(lineOf(rowOf(rows++)));
    const text = lines.join('');
    written += text.length;
    if (!output.write(text)) await once(output, 'drain');
  }
  output.end();
  await finished(output);
  return rows;
};
