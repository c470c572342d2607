import { expect } from 'chai';
import type { OrgEvidence, PermissionHolders } from '../../../src/inventory/evidence.js';
import { inventoryFromOrg } from '../../../src/inventory/fromOrg.js';
import { known, type Fact, type Inventory } from '../../../src/inventory/types.js';
import { countCalls } from '../../../src/org/connection.js';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../../org/index.js';
import {
  ageComponent,
  assign,
  putCertificate,
  putConnectedApp,
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
  userNamed,
} from '../../org/testing.js';
import { addTokens, appNamed, coverageOf, queryOf } from './arrange.js';
import { connect, useTemporaryHome } from './connect.js';

const integrationProfile = 'Minimum Access - API Only Integrations';
const runAs = 'erp@x.example';

const valueOf = <T>(fact: Fact<T> | undefined): T => {
  if (!fact?.known) throw new Error(fact ? `not known: ${fact.reason}` : 'no fact');
  return fact.value;
};

/** `unknown: …`, or what is known. */
const told = (fact: Fact<unknown> | undefined): unknown => (fact?.known ? fact.value : `unknown: ${fact?.reason}`);

const permissions = (...names: string[]) => ({ userPermissions: names.map((name) => ({ enabled: 'true', name })) });

/** Gives a permission set or the aggregate one of a group to a user. */
const assignGroup = ({ org }: LoopbackOrg, username: string, groupId: string, expires?: Date): void => {
  const user = org.records('User').find(({ Username }) => Username === username);
  org.records('PermissionSetAssignment').push({
    Id: org.newId('0Pa'),
    AssigneeId: user?.Id ?? '',
    PermissionSetId: org.aggregateIdOf(groupId),
    PermissionSetGroupId: groupId,
    ExpirationDate: expires ? expires.toISOString() : null,
    IsActive: true,
  });
};

