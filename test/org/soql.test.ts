import { expect } from 'chai';
import { startLoopbackOrg, type LoopbackOrg } from './index.js';
import { createCaller, putPermissionSet } from './testing.js';

describe('SOQL in the loopback org', () => {
  let org: LoopbackOrg;
  let caller: ReturnType<typeof createCaller>;

  before(async () => {
    org = await startLoopbackOrg({
      now: new Date('2026-11-23T10:00:00Z'),
      users: [{ username: 'ann@acme.example' }, { username: 'bob@acme.example', isActive: false }],
    });
    caller = createCaller(org);
  });

  after(() => org.stop());

  const usernames = async (where: string): Promise<unknown[]> =>
    (await caller.query(`SELECT Username FROM User WHERE ${where} ORDER BY Username`)).body.records.map(
      ({ Username }) => Username,
    );

  it('filters without regard to case, with AND, OR, NOT and parentheses', async () => {
    expect(await usernames("Username = 'ANN@acme.example'")).to.deep.equal(['ann@acme.example']);
    expect(await usernames("Username LIKE '%@acme.example' AND (NOT IsActive = false)")).to.deep.equal([
      'ann@acme.example',
    ]);
    expect(
      await usernames("(IsActive = false OR Username LIKE 'ann%') AND Profile.Name = 'standard user'"),
    ).to.deep.equal(['ann@acme.example', 'bob@acme.example']);
    expect(await usernames("Username IN ('ann@acme.example', 'x') AND FirstName = null")).to.have.length(1);
  });

  it('takes 15-character ids for the same as 18', async () => {
    const [first] = (await caller.query<{ Id: string }>('SELECT Id FROM User LIMIT 1')).body.records;
    expect(await usernames(`Id = '${first?.Id.slice(0, 15)}'`)).to.have.length(1);
  });

  it('understands dates and stretches of days', async () => {
    expect(await usernames('CreatedDate = TODAY')).to.have.length(3);
    expect(await usernames('CreatedDate >= LAST_N_DAYS:30')).to.have.length(3);
    expect(await usernames('CreatedDate < LAST_N_DAYS:30')).to.have.length(0);
    expect(await usernames('CreatedDate > 2026-11-23T09:59:59Z')).to.have.length(3);
    expect(await usernames('CreatedDate > 2026-11-24T00:00:00.000+00:00')).to.have.length(0);
  });

  it('counts, groups and names what has no alias', async () => {
    expect((await caller.query('SELECT COUNT() FROM User')).body).to.deep.include({ totalSize: 3, records: [] });
    const { records } = (
      await caller.query(
        'SELECT IsActive, COUNT(Id) n, MAX(Username) FROM User GROUP BY IsActive ORDER BY IsActive DESC',
      )
    ).body;
    expect(records.map(({ IsActive, n }) => [IsActive, n])).to.deep.equal([
      [true, 2],
      [false, 1],
    ]);
    expect(records[1]?.expr0).to.equal('bob@acme.example');
  });

  it('groups moments by their day, and nothing else', async () => {
    const soql = 'SELECT DAY_ONLY(CreatedDate) day, COUNT(Id) n FROM User GROUP BY DAY_ONLY(CreatedDate)';
    expect((await caller.query(soql)).body.records).to.deep.equal([
      { attributes: { type: 'AggregateResult' }, day: '2026-11-23', n: 3 },
    ]);
    const unnamed = 'SELECT DAY_ONLY(CreatedDate), COUNT(Id) FROM User GROUP BY DAY_ONLY(CreatedDate)';
    expect((await caller.query(unnamed)).body.records[0]).to.include({ expr0: '2026-11-23', expr1: 3 });
    expect((await caller.queryRefusal('SELECT DAY_ONLY(CreatedDate) FROM User'))[0]).to.equal('MALFORMED_QUERY');
    const ofText = 'SELECT COUNT(Id) FROM User GROUP BY DAY_ONLY(Username)';
    expect((await caller.queryRefusal(ofText))[0]).to.equal('INVALID_FIELD');
    expect((await caller.queryRefusal('SELECT COUNT(Id) FROM User GROUP BY CALENDAR(CreatedDate)'))[0]).to.equal(
      'MALFORMED_QUERY',
    );
  });

  it('keeps the groups that HAVING lets through', async () => {
    const soql = 'SELECT IsActive, COUNT(Id) n FROM User GROUP BY IsActive HAVING COUNT(Id) > 1 AND IsActive = true';
    expect((await caller.query(soql)).body.records.map(({ n }) => n)).to.deep.equal([2]);
  });

  it('shows related fields as nested records, missing ones as null', async () => {
    const { records } = (
      await caller.query('SELECT Username, Profile.UserLicense.Name, Manager.Name FROM User LIMIT 1')
    ).body;
    expect(records[0]).to.have.nested.property('Profile.UserLicense.Name', 'Salesforce');
    expect(records[0]).to.have.property('Manager', null);
  });

  it('runs sub-selects of children and semi-joins', async () => {
    putPermissionSet(org, 'Reader', { objectPermissions: { object: 'Account', allowRead: 'true' } });
    const { records } = (
      await caller.query("SELECT Name, (SELECT SobjectType FROM ObjectPerms) FROM PermissionSet WHERE Name = 'Reader'")
    ).body;
    expect(records[0]).to.have.nested.property('ObjectPerms.records[0].SobjectType', 'Account');
    const joined = await caller.query(
      'SELECT Username FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment)',
    );
    expect(joined.body.totalSize).to.equal(3);
  });

  it('pages by 2,000 rows, OauthToken by 500 and never beyond 2,500', async () => {
    const user = org.org.records('User')[0]?.Id ?? '';
    const at = org.clock.now();
    for (let i = 0; i < 2600; i += 1)
      org.state.grants.push({
        id: org.org.newId('0CQ'),
        userId: user,
        appName: `App ${i}`,
        scopes: ['api'],
        refreshToken: `r${i}`,
        rotatedOut: [],
        deleteToken: `d${i}`,
        createdDate: at,
        lastUsedDate: at,
        useCount: 1,
        clientId: 'elsewhere',
      });
    expect((await caller.query('SELECT COUNT() FROM OauthToken')).body.totalSize).to.equal(2600);
    const first = (await caller.query('SELECT AppName FROM OauthToken')).body;
    expect(first.records).to.have.length(500);
    expect(first).to.include({ done: false, totalSize: 2500 });
    const second = await caller.call<typeof first>('GET', first.nextRecordsUrl ?? '');
    expect(second.body.records[0]).to.include({ AppName: 'App 500' });
    const rest = await caller.query('SELECT AppName FROM OauthToken LIMIT 2500 OFFSET 2500');
    expect(rest.body.records).to.have.length(100);
    expect(await caller.queryRefusal('SELECT Id FROM User OFFSET 2001')).to.deep.equal([
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Maximum SOQL offset allowed is 2000',
    ]);
    expect((await caller.refusal('GET', '/query/01gNothing-500'))[0]).to.equal('INVALID_QUERY_LOCATOR');
  });

  const refused: Array<[string, string, RegExp]> = [
    ['SELECT Id FROM ScratchOrgInfo', 'INVALID_TYPE', /^sObject type 'ScratchOrgInfo' is not supported\. If you/],
    ['SELECT Id FROM Certificate', 'INVALID_TYPE', /'Certificate' is not supported/],
    ['SELECT Nope FROM User', 'INVALID_FIELD', /^No such column 'Nope' on entity 'User'\. If you/],
    ['SELECT PermissionsUseAnyApiClient FROM PermissionSet', 'INVALID_FIELD', /'PermissionsUseAnyApiClient'/],
    ['SELECT Nope.Name FROM User', 'INVALID_FIELD', /^Didn't understand relationship 'Nope' in field path/],
    [
      "SELECT Id FROM LoginHistory WHERE Application = 'x'",
      'INVALID_FIELD',
      /^field 'Application' can not be filtered in a query call$/,
    ],
    ["SELECT Id FROM SetupAuditTrail WHERE Section = 'x'", 'INVALID_FIELD', /^field 'Section' can not be filtered/],
    [
      "SELECT Id FROM User WHERE IsActive = 'true'",
      'INVALID_FIELD',
      /must be of type boolean and should not be enclosed in quotes$/,
    ],
    [
      'SELECT Id FROM User WHERE Username = 5',
      'INVALID_FIELD',
      /must be of type string and should be enclosed in quotes$/,
    ],
    ["SELECT Id FROM User WHERE Id = 'abc'", 'INVALID_QUERY_FILTER_OPERATOR', /^invalid ID field: abc$/],
    ['SELECT Id FROM', 'MALFORMED_QUERY', /^unexpected token: <EOF>$/],
    ['SELECT Id FROM User WHERE', 'MALFORMED_QUERY', /^unexpected token: <EOF>$/],
    ['SELECT Id FROM User;', 'MALFORMED_QUERY', /^unexpected token: ';'$/],
    ['SELECT Id FROM User WHERE Id = null AND Id = null OR Id = null', 'MALFORMED_QUERY', /^unexpected token: 'OR'$/],
    [
      'SELECT Name, COUNT(Id) FROM User GROUP BY IsActive',
      'MALFORMED_QUERY',
      /^Field must be grouped or aggregated: Name$/,
    ],
    ['SELECT COUNT(Id) FROM User GROUP BY CreatedDate', 'INVALID_FIELD', /can not be grouped in a query call$/],
  ];

  for (const [soql, code, message] of refused)
    it(`refuses ${soql}`, async () => {
      const [errorCode, text] = await caller.queryRefusal(soql);
      expect([errorCode, text.match(message) ? 'as expected' : text]).to.deep.equal([code, 'as expected']);
    });

  it('knows other objects at the tooling endpoint', async () => {
    expect((await caller.query('SELECT DeveloperName FROM Certificate', '/tooling/query')).status).to.equal(200);
    expect((await caller.query('SELECT ContactEmail FROM ConnectedApplication', '/tooling/query')).status).to.equal(
      200,
    );
    expect((await caller.queryRefusal('SELECT ContactEmail FROM ConnectedApplication'))[0]).to.equal('INVALID_FIELD');
    expect((await caller.queryRefusal('SELECT Id FROM ExternalClientApplication', '/tooling/query'))[0]).to.equal(
      'INVALID_TYPE',
    );
    org.state.switches.externalClientAppObjectsOn = ['data', 'tooling'];
    expect((await caller.query('SELECT Id FROM ExternalClientApplication', '/tooling/query')).status).to.equal(200);
  });

  it('describes exactly what it can query', async () => {
    const { body } = await caller.call<{ sobjects: Array<{ name: string }> }>('GET', '/sobjects');
    for (const { name } of body.sobjects) {
      const described = await caller.call<{ fields: Array<{ name: string }> }>('GET', `/sobjects/${name}/describe`);
      const fields = described.body.fields.map((field) => field.name).join(', ');
      expect((await caller.query(`SELECT ${fields} FROM ${name} LIMIT 1`)).status, name).to.equal(200);
    }
    expect(body.sobjects.length).to.be.greaterThan(40);
  });

  it('gates objects by API version', async () => {
    const soql = encodeURIComponent('SELECT Id FROM ExternalClientApplication');
    expect((await caller.call('GET', `/services/data/v58.0/query?q=${soql}`)).status).to.equal(400);
    expect((await caller.call('GET', `/services/data/v59.0/query?q=${soql}`)).status).to.equal(200);
    expect((await caller.call('GET', '/services/data/v68.0/limits')).status).to.equal(404);
    expect((await caller.call('GET', '/services/data/v20.0/limits')).status).to.equal(200);
  });
});
