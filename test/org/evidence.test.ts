import { expect } from 'chai';
import JSZip from 'jszip';
import { startLoopbackOrg, type LoopbackOrg } from './index.js';
import {
  createCaller,
  freeze,
  putCertificate,
  putExternalClientApp,
  putLogFile,
  putLogin,
  putPermissionSet,
  putPermissionSetGroup,
  putSession,
  putSettings,
  putSetupChange,
  putToken,
  putUser,
  assign,
} from './testing.js';

type Caller = ReturnType<typeof createCaller>;

describe('What an audit reads in the loopback org', () => {
  let org: LoopbackOrg;
  let admin: Caller;

  const start = async (options: Parameters<typeof startLoopbackOrg>[0] = {}): Promise<void> => {
    org = await startLoopbackOrg({ now: new Date('2026-11-23T10:00:00Z'), ...options });
    admin = createCaller(org);
    putUser(org, { username: 'erp@acme.example', profile: 'Standard User' });
  };

  beforeEach(() => start());
  afterEach(() => org.stop());

  /** A caller who is nobody special: what a standard user may do, and what is given here. */
  const callerWith = (...permissions: string[]): Caller => {
    const username = `auditor${permissions.length}@acme.example`;
    putUser(org, { username });
    const set = putPermissionSet(org, 'Auditor', {
      userPermissions: permissions.map((name) => ({ enabled: 'true', name })),
    });
    assign(org, username, set);
    return createCaller(org, putSession(org, { username, appName: 'Audit' }).token);
  };

  const column = async (caller: Caller, soql: string, name: string, endpoint?: string): Promise<unknown[]> =>
    (await caller.query(soql, endpoint)).body.records.map((row) => row[name]);

  it('shows frozen users to those who manage users, and to nobody else', async () => {
    freeze(org, 'erp@acme.example');
    const soql = 'SELECT User.Username FROM UserLogin WHERE IsFrozen = true';
    expect((await admin.query(soql)).body.records[0]).to.have.nested.property('User.Username', 'erp@acme.example');
    expect((await callerWith().queryRefusal(soql))[0]).to.equal('INVALID_TYPE');
  });

  it('has two permissions in some orgs only, in every object that shows permissions', async () => {
    const soql = (table: string): string =>
      `SELECT PermissionsUseAnyApiClient, PermissionsViewSetupAuditTrail FROM ${table}`;
    for (const table of ['PermissionSet', 'Profile', 'UserPermissionAccess'])
      expect((await admin.queryRefusal(soql(table)))[0], table).to.equal('INVALID_FIELD');
    org.state.switches.useAnyApiClient = true;
    org.state.switches.viewSetupAuditTrail = true;
    for (const table of ['PermissionSet', 'Profile', 'UserPermissionAccess'])
      expect((await admin.query(soql(table))).status, table).to.equal(200);
    expect(
      await column(admin, 'SELECT PermissionsUseAnyApiAuth FROM UserPermissionAccess', 'PermissionsUseAnyApiAuth'),
    ).to.deep.equal([false]);
  });

  it('gates the setup audit trail by a permission of its own once there is one', async () => {
    putSetupChange(org, { action: 'insertApplication', display: 'Created Connected App ERP', daysAgo: 3 });
    const caller = callerWith('ViewSetup');
    const soql =
      "SELECT Action FROM SetupAuditTrail WHERE Action IN ('insertApplication') AND CreatedDate = LAST_N_DAYS:5";
    expect(await column(caller, soql, 'Action')).to.deep.equal(['insertApplication']);
    org.state.switches.viewSetupAuditTrail = true;
    expect((await caller.queryRefusal(soql))[0]).to.equal('INVALID_TYPE');
  });

  it('keeps other profiles from users without View All Profiles', async () => {
    expect(await column(admin, 'SELECT Name FROM Profile', 'Name')).to.include('System Administrator');
    const caller = callerWith('ViewSetup');
    expect(await column(caller, 'SELECT Name FROM Profile', 'Name')).to.deep.equal(['Standard User']);
    const { records } = (await caller.query(`SELECT Profile.Name FROM User WHERE Username = '${org.username}'`)).body;
    expect(records[0]).to.nested.property('Profile.Name', null);
  });

  it('counts logins by what can be grouped, and filters by what can be filtered', async () => {
    for (const day of ['2026-11-22', '2026-11-18', '2026-04-01'])
      putLogin(org, {
        username: 'erp@acme.example',
        application: 'ERP',
        loginSubType: 'OauthRefreshToken',
        at: new Date(`${day}T10:00:00Z`),
      });
    const soql = `SELECT Application, LoginType, LoginSubType, SourceIp, Status, UserId, COUNT(Id) n, MAX(LoginTime) last, MIN(LoginTime) first
      FROM LoginHistory WHERE LoginTime >= LAST_N_DAYS:90 AND LoginType IN ('Oauth2', 'Remote Access 2.0')
      GROUP BY Application, LoginType, LoginSubType, SourceIp, Status, UserId`;
    const { records } = (await admin.query(soql)).body;
    expect(records).to.have.length(1);
    expect(records[0]).to.include({
      Application: 'ERP',
      LoginSubType: 'OauthRefreshToken',
      n: 2,
      last: '2026-11-22T10:00:00.000+0000',
      first: '2026-11-18T10:00:00.000+0000',
    });
    for (const name of ['Application', 'Status', 'Browser', 'ApiType', 'ApiVersion', 'ClientVersion', 'Platform'])
      expect(await admin.queryRefusal(`SELECT Id FROM LoginHistory WHERE ${name} = 'x'`), name).to.deep.equal([
        'INVALID_FIELD',
        `field '${name}' can not be filtered in a query call`,
      ]);
  });

  it('throws where an aggregate has more than 2,000 groups', async () => {
    for (let n = 0; n < 2001; n += 1)
      putLogin(org, { username: 'erp@acme.example', application: `App ${n}`, daysAgo: 1 });
    const grouped = 'SELECT Application, COUNT(Id) n FROM LoginHistory GROUP BY Application';
    expect((await admin.queryRefusal(grouped))[0]).to.equal('EXCEEDED_ID_LIMIT');
    expect((await admin.query(`${grouped} HAVING COUNT(Id) > 1`)).body.records).to.have.length(0);
    expect((await admin.query(`${grouped} LIMIT 2000`)).body.records).to.have.length(2000);
  });

  it('shows others their own logins only, and no place they came from', async () => {
    const geo = { city: 'Berlin', country: 'Germany', countryIso: 'DE' };
    putLogin(org, { username: 'erp@acme.example', geo });
    const soql = 'SELECT UserId, LoginGeo.City FROM LoginHistory';
    expect((await admin.query(soql)).body.records[0]).to.have.nested.property('LoginGeo.City', 'Berlin');
    expect((await callerWith().query(soql.replace(', LoginGeo.City', ''))).body.records).to.deep.equal([]);
    const monitor = callerWith('MonitorLoginHistory');
    expect((await monitor.query('SELECT CountryIso, LoginGeoId FROM LoginHistory')).body.records[0]).to.include({
      CountryIso: 'DE',
      LoginGeoId: null,
    });
    expect((await monitor.queryRefusal('SELECT City FROM LoginGeo'))[0]).to.equal('INVALID_TYPE');
  });

  it('shows live sessions with the app that made them', async () => {
    const login = putLogin(org, { username: 'erp@acme.example', application: 'ERP' });
    putSession(org, { username: 'erp@acme.example', appName: 'ERP', loginHistoryId: login, timeoutMinutes: 15 });
    putSession(org, { username: 'erp@acme.example', appName: '', loginType: 'Application', sessionType: 'UI' });
    const soql =
      "SELECT LoginHistory.Application, NumSecondsValid, SessionType FROM AuthSession WHERE Users.Username = 'erp@acme.example' ORDER BY SessionType";
    const { records } = (await admin.query(soql)).body;
    expect(records.map(({ SessionType }) => SessionType)).to.deep.equal(['API', 'UI']);
    expect(records[0]).to.have.nested.property('LoginHistory.Application', 'ERP');
    expect(records[0]).to.include({ NumSecondsValid: 900 });
    expect((await callerWith().query('SELECT Id FROM AuthSession')).body.totalSize).to.equal(1);
  });

  it('lists log files, says how far back they reach, and streams them as CSV', async () => {
    for (const daysAgo of [1, 2, 29])
      putLogFile(org, {
        daysAgo,
        rows: [{ EVENT_TYPE: 'ApiTotalUsage', CONNECTED_APP_NAME: 'Say "ERP", please', HTTP_METHOD: 'GET' }],
      });
    const probe = 'SELECT EventType, COUNT(Id) n, MIN(LogDate) a, MAX(LogDate) b FROM EventLogFile GROUP BY EventType';
    expect((await admin.query(probe)).body.records[0]).to.include({
      EventType: 'ApiTotalUsage',
      n: 3,
      a: '2026-10-25T00:00:00.000+0000',
      b: '2026-11-22T00:00:00.000+0000',
    });
    const [first] = (
      await admin.query<{ LogFile: string; LogFileLength: number }>(
        "SELECT LogFile, LogFileLength FROM EventLogFile WHERE EventType = 'ApiTotalUsage' ORDER BY LogDate",
      )
    ).body.records;
    const csv = (await admin.call<string>('GET', first?.LogFile ?? '')).body;
    expect(csv.split('\n')[0]).to.match(/^"EVENT_TYPE","TIMESTAMP"/);
    expect(csv).to.contain('"Say ""ERP"", please"');
    expect(first?.LogFileLength).to.equal(csv.length);
    const stranger = callerWith();
    expect((await stranger.queryRefusal(probe))[0]).to.equal('INVALID_TYPE');
    expect((await stranger.call('GET', first?.LogFile ?? '')).status).to.equal(404);
  });

  it('makes a log file while it is downloaded', async () => {
    putLogFile(org, {
      daysAgo: 1,
      rows: function* () {
        for (let n = 0; n < 20_000; n += 1) yield { EVENT_TYPE: 'ApiTotalUsage', REQUEST_ID: String(n) };
      },
    });
    const [path] = await column(admin, 'SELECT LogFile FROM EventLogFile', 'LogFile');
    const csv = (await admin.call<string>('GET', String(path))).body;
    expect(csv.trimEnd().split('\n')).to.have.length(20_001);
  });

  it('has the event log object only where the add-on is, for those who may read it', async () => {
    const soql =
      'SELECT ConnectedAppIdentifier, COUNT(Id) n FROM ApiTotalUsageEventLog GROUP BY ConnectedAppIdentifier';
    const reader = callerWith('EventLogReadAccess');
    expect((await reader.queryRefusal(soql))[0]).to.equal('INVALID_TYPE');
    org.state.switches.eventLogObjects = true;
    expect((await reader.query(soql)).status).to.equal(200);
    expect((await admin.queryRefusal(soql))[0]).to.equal('INVALID_TYPE');
  });

  it('has certificates on the tooling endpoint', async () => {
    putCertificate(org, { name: 'ErpJwt', expires: '2026-12-01' });
    const soql = 'SELECT DeveloperName, ExpirationDate, KeySize FROM Certificate WHERE ExpirationDate < 2027-01-01';
    expect((await admin.query(soql, '/tooling/query')).body.records[0]).to.include({
      DeveloperName: 'ErpJwt',
      ExpirationDate: '2026-12-01',
    });
    expect((await admin.queryRefusal(soql))[0]).to.equal('INVALID_TYPE');
  });

  it('shows a token that was never used without a date', async () => {
    putToken(org, { username: 'erp@acme.example', appName: 'ERP', created: { daysAgo: 100 }, lastUsed: null });
    expect(await column(admin, 'SELECT LastUsedDate FROM OauthToken', 'LastUsedDate')).to.deep.equal([null]);
    expect((await callerWith().query('SELECT Id FROM OauthToken')).body.totalSize).to.equal(0);
  });

  it('resolves groups of permission sets to their members and their sum', async () => {
    putPermissionSet(org, 'Exporter', { userPermissions: [{ enabled: 'true', name: 'ViewAllData' }] });
    const group = putPermissionSetGroup(org, 'Ops', ['Exporter']);
    expect(
      (
        await admin.query(
          'SELECT PermissionSet.Name, PermissionSetGroup.DeveloperName FROM PermissionSetGroupComponent',
        )
      ).body.records[0],
    ).to.have.nested.property('PermissionSet.Name', 'Exporter');
    const sum = `SELECT PermissionsViewAllData FROM PermissionSet WHERE PermissionSetGroupId = '${group}'`;
    expect(await column(admin, sum, 'PermissionsViewAllData')).to.deep.equal([true]);
  });

  it('names both families of apps in SetupEntityAccess', async () => {
    const set = putPermissionSet(org, 'Erp_Access');
    const { appId } = putExternalClientApp(org, 'Erp', { policy: { commaSeparatedPermissionSet: 'Erp_Access' } });
    const soql = `SELECT SetupEntityType, SetupEntityId, Parent.Name FROM SetupEntityAccess WHERE ParentId = '${set}'`;
    expect((await admin.query(soql)).body.records[0]).to.include({
      SetupEntityType: 'ExternalClientApplication',
      SetupEntityId: appId,
    });
  });

  describe('retrieve', () => {
    const retrieve = async (type: string, members: string): Promise<Record<string, string>> => {
      const envelope = (body: string): string =>
        `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata"><soapenv:Header><SessionHeader><sessionId>${org.accessToken}</sessionId></SessionHeader></soapenv:Header><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
      const ask = async (body: string): Promise<string> =>
        (
          await org.org.metadata.soap('/services/Soap/m/67.0', envelope(body), {
            userId: org.org.records('User')[0]?.Id ?? '',
            permissions: new Set(['ModifyMetadata']),
          })
        ).body;
      const started = await ask(
        `<retrieve><retrieveRequest><apiVersion>67.0</apiVersion><singlePackage>true</singlePackage><unpackaged><types><members>${members}</members><name>${type}</name></types><version>67.0</version></unpackaged></retrieveRequest></retrieve>`,
      );
      const id = /<id>([^<]+)</.exec(started)?.[1] ?? '';
      let answer = '';
      while (!answer.includes('<done>true'))
        answer = await ask(
          `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId><includeZip>true</includeZip></checkRetrieveStatus>`,
        );
      const zip = await JSZip.loadAsync(/<zipFile>([^<]+)</.exec(answer)?.[1] ?? '', { base64: true });
      const files = Object.values(zip.files).filter(({ dir }) => !dir);
      return Object.fromEntries(
        await Promise.all(files.map(async (file) => [file.name, await file.async('string')] as const)),
      );
    };

    it('gives the session settings of the org, as they are set or by default', async () => {
      expect((await retrieve('Settings', 'Security'))['settings/Security.settings']).to.match(
        /<sessionSettings>\s+<enforceIpRangesEveryRequest>false<[\s\S]+<sessionTimeout>TwoHours</,
      );
      putSettings(org, 'Security', { sessionSettings: { sessionTimeout: 'FifteenMinutes' } });
      expect((await retrieve('Settings', 'Security'))['settings/Security.settings']).to.match(
        /<sessionTimeout>FifteenMinutes</,
      );
    });

    it('gives profiles with their login ranges, under the names that metadata has for them', async () => {
      const profile = org.state.profiles.find(({ name }) => name === 'System Administrator');
      profile?.loginIpRanges.push({ start: '203.0.113.0', end: '203.0.113.255' });
      const files = await retrieve('Profile', '*');
      expect(Object.keys(files)).to.include.members(['profiles/Admin.profile', 'profiles/Standard.profile']);
      expect(files['profiles/Admin.profile']).to.match(
        /<loginIpRanges>\s+<endAddress>203\.0\.113\.255<\/endAddress>\s+<startAddress>203\.0\.113\.0</,
      );
      expect(files['profiles/Standard.profile']).not.to.contain('loginIpRanges');
    });
  });
});