describe('evidence of an org', () => {
  useTemporaryHome();
  let org: LoopbackOrg;

  const start = async (options: LoopbackOrgOptions = {}): Promise<void> => {
    org = await startLoopbackOrg({ users: [{ username: runAs, profile: integrationProfile }], ...options });
    putExternalClientApp(org, 'AcmeErp', { policy: { clientCredentialsFlowUser: runAs } });
  };

  afterEach(() => org.stop());

  const read = async (): Promise<Inventory> => inventoryFromOrg(await connect(org), { org: 'dev', evidence: true });
  const evidence = async (): Promise<OrgEvidence> => {
    const [first] = (await read()).orgs;
    if (!first) throw new Error('The inventory has no evidence');
    return first;
  };
  const idOf = (username: string): string => userNamed(org, username).Id;

  it('is read for audits only', async () => {
    await start();
    expect((await inventoryFromOrg(await connect(org), { org: 'dev' })).orgs).to.deep.equal([]);
    const asked = org.requests.map(queryOf).join('\n');
    expect(asked).to.not.match(
      /FROM (?:User|UserLogin|Organization|UserLicense|Certificate|ExtlClntAppOauthConsumer)\b/,
    );
    expect((await read()).orgs).to.have.length(1);
  });

  it('tells which org it is, and leaves no gap for an administrator', async () => {
    await start();
    const inventory = await read();
    const [first] = inventory.orgs;
    expect(first).to.include({ org: 'dev', orgId: org.organizationId, edition: 'Enterprise Edition' });
    expect(first?.isSandbox).to.deep.equal(known(org.state.switches.isSandbox));
    expect(Date.parse(first?.readAt ?? '')).to.be.closeTo(Date.now(), 60_000);
    const gaps = inventory.coverage.filter(
      ({ status, source }) => status !== 'complete' && !/ApiTotal|EventLog/.test(source),
    );
    expect(gaps).to.deep.equal([]);
  });

  it('has every user with profile, licence, freeze and API Only User', async () => {
    await start();
    const set = putPermissionSet(org, 'Api_Only', permissions('ApiUserOnly'));
    putUser(org, { username: 'human@x.example', name: 'Human', daysAgo: 10, lastLogin: { daysAgo: 2 } });
    putUser(org, { username: 'frozen@x.example', isFrozen: true });
    putUser(org, { username: 'gone@x.example', isActive: false });
    assign(org, 'frozen@x.example', set);

    const users = new Map(valueOf((await evidence()).users).map((user) => [user.username, user]));
    expect(users.get(runAs)).to.deep.include({
      id: idOf(runAs),
      isActive: true,
      profile: integrationProfile,
      license: 'Salesforce Integration',
      apiOnly: known(true),
      isFrozen: known(false),
      userType: 'Standard',
    });
    expect(users.get('human@x.example')).to.deep.include({ name: 'Human', apiOnly: known(false) });
    expect(users.get('human@x.example')?.createdDate).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(users.get('human@x.example')?.lastLoginDate).to.match(/Z$/);
    expect(users.get('frozen@x.example')).to.deep.include({ isFrozen: known(true), apiOnly: known(true) });
    expect(users.get('gone@x.example')).to.deep.include({ isActive: false });
    expect(users.get('gone@x.example')?.apiOnly.known).to.equal(false);
  });

  it('says when it does not show users that hold tokens', async () => {
    await start();
    addTokens(org, { user: '005000000000999AAA', appName: 'Old tool', count: 2 });
    const inventory = await read();
    expect(coverageOf(inventory, 'User')).to.equal(
      'partial: the org does not show 1 of the users that hold tokens or permission sets',
    );
    expect(inventory.orgs[0]?.users.known).to.equal(true);
  });

  it('knows who holds a permission, through profile, permission set and group alike', async () => {
    await start({ users: ['a', 'b', 'c'].map((name) => ({ username: `${name}@x.example` })) });
    const set = putPermissionSet(org, 'Approvers', permissions('CanApproveUninstalledApps'));
    putPermissionSet(org, 'Readers', permissions('ViewAllData'));
    const group = putPermissionSetGroup(org, 'Ops', ['Readers', 'Approvers']);
    assign(org, 'a@x.example', set);
    assignGroup(org, 'a@x.example', group);
    assignGroup(org, 'b@x.example', group);
    assignGroup(org, 'c@x.example', group, new Date(org.clock.now().getTime() - 1000));

    const holders = new Map(valueOf((await evidence()).permissionHolders).map((one) => [one.permission, one]));
    const of = (permission: string): PermissionHolders['holders'] => holders.get(permission)?.holders ?? [];
    expect(of('CanApproveUninstalledApps')).to.have.deep.members([
      { userId: idOf(org.username), via: ['profile System Administrator'] },
      { userId: idOf('a@x.example'), via: ['permission set Approvers', 'permission set group Ops'] },
      { userId: idOf('b@x.example'), via: ['permission set group Ops'] },
    ]);
    expect(of('ViewAllData').map(({ userId }) => userId)).to.not.include(idOf('c@x.example'));
    expect(holders.get('UseAnyApiClient')).to.deep.equal({ permission: 'UseAnyApiClient', exists: false, holders: [] });
    expect(holders.get('UseAnyApiAuth')).to.deep.include({ exists: true });
  });

  it('finds a permission that few orgs have, where it is', async () => {
    await start();
    org.state.switches.useAnyApiClient = true;
    assign(org, runAs, putPermissionSet(org, 'Any_Client', permissions('UseAnyApiClient')));
    const found = valueOf((await evidence()).permissionHolders).find(
      ({ permission }) => permission === 'UseAnyApiClient',
    );
    expect(found).to.deep.equal({
      permission: 'UseAnyApiClient',
      exists: true,
      holders: [{ userId: idOf(runAs), via: ['permission set Any_Client'] }],
    });
  });

  it('knows which objects the users behind apps may reach, and asks for no others', async () => {
    await start({
      users: [
        { username: runAs, profile: integrationProfile },
        { username: 'alone@x.example', profile: 'Minimum Access - Salesforce' },
        { username: 'many@x.example', profile: 'Minimum Access - Salesforce' },
      ],
    });
    const objects = (object: string, ...rights: string[]) => ({
      objectPermissions: [{ object, ...Object.fromEntries(rights.map((right) => [right, 'true'])) }],
    });
    assign(org, runAs, putPermissionSet(org, 'Erp_Data', objects('Order', 'allowRead', 'allowEdit')));
    assign(org, runAs, putPermissionSet(org, 'Erp_More', objects('Order', 'allowRead', 'viewAllRecords')));
    assign(org, 'alone@x.example', putPermissionSet(org, 'Alone', objects('Account', 'allowRead')));
    assign(org, 'many@x.example', putPermissionSet(org, 'Many', objects('Lead', 'allowRead')));
    putToken(org, { username: 'alone@x.example', appName: 'One user tool' });
    for (const username of ['many@x.example', org.username]) putToken(org, { username, appName: 'Shared tool' });

    const { objectAccess, objectAccessOf } = await evidence();
    expect(valueOf(objectAccess)).to.have.deep.members([
      {
        userId: idOf(runAs),
        object: 'Order',
        access: ['read', 'edit', 'view-all'],
        via: ['permission set Erp_Data', 'permission set Erp_More'],
      },
      { userId: idOf('alone@x.example'), object: 'Account', access: ['read'], via: ['permission set Alone'] },
    ]);
    expect(objectAccessOf).to.have.members([idOf(runAs), idOf('alone@x.example')]);
  });

  it('knows which permission sets and profiles open which app, and who holds them', async () => {
    await start({ users: [{ username: 'a@x.example' }, { username: 'b@x.example', isActive: false }] });
    const set = putPermissionSet(org, 'Billing_Access');
    const group = putPermissionSetGroup(org, 'Finance', ['Billing_Access']);
    const { appId } = putConnectedApp(org, 'Billing', {
      label: 'Billing app',
      oauthConfig: { callbackUrl: 'https://billing.example/cb', scopes: ['Api'], isAdminApproved: 'true' },
      permissionSetName: ['Billing_Access'],
      profileName: ['System Administrator'],
    });
    assign(org, 'b@x.example', set);
    assignGroup(org, 'a@x.example', group);

    const inventory = await read();
    const { grants, holders } = valueOf(inventory.orgs[0]?.appAccess);
    const ofBilling = grants.filter(({ applicationId }) => applicationId === appId);
    expect(ofBilling.map(({ parent, isProfile }) => [parent, isProfile])).to.have.deep.members([
      ['Billing_Access', false],
      ['System Administrator', true],
    ]);
    const holdersOf = (name: string) =>
      holders[(ofBilling.find(({ parent }) => parent === name)?.parentId ?? '').slice(0, 15)];
    expect(holdersOf('Billing_Access')).to.deep.equal([idOf('a@x.example')]);
    expect(holdersOf('System Administrator')).to.deep.equal([idOf(org.username)]);
    const counted = inventory.permissionSets.map(({ name, activeUsers }) => [name, told(activeUsers)]);
    expect(counted).to.have.deep.members([
      ['Billing_Access', 1],
      ['System Administrator', 1],
    ]);
  });

  it('has licences, certificates and consumers, without a secret', async () => {
    await start();
    const certificate = putCertificate(org, { name: 'Jwt', expires: '2027-01-31', keySize: 4096 });
    putCertificate(org, { name: 'No_end', expires: null });
    const [consumer] = org.state.metadata.consumers;
    const { licenses, certificates, consumers } = await evidence();
    expect(valueOf(licenses).find(({ name }) => name === 'Salesforce Integration')).to.deep.include({
      key: 'SFDC_INTEGRATION',
      used: 1,
    });
    expect(valueOf(certificates)).to.deep.include({
      id: certificate,
      name: 'Jwt',
      label: 'Jwt',
      expires: '2027-01-31',
      keySize: 4096,
    });
    expect(valueOf(certificates).find(({ name }) => name === 'No_end')?.expires).to.equal(undefined);
    expect(valueOf(consumers)).to.have.length(1);
    expect(valueOf(consumers)[0]).to.include({ id: consumer?.id, applicationId: consumer?.appId, name: 'AcmeErp' });
    expect(valueOf(consumers)[0]?.createdDate).to.match(/Z$/);
  });

  it('has the login IP ranges of profiles by the names that Setup gives them', async () => {
    await start();
    const admin = org.state.profiles.find(({ name }) => name === 'System Administrator');
    admin?.loginIpRanges.push({ start: '203.0.113.1', end: '203.0.113.9' });
    const profiles = valueOf((await evidence()).profiles);
    expect(profiles).to.deep.include({
      name: 'System Administrator',
      loginIpRanges: [{ start: '203.0.113.1', end: '203.0.113.9' }],
      sessionTimeoutMinutes: undefined,
    });
    expect(profiles.find(({ name }) => name === integrationProfile)?.loginIpRanges).to.deep.equal([]);
    expect(profiles.map(({ name }) => name)).to.not.include('Admin');
  });

  it('has the security settings', async () => {
    await start();
    putSettings(org, 'Security', {
      networkAccess: { ipRanges: [{ description: 'Office', end: '198.51.100.9', start: '198.51.100.1' }] },
      sessionSettings: { enforceIpRangesEveryRequest: 'true', sessionTimeout: 'FourHours' },
    });
    const [settings] = (await read()).settings;
    expect(settings?.sessionTimeoutMinutes).to.deep.equal(known(240));
    expect(settings?.enforceIpRangesEveryRequest).to.deep.equal(known(true));
    expect(valueOf(settings?.trustedIpRanges)).to.have.length(1);
    expect(valueOf(settings?.trustedIpRanges)[0]).to.include({
      start: '198.51.100.1',
      end: '198.51.100.9',
      description: 'Office',
    });
  });

  it('says who made an app and when', async () => {
    await start();
    const { appId } = putConnectedApp(org, 'Billing', {
      oauthConfig: { callbackUrl: 'https://billing.example/cb', scopes: ['Api'] },
    });
    const created = { at: new Date('2026-01-02T03:04:05Z') };
    ageComponent(org, appId, { created, modified: { at: new Date('2026-02-03T04:05:06Z') }, createdBy: runAs });
    const inventory = await read();
    expect(appNamed(inventory, 'Billing').record).to.deep.include({
      createdDate: '2026-01-02T03:04:05.000Z',
      createdById: idOf(runAs),
      lastModifiedDate: '2026-02-03T04:05:06.000Z',
    });
    expect(appNamed(inventory, 'AcmeErp').record).to.have.property('createdById', idOf(org.username));
  });

  describe('staged credentials', () => {
    const stage = (): void => {
      const [consumer] = org.state.metadata.consumers;
      if (!consumer) throw new Error('The org has no consumer');
      consumer.staged = {
        id: org.org.newId('8Ac'),
        key: 'staged-key',
        secret: 'staged-secret',
        state: 'Active',
        createdById: idOf(org.username),
        createdDate: new Date('2026-11-01T00:00:00Z'),
        expirationDate: new Date('2099-01-01T00:00:00Z'),
      };
    };

    it('are not asked for while the org keeps secrets to itself', async () => {
      await start();
      stage();
      const { stagedCredentials } = await evidence();
      expect(told(stagedCredentials)).to.match(/^unknown: the org does not let secrets be read by REST/);
      expect(org.requests.filter(({ path }) => path.includes('/credentials/'))).to.deep.equal([]);
    });

    it('are told by their date alone where it does not', async () => {
      await start({ adminPermissions: { add: ['ViewClientSecret'] } });
      stage();
      putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
      const [consumer] = org.state.metadata.consumers;
      const inventory = await read();
      expect(valueOf(inventory.orgs[0]?.stagedCredentials)).to.deep.equal([
        { applicationId: consumer?.appId, consumerId: consumer?.id, stagedAt: '2026-11-01T00:00:00.000Z' },
      ]);
      expect(JSON.stringify(inventory)).not.to.match(/staged-key|staged-secret/);
    });

    it('are not known to a user who may not read secrets', async () => {
      await start();
      putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
      expect(told((await evidence()).stagedCredentials)).to.match(/^unknown: the user may not read staged credentials/);
    });
  });

  describe('that the signed-in user may not see', () => {
    const without = async (...remove: string[]): Promise<{ inventory: Inventory; first: OrgEvidence }> => {
      await start({ adminPermissions: { remove } });
      const inventory = await read();
      const [first] = inventory.orgs;
      if (!first) throw new Error('The inventory has no evidence');
      return { inventory, first };
    };
    const heldIn = ({ preflight }: OrgEvidence, permission: string): Fact<boolean> | undefined =>
      preflight.find((item) => item.permission === permission)?.held;

    it('is announced: each permission with its label, and what stays hidden', async () => {
      const { first } = await without('ManageUsers', 'MonitorLoginHistory', 'EventLogReadAccess');
      expect(heldIn(first, 'ViewSetup')).to.deep.equal(known(true));
      expect(first.preflight.find(({ permission }) => permission === 'MonitorLoginHistory')).to.deep.equal({
        permission: 'MonitorLoginHistory',
        label: 'Monitor Login History',
        held: known(false),
        hides: 'only the own logins of that user can be seen',
      });
      expect(heldIn(first, 'EventLogReadAccess')).to.deep.equal(known(false));
      // This org has no such permission before Spring '27: View Setup shows the trail.
      expect(heldIn(first, 'ViewSetupAuditTrail')).to.equal(undefined);
    });

    it('leaves users known and their freeze unknown without Manage Users', async () => {
      const { inventory, first } = await without('ManageUsers');
      const [user] = valueOf(first.users);
      expect(user?.isFrozen.known).to.equal(false);
      expect(coverageOf(inventory, 'UserLogin')).to.match(/^unavailable/);
    });

    it('is no empty list without View Setup', async () => {
      const { inventory, first } = await without('ViewSetup', 'CustomizeApplication', 'ManageUsers');
      const reason = 'unknown: the user lacks the permission ViewSetup, so records may be missing';
      for (const fact of [first.permissionHolders, first.objectAccess, first.certificates])
        expect(told(fact)).to.equal(reason);
      expect(told(first.appAccess)).to.match(/^unknown: /);
      expect(valueOf(first.users)[0]?.apiOnly.known).to.equal(false);
      expect(coverageOf(inventory, 'PermissionSetAssignment')).to.match(/^partial/);
    });

    it('are profiles, without View All Profiles', async () => {
      const { inventory, first } = await without('ViewAllProfiles');
      expect(told(first.profiles)).to.match(/^unknown: the user lacks the permission ViewAllProfiles/);
      expect(coverageOf(inventory, 'profiles')).to.match(/^unavailable/);
      expect(coverageOf(inventory, 'User')).to.match(/^partial/);
    });

    it('are profiles, where metadata may not be retrieved', async () => {
      const { first } = await without('ModifyMetadata', 'ModifyAllData');
      expect(told(first.profiles)).to.match(/^unknown: the metadata could not be retrieved/);
      expect(heldIn(first, 'ModifyMetadata')).to.deep.equal(known(false));
    });

    it('are External Client Apps and their consumers', async () => {
      const lost = ['ExternalClientAppViewer', 'ExternalClientAppAdmin', 'ExternalClientAppDeveloper'];
      const { first } = await without(...lost);
      expect(told(first.consumers)).to.match(/^unknown: /);
      expect(told(first.stagedCredentials)).to.match(/^unknown: /);
    });
  });

  it('takes as many calls for many apps and users as for few', async () => {
    await start();
    const count = async (): Promise<number> => {
      const connection = await connect(org);
      const calls = countCalls(connection);
      await inventoryFromOrg(connection, { org: 'dev', evidence: true });
      return calls.count;
    };
    putToken(org, { username: runAs, appName: 'AcmeErp' });
    const few = await count();
    for (let index = 0; index < 50; index += 1) {
      putUser(org, { username: `user${index}@x.example`, profile: integrationProfile });
      putExternalClientApp(org, `App${index}`, { policy: { clientCredentialsFlowUser: `user${index}@x.example` } });
    }
    expect(await count())
      .to.equal(few)
      .and.to.be.below(40);
  });

  it('comes from reads alone', async () => {
    await start({ adminPermissions: { add: ['ViewClientSecret'] } });
    putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
    putToken(org, { username: runAs, appName: 'AcmeErp' });
    putLogin(org, { username: runAs, application: 'AcmeErp', daysAgo: 1 });
    putSession(org, { username: runAs, appName: 'AcmeErp' });
    putSetupChange(org, { action: 'insertConnectedApplication', display: 'Installed', daysAgo: 2 });
    putLogFile(org, { rows: [], daysAgo: 1 });
    const seen: string[] = [];
    const others: string[] = [];
    org.faults.onRequest = ({ method, path, query, body }) => {
      const text = body.toString();
      seen.push(`${path}?${decodeURIComponent(query.toString())} ${text}`);
      const isRetrieve = path.includes('/services/Soap/m/') && /<(?:retrieve|checkRetrieveStatus)[ >]/.test(text);
      if (method !== 'GET' && !isRetrieve) others.push(`${method} ${path}`);
      return undefined;
    };
    const inventory = await read();
    expect(seen.length).to.be.above(20);
    expect(seen.some((text) => text.includes('/LogFile'))).to.equal(true);
    expect(valueOf(inventory.orgs[0]?.logins).groups).to.have.length(1);
    expect(valueOf(inventory.orgs[0]?.setupChanges).changes).to.have.length(1);
    expect(others).to.deep.equal([]);
    expect(seen.filter((text) => /AccessToken|RequestToken|DeleteToken|part=keyandsecret/i.test(text))).to.deep.equal(
      [],
    );
    const everything = JSON.stringify(inventory);
    const secrets = [
      ...org.state.metadata.consumers.map(({ secret }) => secret),
      ...org.state.grants.flatMap(({ refreshToken, deleteToken }) => [refreshToken, deleteToken]),
      org.accessToken,
    ];
    for (const secret of secrets) expect(everything).not.to.include(secret);
  });
});
