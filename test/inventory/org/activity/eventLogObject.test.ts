import { expect } from 'chai';
import { startLoopbackOrg, type LoopbackOrg } from '../../../org/index.js';
import { putLogFile } from '../../../org/seed.js';
import { queryOf, refuse } from '../arrange.js';
import { useTemporaryHome } from '../connect.js';
import { activityOf, allRights, reasonOf, valueOf } from './support.js';

const userId = '0055g00000AbCdEAAU';
const appId = '0H45g000000AbCdEAK';
const object = 'ApiTotalUsageEventLog';

type Call = Record<string, string | number | null>;

describe('API usage from the event log object', () => {
  useTemporaryHome();
  let org: LoopbackOrg;

  beforeEach(async () => {
    org = await startLoopbackOrg({ adminPermissions: { add: ['EventLogReadAccess'] } });
    org.state.switches.eventLogObjects = true;
  });

  afterEach(() => org.stop());

  const put = (...calls: Call[]): void => {
    for (const call of calls)
      org.org.records(object).push({
        Id: org.org.newId('0Zu'),
        ApiFamily: 'REST',
        ApiResource: '/services/data/v64.0/sobjects/Account/001000000000001AAA',
        ClientIp: '203.0.113.7',
        ClientName: 'client',
        ConnectedAppIdentifier: appId,
        HttpMethod: 'GET',
        ObjectName: 'Account',
        StatusCode: 200,
        Timestamp: '2026-11-20T10:00:00.000+0000',
        UserIdentifier: userId,
        ...call,
      });
  };

  /** The org does not group by day here: what a real one answers. */
  const answerDays = (...records: object[]): void => {
    org.faults.onRequest = (request) =>
      queryOf(request).includes('GROUP BY ConnectedAppIdentifier, ClientName, UserIdentifier, DAY_ONLY(Timestamp)')
        ? { status: 200, body: { totalSize: records.length, done: true, records } }
        : undefined;
  };
  const caller = { ConnectedAppIdentifier: appId, ClientName: 'client', UserIdentifier: userId };
  const day = (on: string, calls: number) => ({ ...caller, day: on, calls, earliest: `${on}T10:00:00.000+0000` });

  it('takes groups of calls instead of log files', async () => {
    put(
      {},
      { HttpMethod: 'PATCH', StatusCode: 401, Timestamp: '2026-11-21T10:00:00.000+0000', ClientIp: '198.51.100.1' },
      { ApiResource: '/services/data/v64.0/jobs/query', HttpMethod: 'POST', ObjectName: null },
      { ApiResource: '/services/data/v64.0/jobs/query/7505g00000AbCdE', HttpMethod: 'DELETE', ObjectName: null },
      { ConnectedAppIdentifier: null },
    );
    answerDays(day('2026-11-20', 3), day('2026-11-21', 1));
    putLogFile(org, { daysAgo: 1, rows: [] });
    const { parts, coverageOf } = await activityOf(org);
    const usage = valueOf(parts.apiUsage);
    expect(usage).to.deep.include({
      source: object,
      from: '2026-11-20T10:00:00.000Z',
      to: '2026-11-21T10:00:00.000Z',
      daysWithData: 2,
      calls: 5,
      unattributedCalls: 1,
    });
    expect(usage.apps.map(({ key, keyKind }) => [key, keyKind])).to.deep.equal([
      [appId.slice(0, 15), 'id'],
      [`client@${userId}`, 'client-and-user'],
    ]);
    expect(usage.apps[0]).to.deep.include({
      calls: 4,
      firstSeen: '2026-11-20T10:00:00.000Z',
      lastSeen: '2026-11-21T10:00:00.000Z',
      families: { REST: 4 },
      clients: { client: 4 },
      methods: { GET: 1, PATCH: 1, POST: 1, DELETE: 1 },
      resources: { '/sobjects': 2, '/jobs/query': 2 },
      entities: [{ object: 'Account', methods: { GET: 1, PATCH: 1 } }],
      statuses: { '200': 3, '401': 1 },
      days: { '2026-11-20': 3, '2026-11-21': 1 },
      users: [{ userId, calls: 4 }],
      bulkJobs: 1,
      deletedJobs: 1,
      truncated: false,
    });
    expect(usage.apps[0]?.addresses.map(({ ip, calls }) => [ip, calls])).to.deep.equal([
      ['203.0.113.7', 3],
      ['198.51.100.1', 1],
    ]);
    expect(coverageOf(object)).to.include({ status: 'complete', rows: 5 });
    expect(org.requests.filter(({ path }) => path.endsWith('/LogFile'))).to.deep.equal([]);
    expect(valueOf(parts.apiLogRetention).files).to.equal(1);
  });

  it('reads the log files where the object does not answer whole', async () => {
    put(
      ...Array.from({ length: 2100 }, (_, index) => ({
        ApiResource: `/services/data/v64.0/sobjects/Account/${index}`,
      })),
    );
    answerDays(day('2026-11-20', 2100));
    putLogFile(org, { daysAgo: 1, rows: [] });
    const { parts, coverageOf } = await activityOf(org);
    expect(valueOf(parts.apiUsage).source).to.equal('ApiTotalUsage');
    expect(coverageOf(object)).to.equal(undefined);
  });

  it('tells what it has where there are no files, and that something is missing', async () => {
    put(
      ...Array.from({ length: 2100 }, (_, index) => ({
        ApiResource: `/services/data/v64.0/sobjects/Account/${index}`,
      })),
    );
    answerDays(day('2026-11-20', 2100));
    const { parts, coverageOf } = await activityOf(org);
    const [app] = valueOf(parts.apiUsage).apps;
    expect(app).to.deep.include({ calls: 2100, resources: {}, truncated: true });
    expect(coverageOf(object)?.status).to.equal('partial');
    expect(coverageOf(object)?.reason).to.match(/^resources: the org refused to give ApiTotalUsageEventLog/);
    expect(reasonOf(parts.apiLogRetention)).to.match(/no log files/);
  });

  it('leaves the object alone where the user may not read it', async () => {
    put({});
    const { parts } = await activityOf(org, { ...allRights, EventLogReadAccess: false });
    expect(parts.apiUsage.known).to.equal(false);
    expect(org.requests.map(queryOf).filter((soql) => soql.includes(object))).to.deep.equal([]);
  });

  it('asks once where the org has no such object, or has logged nothing in it', async () => {
    const asked = (): number => org.requests.map(queryOf).filter((soql) => soql.includes(object)).length;
    await activityOf(org);
    expect(asked()).to.equal(1);
    org.state.switches.eventLogObjects = false;
    await activityOf(org);
    expect(asked()).to.equal(2);
  });

  it('reads the files where the object is not grouped by app', async () => {
    put({});
    refuse(org, (request) => queryOf(request).includes('ApiFamily'), 'MALFORMED_QUERY', 'can not be grouped');
    putLogFile(org, { daysAgo: 1, rows: [] });
    expect(valueOf((await activityOf(org)).parts.apiUsage).source).to.equal('ApiTotalUsage');
  });
});
