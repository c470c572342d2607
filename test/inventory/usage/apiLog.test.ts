import { expect } from 'chai';
import { maxListed } from '../../../src/inventory/usage/appUsage.js';
import { logHeader, logOf, onlyApp, totalsOf, type Call } from './support.js';

const many = (count: number, call: (index: number) => Call): Call[] => Array.from({ length: count }, (_, i) => call(i));

describe('calls of an API log by app', () => {
  it('tells everything that the log has of one app', () => {
    const totals = totalsOf(
      logOf([
        { API_CLIENT_CATEGORY: 'EXTERNAL_APPLICATION' },
        {
          TIMESTAMP_DERIVED: '2026-11-21T09:00:00.000Z',
          HTTP_METHOD: 'PATCH',
          STATUS_CODE: '401',
          CLIENT_IP: '198.51.100.1',
        },
        { TIMESTAMP_DERIVED: '2026-11-19T09:00:00.000Z', API_RESOURCE: '/v64.0/query', STATUS_CODE: '' },
      ]),
    );
    expect(totals).to.deep.include({ calls: 3, unattributedCalls: 0, daysWithData: 3, brokenLines: 0, missing: [] });
    expect(onlyApp(totals)).to.deep.equal({
      key: '0H45g000000AbCd',
      keyKind: 'id',
      appId: '0H45g000000AbCd',
      appName: 'Acme ERP',
      calls: 3,
      firstSeen: '2026-11-19T09:00:00.000Z',
      lastSeen: '2026-11-21T09:00:00.000Z',
      daysWithData: 3,
      families: { REST: 3 },
      categories: { EXTERNAL_APPLICATION: 1 },
      clients: { client: 3 },
      methods: { GET: 2, PATCH: 1 },
      resources: { '/sobjects': 2, '/query': 1 },
      entities: [{ object: 'Account', methods: { GET: 2, PATCH: 1 } }],
      versions: { '64.0': 3 },
      addresses: [
        {
          ip: '203.0.113.7',
          calls: 2,
          firstSeen: '2026-11-19T09:00:00.000Z',
          lastSeen: '2026-11-20T10:00:00.000Z',
        },
        {
          ip: '198.51.100.1',
          calls: 1,
          firstSeen: '2026-11-21T09:00:00.000Z',
          lastSeen: '2026-11-21T09:00:00.000Z',
        },
      ],
      users: [{ userId: '0055g00000AbCdE', username: 'nightly@x.example', calls: 3 }],
      statuses: { '200': 1, '401': 1, '': 1 },
      days: { '2026-11-19': 1, '2026-11-20': 1, '2026-11-21': 1 },
      bulkJobs: 0,
      deletedJobs: 0,
      reconnaissance: [],
      truncated: false,
    });
  });

  it('finds columns by their names, wherever they are', () => {
    const calls: Call[] = [{}, { HTTP_METHOD: 'DELETE' }];
    expect(totalsOf(logOf(calls, [...logHeader].reverse()))).to.deep.equal(totalsOf(logOf(calls)));
  });

  it('reads a header in other case, with a byte order mark, and the older column of time', () => {
    const columns = logHeader.map((name) => (name === 'TIMESTAMP_DERIVED' ? 'TIMESTAMP' : name));
    const [header, ...rest] = logOf([{ TIMESTAMP: '20261120100000.000' }], columns).split('\n');
    const totals = totalsOf(['\uFEFF' + (header ?? '').toLowerCase(), ...rest].join('\n'));
    expect(onlyApp(totals).firstSeen).to.equal('2026-11-20T10:00:00.000Z');
    expect(totals.missing).to.deep.equal([]);
  });

  it('knows an app by its id, else by its name, else by client and user', () => {
    const totals = totalsOf(
      logOf([
        { CONNECTED_APP_ID: '0H45g000000AbCdEAK' },
        { CONNECTED_APP_ID: '' },
        { CONNECTED_APP_ID: '', CONNECTED_APP_NAME: '' },
        { CONNECTED_APP_ID: '', CONNECTED_APP_NAME: '', USER_NAME: '' },
        { CONNECTED_APP_ID: '', CONNECTED_APP_NAME: '', CLIENT_NAME: '' },
      ]),
    );
    expect(totals.apps.map(({ key, keyKind, appName }) => [key, keyKind, appName])).to.have.deep.members([
      ['0H45g000000AbCd', 'id', 'Acme ERP'],
      ['Acme ERP', 'name', 'Acme ERP'],
      ['client@nightly@x.example', 'client-and-user', undefined],
      ['client@0055g00000AbCdE', 'client-and-user', undefined],
    ]);
    expect(totals).to.include({ calls: 5, unattributedCalls: 3 });
  });

  it('keeps a consumer id as it is', () => {
    expect(onlyApp(totalsOf(logOf([{ CONNECTED_APP_ID: '888000000000001' }]))).appId).to.equal('888000000000001');
  });

  it('splits the set of objects of a call', () => {
    const { entities } = onlyApp(
      totalsOf(logOf([{ ENTITY_NAME: 'Account,Contact' }, { ENTITY_NAME: 'Contact; Case' }])),
    );
    expect(entities).to.have.deep.members([
      { object: 'Account', methods: { GET: 1 } },
      { object: 'Contact', methods: { GET: 2 } },
      { object: 'Case', methods: { GET: 1 } },
    ]);
  });

  it('counts bulk jobs that were made and jobs that were deleted', () => {
    const app = onlyApp(
      totalsOf(
        logOf([
          { API_RESOURCE: '/v64.0/jobs/query', HTTP_METHOD: 'POST' },
          { API_RESOURCE: '/services/async/64.0/job', HTTP_METHOD: 'POST' },
          { API_RESOURCE: '/v64.0/jobs/query', HTTP_METHOD: 'GET' },
          { API_RESOURCE: '/v64.0/jobs/ingest/7505g00000AbCdE/batches', HTTP_METHOD: 'PUT' },
          { API_RESOURCE: '/v64.0/jobs/query/7505g00000AbCdE', HTTP_METHOD: 'DELETE' },
        ]),
      ),
    );
    expect(app).to.include({ bulkJobs: 2, deletedJobs: 1 });
    expect(app.resources).to.deep.equal({ '/jobs/query': 3, '/jobs/ingest': 1, '/job': 1 });
  });

  it('adds up several files', () => {
    const one = logOf([{}]);
    const other = logOf([{ TIMESTAMP_DERIVED: '2026-11-21T09:00:00.000Z' }], [...logHeader].reverse());
    expect(onlyApp(totalsOf(one, other))).to.include({ calls: 2, daysWithData: 2 });
  });

  it('undoubles quotes in a cell', () => {
    const app = onlyApp(totalsOf(logOf([{ CLIENT_NAME: 'say "hi"', CONNECTED_APP_NAME: '""' }])));
    expect(app.clients).to.deep.equal({ 'say "hi"': 1 });
    expect(app.appName).to.equal('""');
  });

  it('counts lines of another width and lines without a time as broken', () => {
    const text = `${logOf([{}, { TIMESTAMP_DERIVED: 'now' }])}a,b\n"x"y\n`;
    expect(totalsOf(text)).to.include({ calls: 1, brokenLines: 3 });
  });

  it('tells files that are no such log', () => {
    for (const text of ['', 'A,B\n1,2\n', 'TIMESTAMP,URI\n1,2\n'])
      expect(totalsOf(text), text).to.include({ foreignFiles: 1, calls: 0 });
  });

  it('tells which columns a file lacks', () => {
    const columns = logHeader.filter((name) => name !== 'CLIENT_IP' && name !== 'STATUS_CODE');
    const totals = totalsOf(logOf([{}], columns));
    expect(totals.missing).to.deep.equal(['CLIENT_IP', 'STATUS_CODE']);
    expect(onlyApp(totals)).to.deep.include({ addresses: [], statuses: {} });
  });

  it('lists the most frequent addresses of an app that has very many, and says that it cut them', () => {
    const calls = many(3000, (index) => ({
      CLIENT_IP: index < 1000 ? '203.0.113.7' : `10.0.${index >> 8}.${index & 255}`,
    }));
    const app = onlyApp(totalsOf(logOf(calls)));
    expect(app.addresses).to.have.length(maxListed);
    expect(app.addresses[0]).to.include({ ip: '203.0.113.7', calls: 1000 });
    expect(app.truncated).to.equal(true);
  });

  it('stays within its bounds when somebody invents clients, and still knows the apps', () => {
    const invented = many(60_000, (index) => ({
      CONNECTED_APP_ID: '',
      CONNECTED_APP_NAME: '',
      CLIENT_NAME: `${'x'.repeat(1000)}${index}`.slice(-600),
    }));
    const totals = totalsOf(logOf(invented), logOf([{}]));
    expect(totals.apps.filter(({ keyKind }) => keyKind === 'id')).to.have.length(1);
    expect(totals.calls).to.equal(60_001);
    expect(totals.lostCalls).to.equal(0);
    const different = many(30_000, (index) => ({
      CONNECTED_APP_ID: '',
      CONNECTED_APP_NAME: '',
      CLIENT_NAME: `c${index}`,
    }));
    expect(totalsOf(logOf(different)).unlistedCalls).to.equal(10_000);
  });

  it('says so when there are more apps than can be kept apart', () => {
    const apps = many(10_500, (index) => ({ CONNECTED_APP_ID: `0H4${String(index).padStart(12, '0')}` }));
    expect(totalsOf(logOf(apps)).lostCalls).to.equal(500);
  });

  it('keeps hostile names apart from the language', () => {
    const app = onlyApp(
      totalsOf(logOf([{ CLIENT_NAME: '__proto__', API_FAMILY: 'constructor', ENTITY_NAME: '__proto__' }])),
    );
    expect(Object.entries(app.clients)).to.deep.equal([['__proto__', 1]]);
    expect(app.families).to.deep.equal({ constructor: 1 });
    expect(app.entities).to.deep.equal([{ object: '__proto__', methods: { GET: 1 } }]);
  });

  it('survives bytes that are no text', () => {
    const text = logOf([{ CLIENT_NAME: '\u0080\u00ff' }, { CLIENT_NAME: '\u0000' }]);
    const { clients } = onlyApp(totalsOf(Buffer.from(text, 'latin1')));
    expect(clients).to.deep.equal({ '\uFFFD\uFFFD': 1, '\u0000': 1 });
  });
});
