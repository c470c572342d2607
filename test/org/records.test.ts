import { expect } from 'chai';
import { createWorld, startLoopbackOrg, type LoopbackOrg } from './index.js';
import { integrationProfile } from './names.js';
import { createCaller, putExternalClientApp, putPermissionSet } from './testing.js';

describe('records of the loopback org', () => {
  let org: LoopbackOrg;
  let caller: ReturnType<typeof createCaller>;
  let profileId: string;

  beforeEach(async () => {
    org = await startLoopbackOrg({ integrationSeats: 2 });
    caller = createCaller(org);
    profileId = org.state.profiles.find(({ name }) => name === integrationProfile)?.id ?? '';
  });

  afterEach(() => org.stop());

  const newUser = (username: string): Record<string, string> => ({
    Username: username,
    LastName: 'Erp',
    Alias: 'erp',
    Email: 'erp@acme.example',
    ProfileId: profileId,
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
  });

  const create = async (object: string, fields: Record<string, unknown>): Promise<string> =>
    (await caller.call<{ id: string }>('POST', `/sobjects/${object}`, fields)).body.id;

  it('creates, reads and deactivates users, and counts their seats', async () => {
    const id = await create('User', newUser('erp@acme.example'));
    expect((await caller.call('GET', `/sobjects/User/${id}`)).body).to.include({
      Username: 'erp@acme.example',
      IsActive: true,
    });
    const seats = async (): Promise<unknown> =>
      (await caller.query("SELECT UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'")).body.records[0]
        ?.UsedLicenses;
    expect(await seats()).to.equal(1);
    expect((await caller.call('PATCH', `/sobjects/User/${id}`, { IsActive: false })).status).to.equal(204);
    expect(await seats()).to.equal(0);
    expect((await caller.refusal('DELETE', `/sobjects/User/${id}`))[0]).to.equal('INVALID_TYPE_FOR_OPERATION');
  });

  it('refuses users for the reasons an org has', async () => {
    await create('User', newUser('erp@acme.example'));
    const refusal = async (more: Record<string, unknown>): Promise<string> =>
      (await caller.refusal('POST', '/sobjects/User', { ...newUser('b@acme.example'), ...more }))[0];
    expect(await refusal({ Username: 'ERP@acme.example' })).to.equal('DUPLICATE_USERNAME');
    expect(await refusal({ Username: 'erp' })).to.equal('INVALID_EMAIL_ADDRESS');
    expect(await refusal({ Alias: 'much-too-long' })).to.equal('STRING_TOO_LONG');
    expect(await refusal({ Nope: 1 })).to.equal('INVALID_FIELD');
    expect(await refusal({ UserType: 'Guest' })).to.equal('INVALID_FIELD_FOR_INSERT_UPDATE');
    expect(await refusal({ LastName: '' })).to.equal('REQUIRED_FIELD_MISSING');
    expect(await refusal({ ProfileId: org.organizationId })).to.equal('INVALID_CROSS_REFERENCE_KEY');
    await create('User', newUser('second@acme.example'));
    expect(await refusal({})).to.equal('LICENSE_LIMIT_EXCEEDED');
  });

  it('knows usernames and keys of the other orgs of its world', async () => {
    const world = createWorld();
    const one = await startLoopbackOrg({ world, users: [{ username: 'taken@acme.example' }] });
    const two = await startLoopbackOrg({ world });
    profileId = two.state.profiles.find(({ name }) => name === integrationProfile)?.id ?? '';
    const [code] = await createCaller(two).refusal('POST', '/sobjects/User', newUser('taken@acme.example'));
    expect(code).to.equal('DUPLICATE_USERNAME');
    expect(one.organizationId).to.not.equal(two.organizationId);
    await Promise.all([one.stop(), two.stop()]);
  });

  describe('assignments', () => {
    let userId: string;
    let setId: string;

    beforeEach(async () => {
      userId = await create('User', newUser('erp@acme.example'));
      const objectPermissions = { object: 'Account', allowRead: 'true' };
      setId = putPermissionSet(org, 'Erp_Data', { objectPermissions });
    });

    const assignment = (): Record<string, string> => ({ AssigneeId: userId, PermissionSetId: setId });
    const assignLicense = async (): Promise<string> => {
      const found = await caller.query<{ Id: string }>(
        "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'salesforceapiintegrationpsl'",
      );
      const fields = { AssigneeId: userId, PermissionSetLicenseId: found.body.records[0]?.Id };
      return create('PermissionSetLicenseAssign', fields);
    };

    it('wants the permission set licence before object permissions', async () => {
      const [code, message] = await caller.refusal('POST', '/sobjects/PermissionSetAssignment', assignment());
      expect(code).to.equal('FIELD_INTEGRITY_EXCEPTION');
      expect(message).to.equal(
        'Can\'t assign permission set "Erp_Data" to user "erp@acme.example". The user license doesn\'t allow the permission: Read Accounts',
      );
      await assignLicense();
      expect(await create('PermissionSetAssignment', assignment())).to.match(/^0Pa/);
    });

    it('refuses sets of another licence', async () => {
      setId = putPermissionSet(org, 'Humans', { license: 'Salesforce' });
      const [, message] = await caller.refusal('POST', '/sobjects/PermissionSetAssignment', assignment());
      expect(message).to.match(/^Can't assign permission set "Humans" to user "erp@acme.example"\./);
    });

    it('refuses the same twice', async () => {
      await assignLicense();
      await create('PermissionSetAssignment', assignment());
      expect((await caller.refusal('POST', '/sobjects/PermissionSetAssignment', assignment()))[0]).to.equal(
        'DUPLICATE_VALUE',
      );
    });

    it('shows the hidden set of the profile beside the assigned ones', async () => {
      await assignLicense();
      await create('PermissionSetAssignment', assignment());
      const soql = `SELECT PermissionSet.Name, PermissionSet.IsOwnedByProfile FROM PermissionSetAssignment WHERE AssigneeId = '${userId}'`;
      const { records } = (await caller.query<{ PermissionSet: { Name: string; IsOwnedByProfile: boolean } }>(soql))
        .body;
      expect(records.map(({ PermissionSet }) => PermissionSet.IsOwnedByProfile)).to.deep.equal([true, false]);
      expect(records[0]?.PermissionSet.Name).to.match(/^X00e/);
    });

    it('keeps people without the right from assigning', async () => {
      const robot = await startLoopbackOrg({
        adminPermissions: { remove: ['AssignPermissionSets', 'ManageUsers', 'ModifyAllData'] },
      });
      const id = putPermissionSet(robot, 'Any');
      const fields = { AssigneeId: robot.org.records('User')[0]?.Id, PermissionSetId: id };
      const [code] = await createCaller(robot).refusal('POST', '/sobjects/PermissionSetAssignment', fields);
      expect(code).to.equal('INSUFFICIENT_ACCESS_OR_READONLY');
      await robot.stop();
    });
  });

  it('opens an app by SetupEntityAccess, and shows the ones that the documents name', async () => {
    const { appId } = putExternalClientApp(org, 'Erp', { policy: { commaSeparatedPermissionSet: 'Erp_Access' } });
    const named = putPermissionSet(org, 'Erp_Access');
    const other = putPermissionSet(org, 'Other');
    const fields = { ParentId: other, SetupEntityId: appId };
    const id = await create('SetupEntityAccess', fields);
    const rows = async (): Promise<unknown[]> =>
      (
        await caller.query("SELECT ParentId FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'")
      ).body.records.map(({ ParentId }) => ParentId);
    expect(await rows()).to.deep.equal([named, other]);
    expect((await caller.refusal('POST', '/sobjects/SetupEntityAccess', fields))[0]).to.equal('DUPLICATE_VALUE');
    await caller.call('DELETE', `/sobjects/SetupEntityAccess/${id}`);
    expect(await rows()).to.deep.equal([named]);
  });

  it('runs several calls in one', async () => {
    const { body } = await caller.call<{ hasErrors: boolean; results: Array<{ statusCode: number }> }>(
      'POST',
      '/composite/batch',
      {
        batchRequests: [
          { method: 'GET', url: 'v67.0/query?q=SELECT+Id+FROM+User' },
          { method: 'GET', url: 'v67.0/sobjects/Nope/describe' },
        ],
      },
    );
    expect(body.results.map(({ statusCode }) => statusCode)).to.deep.equal([200, 404]);
    expect(body.hasErrors).to.equal(true);
  });

  it('answers 401 without a live session, and tells the limits to everyone else', async () => {
    const stranger = createCaller(org, '00Dx!nothing');
    expect(await stranger.refusal('GET', '/limits')).to.deep.equal([
      'INVALID_SESSION_ID',
      'Session expired or invalid',
    ]);
    expect((await caller.call('GET', '/limits')).headers.get('sforce-limit-info')).to.match(/^api-usage=\d+\/100000$/);
    expect(await caller.refusal('GET', '/nope')).to.deep.equal(['NOT_FOUND', 'The requested resource does not exist']);
  });

  it('streams event log files', async () => {
    const id = org.org.newId('0AT');
    org.state.eventLogFiles.push({
      row: { Id: id, EventType: 'ApiTotalUsage', LogDate: '2026-11-22T00:00:00.000+0000', LogFileLength: 20 },
      content: () => ['"EVENT_TYPE"\n', '"ApiTotalUsage"\n'],
    });
    const { records } = (await caller.query("SELECT LogFile FROM EventLogFile WHERE EventType = 'ApiTotalUsage'")).body;
    expect((await caller.call('GET', String(records[0]?.LogFile))).body).to.equal('"EVENT_TYPE"\n"ApiTotalUsage"\n');
  });
});
