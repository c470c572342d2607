import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { readLogFiles, withoutRepeats } from '../../../../src/inventory/org/activity/apiLogFiles.js';
import { countCalls } from '../../../../src/org/connection.js';
import { startLoopbackOrg, type LoopbackOrg } from '../../../org/index.js';
import { putLogFile, type LogRow } from '../../../org/seed.js';
import { queryOf, refuse } from '../arrange.js';
import { connect, useTemporaryHome } from '../connect.js';
import { activityOf, reasonOf, valueOf, without } from './support.js';

const call = (row: LogRow = {}): LogRow => ({
  EVENT_TYPE: 'ApiTotalUsage',
  USER_ID: '0055g00000AbCdE',
  API_FAMILY: 'REST',
  API_VERSION: '64.0',
  API_RESOURCE: '/v64.0/sobjects/Account',
  CLIENT_NAME: 'client',
  HTTP_METHOD: 'GET',
  CLIENT_IP: '203.0.113.7',
  CONNECTED_APP_ID: '0H45g000000AbCd',
  CONNECTED_APP_NAME: 'Acme ERP',
  ENTITY_NAME: 'Account',
  STATUS_CODE: '200',
  USER_NAME: 'nightly@x.example',
  TIMESTAMP_DERIVED: '2026-11-20T10:00:00.000Z',
  ...row,
});
const calls = (count: number, row?: LogRow): LogRow[] => Array.from({ length: count }, () => call(row));
const log = '/LogFile';

