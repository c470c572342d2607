import { expect } from 'chai';
import { inventoryFromOrg } from '../../../src/inventory/fromOrg.js';
import { known } from '../../../src/inventory/types.js';
import { countCalls } from '../../../src/org/connection.js';
import { startLoopbackOrg, type LoopbackOrg } from '../../org/index.js';
import { assign, putConnectedApp, putExternalClientApp, putPermissionSet, putSettings } from '../../org/testing.js';
import { addTokens, appNamed, coverageOf, queryOf } from './arrange.js';
import { connect, useTemporaryHome } from './connect.js';

const billing = {
  label: 'Billing app',
  oauthConfig: { callbackUrl: 'https://billing.example/cb', scopes: ['Api', 'Full'], isAdminApproved: 'true' },
  permissionSetName: ['Billing_Access'],
  profileName: ['System Administrator'],
};

describe('inventory of an org', () => {
  useTemporaryHome();
  let org: LoopbackOrg;

  beforeEach(async () => {
    org = await startLoopbackOrg({
      users: [{ username: 'a@x.example' }, { username: 'b@x.example', isActive: false }],
    });
  });

  afterEach(() => org.stop());

  const read = async (apps?: string[]) => inventoryFromOrg(await connect(org), { org: 'dev', apps });

  it('has both families with their ids, settings, grants and holders', async () => {
    const set = putPermissionSet(org, 'Billing_Access', {
      label: 'Billing access',
      userPermissions: [{ enabled: 'true', name: 'ViewAllData' }],
    });
    assign(org, 'a@x.example', set);
    assign(org, 'b@x.example', set);
    putConnectedApp(org, 'Billing', billing);
    putExternalClientApp(org, 'AcmeErp', { policy: { refreshTokenPolicyType: 'Infinite' } });
    putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });

    const inventory = await read();
    const [connected, external] = [appNamed(inventory, 'Billing'), appNamed(inventory, 'AcmeErp')];

    expect(connected.origin).to.include({ kind: 'org', org: 'dev' }).and.property('id').to.match(/^0H4/);
    expect(external.origin).to.include({ kind: 'org', org: 'dev' }).and.property('id').to.match(/^0xI/);
    expect(connected.scopes).to.deep.equal(known([{ value: 'api' }, { value: 'full' }]));
    expect(external.refreshToken).to.deep.equal(known({ rule: 'never' }));
    // The records name the set by its API name, the app's file by its label.
    expect(connected.grants).to.deep.equal(
      known({ permissionSets: [{ value: 'Billing_Access' }], profiles: [{ value: 'System Administrator' }] }),
    );
    const sets = inventory.permissionSets.map(({ name, isProfile, activeUsers, userPermissions }) => ({
      name,
      isProfile,
      activeUsers,
      broad: userPermissions.map(({ value }) => value).includes('ViewAllData'),
    }));
    expect(sets).to.have.deep.members([
      { name: 'Billing_Access', isProfile: false, activeUsers: known(1), broad: true },
      { name: 'System Administrator', isProfile: true, activeUsers: known(1), broad: true },
    ]);
    expect(inventory.settings[0]?.clientSecretsReadable).to.deep.equal(known(true));
    expect(inventory.coverage.filter(({ status }) => status !== 'complete')).to.deep.equal([]);
  });

  it('makes as many calls for two hundred apps as for two', async () => {
    const count = async (): Promise<number> => {
      const connection = await connect(org);
      const calls = countCalls(connection);
      await inventoryFromOrg(connection, { org: 'dev' });
      return calls.count;
    };
    putConnectedApp(org, 'Billing', billing);
    putExternalClientApp(org, 'AcmeErp');
    addTokens(org, { user: 'a@x.example', appName: 'AcmeErp' });
    const few = await count();
    for (let index = 0; index < 99; index += 1) {
      putConnectedApp(org, `Billing${index}`, { ...billing, label: `Billing ${index}` });
      putExternalClientApp(org, `AcmeErp${index}`);
    }
    expect(await count())
      .to.equal(few)
      .and.to.be.below(20);
    expect((await read()).apps).to.have.length(200);
  });

  it('only reads, and never asks for what could be used', async () => {
    const consumer = putExternalClientApp(org, 'AcmeErp', { global: { consumerSecret: 'written-secret' } });
    addTokens(org, { user: 'a@x.example', appName: 'AcmeErp' });
    org.requests.length = 0;
    const inventory = await read();

    const writes = org.requests.filter(
      ({ method, body }) => method !== 'GET' && !/<(?:retrieve|checkRetrieveStatus)[ >]/.test(body.toString()),
    );
    expect(writes).to.deep.equal([]);
    expect(org.requests.map(queryOf).join('\n')).not.to.match(/AccessToken|RequestToken|DeleteToken|SELECT FIELDS/);
    const everything = JSON.stringify(inventory);
    for (const secret of [consumer.secret, 'written-secret', 'refresh-of-', 'delete-of-', org.accessToken])
      expect(everything).not.to.include(secret);
  });

  it('knows tokens by app and user', async () => {
    const consumer = putConnectedApp(org, 'Billing', billing);
    addTokens(org, { user: 'a@x.example', appName: 'Billing app', appId: consumer.appId });
    addTokens(org, { user: 'b@x.example', appName: 'Old tool' });
    const [tokens] = (await read()).tokens;
    const rows = tokens?.rows.known ? tokens.rows.value : [];
    expect(
      rows.map(({ appName, applicationId, username, userIsActive }) => [
        appName,
        applicationId,
        username,
        userIsActive,
      ]),
    ).to.deep.equal([
      ['Billing app', consumer.appId, 'a@x.example', true],
      ['Old tool', undefined, 'b@x.example', false],
    ]);
    expect(rows[0]?.lastUsedDate).to.be.a('string');
  });

  it('counts holders through permission set groups once', async () => {
    const set = putPermissionSet(org, 'Billing_Access', { label: 'Billing access' });
    putConnectedApp(org, 'Billing', billing);
    const groupId = org.org.newId('0PG');
    org.state.metadata.components.push({
      type: 'PermissionSetGroup',
      fullName: 'Finance',
      id: groupId,
      fields: { label: 'Finance', permissionSets: ['Billing_Access'] },
      createdById: '',
      createdDate: org.clock.now(),
      lastModifiedById: '',
      lastModifiedDate: org.clock.now(),
    });
    assign(org, 'a@x.example', set);
    for (const user of ['a@x.example', org.username])
      org.org.records('PermissionSetAssignment').push({
        Id: org.org.newId('0Pa'),
        AssigneeId: org.org.records('User').find(({ Username }) => Username === user)?.Id ?? '',
        PermissionSetId: org.org.aggregateIdOf(groupId),
        PermissionSetGroupId: groupId,
        IsActive: true,
      });
    const found = (await read()).permissionSets.find(({ name }) => name === 'Billing_Access');
    expect(found?.activeUsers).to.deep.equal(known(2));
  });

  it('keeps to the apps that are named, by API name or label', async () => {
    putConnectedApp(org, 'Billing', billing);
    putExternalClientApp(org, 'AcmeErp');
    expect((await read(['billing APP'])).apps.map(({ name }) => name)).to.deep.equal(['Billing']);
    expect((await read(['acmeerp'])).apps.map(({ name }) => name)).to.deep.equal(['AcmeErp']);
  });

  it('follows External Client Apps to the tooling endpoint', async () => {
    org.state.switches.externalClientAppObjectsOn = ['tooling'];
    putExternalClientApp(org, 'AcmeErp');
    const inventory = await read();
    expect(appNamed(inventory, 'AcmeErp').origin).to.have.property('id').that.matches(/^0xI/);
    expect(coverageOf(inventory, 'ExternalClientApplication')).to.equal('complete');
  });
});
