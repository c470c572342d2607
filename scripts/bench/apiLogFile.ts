import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const header = [
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
  'API_CLIENT_CATEGORY',
  'TIMESTAMP_DERIVED',
];
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
  (index: number): string[] => {
    const app = random(60);
    const user = app * 3 + random(3);
    const object = objects[(app + random(5)) % objects.length] ?? '';
    const time = new Date(Date.UTC(2026, 10, 20) + Math.floor(index / 60) * 1000 + random(1000)).toISOString();
    const isQuery = random(3) === 0;
    const client = app === 7 ? 'Nightly "export"' : `Integration client ${app}`;
    return [
      'ApiTotalUsage',
      time.replace(/[-:TZ]/g, ''),
      `4${base36(index, 12)}-${base36(random(1e9), 7)}`,
      '00D5g000005abcd',
      `0055g00000${base36(user, 5)}`,
      app % 7 === 0 ? 'SOAP' : 'REST',
      `${55 + (app % 12)}.0`,
      isQuery ? '/v64.0/query' : `/v64.0/sobjects/${object}/001${base36(random(1e9), 12)}AAA`,
      client.replaceAll('"', '""'),
      isQuery ? 'GET' : (methods[random(methods.length)] ?? ''),
      `203.0.${app}.${random(app < 5 ? 250 : 4)}`,
      '1',
      app % 5 === 0 ? '' : `0H45g00000${base36(app, 5)}`,
      object,
      random(50) === 0 ? '401' : '200',
      app % 5 === 0 ? '' : `Integration ${app}`,
      `user${user}@acme.example`,
      'EXTERNAL_APPLICATION',
      time,
    ];
  };

/**
 * Writes an ApiTotalUsage log of about a size: quoted cells, as event log files have them, in the columns of API v67.
 * @returns the number of its calls
 */
export const writeApiLog = async (file: string, bytes: number): Promise<number> => {
  const output = createWriteStream(file);
  const rowOf = createRow(createRandom());
  output.write(`${header.map((name) => `"${name}"`).join(',')}\n`);
  let written = 0;
  let rows = 0;
  while (written < bytes) {
    const lines: string[] = [];
    for (let line = 0; line < 2000; line += 1) lines.push(`"${rowOf(rows++).join('","')}"\n`);
    const text = lines.join('');
    written += text.length;
    if (!output.write(text)) await once(output, 'drain');
  }
  output.end();
  await finished(output);
  return rows;
};