describe('API log of an org', () => {
  useTemporaryHome();
  let org: LoopbackOrg;

  beforeEach(async () => {
    org = await startLoopbackOrg();
  });

  afterEach(() => org.stop());

  const downloads = (): string[] => org.requests.map(({ path }) => path).filter((path) => path.endsWith(log));
  const day = (daysAgo: number): string =>
    new Date(org.clock.now().getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);

  it('adds up the files of all days by app', async () => {
    putLogFile(org, { daysAgo: 3, rows: calls(2, { TIMESTAMP_DERIVED: `${day(3)}T10:00:00.000Z` }) });
    putLogFile(org, { daysAgo: 2, rows: calls(3, { TIMESTAMP_DERIVED: `${day(2)}T11:00:00.000Z` }) });
    const { parts, coverageOf } = await activityOf(org);
    const usage = valueOf(parts.apiUsage);
    expect(usage).to.include({ source: 'ApiTotalUsage', calls: 5, daysWithData: 2, unattributedCalls: 0 });
    expect(usage.from).to.equal(`${day(3)}T00:00:00.000Z`);
    expect(usage.to).to.equal(`${day(1)}T00:00:00.000Z`);
    expect(usage.apps).to.have.length(1);
    expect(usage.apps[0]).to.deep.include({
      key: '0H45g000000AbCd',
      appName: 'Acme ERP',
      calls: 5,
      days: { [day(3)]: 2, [day(2)]: 3 },
    });
    expect(coverageOf('EventLogFile')).to.include({ status: 'complete', rows: 2 });
  });

  it('tells how far back the log reaches', async () => {
    putLogFile(org, { daysAgo: 60, rows: [] });
    putLogFile(org, { daysAgo: 2, rows: calls(1) });
    putLogFile(org, { daysAgo: 2, rows: calls(1), interval: 'Hourly' });
    const { parts } = await activityOf(org);
    expect(valueOf(parts.apiLogRetention)).to.deep.equal({
      eventType: 'ApiTotalUsage',
      earliest: `${day(60)}T00:00:00.000Z`,
      latest: `${day(2)}T00:00:00.000Z`,
      files: 3,
      hourly: true,
    });
  });

  it('does not count hourly files where the file of the day is there', async () => {
    putLogFile(org, { daysAgo: 2, rows: calls(5) });
    for (const sequence of [1, 2]) putLogFile(org, { daysAgo: 2, rows: calls(3), interval: 'Hourly', sequence });
    for (const sequence of [1, 2]) putLogFile(org, { daysAgo: 1, rows: calls(2), interval: 'Hourly', sequence });
    expect(valueOf((await activityOf(org)).parts.apiUsage).calls).to.equal(9);
    expect(downloads()).to.have.length(3);
  });

  it('takes the newest of several files for one day', () => {
    const file = (Id: string, CreatedDate: string) => ({ Id, LogDate: '2026-11-20', Interval: 'Daily', CreatedDate });
    expect(withoutRepeats([file('a', '2026-11-21'), file('b', '2026-11-22')]).map(({ Id }) => Id)).to.deep.equal(['b']);
  });

  it('reads no further back than the file that fails, and says why', async () => {
    for (const daysAgo of [1, 2, 3, 4, 5, 6]) putLogFile(org, { daysAgo, rows: calls(1) });
    const failing = org.state.eventLogFiles[3]?.row.Id ?? '';
    org.faults.onRequest = (request) => (request.path.includes(`${failing}${log}`) ? { status: 404 } : undefined);
    const { parts, coverageOf } = await activityOf(org);
    expect(valueOf(parts.apiUsage)).to.include({ calls: 3, from: `${day(3)}T00:00:00.000Z` });
    expect(coverageOf('EventLogFile')).to.include({ status: 'partial', rows: 3 });
    expect(coverageOf('EventLogFile')?.reason).to.match(/refused the download of log file .* with status 404/);
  });

  it('knows nothing when the newest file cannot be read, but how far back the log reaches', async () => {
    putLogFile(org, { daysAgo: 1, rows: calls(1) });
    org.faults.onRequest = (request) => (request.path.endsWith(log) ? { status: 403 } : undefined);
    const { parts } = await activityOf(org);
    expect(reasonOf(parts.apiUsage)).to.match(/with status 403/);
    expect(valueOf(parts.apiLogRetention).files).to.equal(1);
  });

  it('says that a download broke off, or could not begin', async () => {
    for (const daysAgo of [1, 2]) putLogFile(org, { daysAgo, rows: calls(1) });
    const older = org.state.eventLogFiles[1]?.row.Id ?? '';
    org.faults.afterRequest = (request) => (request.path.includes(`${older}${log}`) ? 'truncate' : undefined);
    const broken = await activityOf(org);
    expect(valueOf(broken.parts.apiUsage).calls).to.equal(1);
    expect(broken.coverageOf('EventLogFile')?.reason).to.match(/^the download of the log file of \S+ broke off: /);
    org.faults.onRequest = (request) => (request.path.includes(`${older}${log}`) ? 'reset' : undefined);
    const lost = await activityOf(org);
    expect(valueOf(lost.parts.apiUsage).calls).to.equal(1);
    expect(lost.coverageOf('EventLogFile')?.reason).to.match(/^the log file of \S+ could not be downloaded: /);
  });

  it('does not take a file that came without its text for a quiet day', async () => {
    for (const daysAgo of [1, 2]) putLogFile(org, { daysAgo, rows: calls(1) });
    const [, older] = org.state.eventLogFiles;
    if (older) older.content = () => [];
    const { parts, coverageOf } = await activityOf(org);
    expect(valueOf(parts.apiUsage).calls).to.equal(1);
    expect(coverageOf('EventLogFile')?.reason).to.equal(`the log file of ${day(2)} came without its text`);
  });

  it('signs in again when the session ended meanwhile', async () => {
    putLogFile(org, { daysAgo: 1, rows: calls(1) });
    const connection = await connect(org);
    let refreshed = 0;
    connection.refreshAuth = () => {
      refreshed += 1;
      return Promise.resolve();
    };
    org.faults.onRequest = (request) =>
      request.path.endsWith(log) && refreshed === 0 ? { status: 401, body: [] } : undefined;
    expect(valueOf((await activityOf(org, undefined, connection)).parts.apiUsage).calls).to.equal(1);
    expect(refreshed).to.equal(1);
  });

  it('counts downloads among the calls of the connection', async () => {
    for (const daysAgo of [1, 2, 3, 4]) putLogFile(org, { daysAgo, rows: calls(1) });
    const connection = await connect(org);
    const counter = countCalls(connection);
    const before = org.requests.length;
    await activityOf(org, undefined, connection);
    expect(counter.count).to.equal(org.requests.length - before);
    expect(downloads()).to.have.length(4);
  });

  it('counts lines that are no calls and says so', async () => {
    putLogFile(org, { daysAgo: 1, rows: [call(), call({ TIMESTAMP_DERIVED: 'yesterday' })] });
    const { parts, coverageOf } = await activityOf(org);
    expect(valueOf(parts.apiUsage).calls).to.equal(1);
    expect(coverageOf('EventLogFile')).to.include({
      status: 'partial',
      reason: '1 lines of the log could not be read',
    });
  });

  it('names the columns that the log lacks, and knows nothing without those that name apps', async () => {
    putLogFile(org, { daysAgo: 1, rows: calls(1), columns: ['TIMESTAMP_DERIVED', 'CONNECTED_APP_ID'] });
    const some = await activityOf(org);
    expect(valueOf(some.parts.apiUsage).apps[0]?.key).to.equal('0H45g000000AbCd');
    expect(some.coverageOf('EventLogFile')?.reason).to.match(/has no column CONNECTED_APP_NAME, CLIENT_NAME, USER_ID/);
    putLogFile(org, { daysAgo: 2, rows: calls(1), columns: ['TIMESTAMP_DERIVED', 'CLIENT_NAME'] });
    expect(reasonOf((await activityOf(org)).parts.apiUsage)).to.equal('the log files do not name the apps');
  });

  it('takes no other file for a log of calls', async () => {
    putLogFile(org, { daysAgo: 1, rows: [{ A: 1, B: 2 }], columns: ['A', 'B'] });
    expect(reasonOf((await activityOf(org)).parts.apiUsage)).to.equal(
      '1 of the log files have no columns of ApiTotalUsage',
    );
  });

  it('says which logs there are instead', async () => {
    putLogFile(org, { daysAgo: 1, rows: [], eventType: 'Login' });
    const { parts } = await activityOf(org);
    expect(reasonOf(parts.apiUsage)).to.equal('the org has only log files of Login, none of ApiTotalUsage');
    expect(reasonOf(parts.apiLogRetention)).to.equal(reasonOf(parts.apiUsage));
  });

  it('does not take an empty list for an empty log when the user may not see it', async () => {
    expect(reasonOf((await activityOf(org, without('ViewEventLogFiles', 'ViewAllData'))).parts.apiUsage)).to.equal(
      'the user has neither ViewEventLogFiles nor ViewAllData, so it is not known what apps did',
    );
  });

  it('says why an org refuses', async () => {
    refuse(
      org,
      (request) => queryOf(request).includes('EventLogFile'),
      'INVALID_TYPE',
      'sObject type is not supported',
    );
    expect(reasonOf((await activityOf(org)).parts.apiUsage)).to.match(/does not show EventLogFile/);
    expect(reasonOf((await activityOf(org, without('ViewEventLogFiles', 'ViewAllData'))).parts.apiUsage)).to.match(
      /^the user has neither ViewEventLogFiles nor ViewAllData/,
    );
  });

  it('keeps downloads that wait for their turn, however long the file before them is', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    putLogFile(org, {
      daysAgo: 1,
      rows: function* () {
        for (let index = 0; index < 100_000; index += 1) {
          if (index % 10_000 === 0) collect();
          yield call();
        }
      },
    });
    for (const daysAgo of [2, 3, 4]) putLogFile(org, { daysAgo, rows: calls(10) });
    const { parts, coverageOf } = await activityOf(org);
    expect(valueOf(parts.apiUsage).calls).to.equal(100_030);
    expect(coverageOf('EventLogFile')?.status).to.equal('complete');
  }).timeout(20_000);

  it('streams: a file that is still being written is read as it comes', async () => {
    const seen: number[] = [];
    putLogFile(org, {
      daysAgo: 1,
      rows: function* () {
        for (let index = 0; index < 200_000; index += 1) {
          if (index % 50_000 === 0) seen.push(process.memoryUsage().arrayBuffers);
          yield call();
        }
      },
    });
    const connection = await connect(org);
    const file = { Id: org.state.eventLogFiles[0]?.row.Id ?? '', LogDate: day(1) };
    const { totals } = await readLogFiles(connection, [file]);
    expect(totals.calls).to.equal(200_000);
    expect(Math.max(...seen) - (seen[0] ?? 0)).to.be.lessThan(20e6);
  }).timeout(20_000);
});
