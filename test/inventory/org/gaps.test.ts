import { expect } from 'chai';
import { inventoryFromOrg } from '../../../src/inventory/fromOrg.js';
import { known } from '../../../src/inventory/types.js';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../../org/index.js';
import { putConnectedApp, putExternalClientApp, putPermissionSet } from '../../org/testing.js';
import { addTokens, appNamed, coverageOf, queryOf, refuse } from './arrange.js';
import { connect, useTemporaryHome } from './connect.js';

const billing = {
  label: 'Billing app',
  oauthConfig: { callbackUrl: 'https://billing.example/cb', scopes: ['Api'], isAdminApproved: 'true' },
  permissionSetName: ['Billing_Access'],
};

describe('what an org does not show', () => {
  useTemporaryHome();
  let org: LoopbackOrg;

  const start = async (options: LoopbackOrgOptions = {}): Promise<void> => {
    org = await startLoopbackOrg({ users: [{ username: 'a@x.example' }], ...options });
    putPermissionSet(org, 'Billing_Access');
    putConnectedApp(org, 'Billing', billing);
    putExternalClientApp(org, 'AcmeErp', {
      settings: { commaSeparatedOauthScopes: 'Api, RefreshToken, OfflineAccess' },
      policy: { clientCredentialsFlowUser: 'a@x.example', sessionTimeoutInMinutes: '120' },
    });
    addTokens(org, { user: 'a@x.example', appName: 'AcmeErp' });
  };

  afterEach(() => org.stop());

  const read = async (version?: string) => inventoryFromOrg(await connect(org, version), { org: 'dev' });
  const readWithout = async (...remove: string[]) => {
    await start({ adminPermissions: { remove } });
    return read();
  };

  it('never takes the own tokens of a user for those of the org', async () => {
    const inventory = await readWithout('CustomizeApplication');
    const reason =
      'the user lacks the permission CustomizeApplication, so only the own tokens of that user can be seen';
    expect(inventory.tokens).to.deep.equal([{ org: 'dev', rows: { known: false, reason } }]);
    expect(coverageOf(inventory, 'OauthToken')).to.equal(`partial: ${reason}`);
    expect(org.requests.map(queryOf).join('\n')).not.to.include('OauthToken');
  });

  it('says so when the org does not tell what the user may', async () => {
    await start();
    refuse(org, (request) => queryOf(request).includes('UserPermissionAccess'), 'INVALID_TYPE', 'not supported');
    const inventory = await read();
    expect(coverageOf(inventory, 'OauthToken')).to.match(/^partial: the org does not tell whether/);
    expect(inventory.tokens[0]?.rows.known).to.equal(false);
  });

  it('fills facts from records when the metadata may not be retrieved', async () => {
    const inventory = await readWithout('ModifyAllData', 'ModifyMetadata');
    expect(coverageOf(inventory, 'metadata')).to.match(/^unavailable: the metadata could not be retrieved/);
    const [connected, external] = [appNamed(inventory, 'Billing'), appNamed(inventory, 'AcmeErp')];
    expect(connected.permittedUsers).to.deep.equal(known('admin-approved'));
    expect(connected.grants).to.deep.equal(known({ permissionSets: [{ value: 'Billing_Access' }], profiles: [] }));
    expect(connected.scopes)
      .to.have.property('reason')
      .that.matches(/^the metadata could not be retrieved/);
    // A record without validity is weak evidence, which is not "never expires".
    expect(connected.refreshToken)
      .to.have.property('reason')
      .that.matches(/perhaps never; the metadata could not be retrieved: .*ModifyMetadata/);
    expect(connected.managed).to.equal(false);

    expect(external.scopes).to.deep.equal(known([{ value: 'api' }, { value: 'refresh_token' }]));
    expect(external.permittedUsers).to.deep.equal(known('admin-approved'));
    expect(external.refreshToken).to.deep.equal(known({ rule: 'inactivity', days: 30 }));
    expect(external.sessionTimeoutMinutes).to.deep.equal(known(120));
    expect(external.clientCredentials.policy).to.deep.equal(known(true));
    expect(external.clientCredentials.runAsUser).to.deep.equal(known('a@x.example'));
    expect(external.clientCredentials.settings.known).to.equal(false);
    expect(external.enabled).to.deep.equal(known(true));
    expect(external.pkceRequired.known).to.equal(false);
  });

  it('does not take hidden grants for none', async () => {
    const inventory = await readWithout('ViewSetup', 'CustomizeApplication', 'ManageUsers');
    expect(coverageOf(inventory, 'SetupEntityAccess')).to.match(/^unavailable/);
    expect(coverageOf(inventory, 'ConnectedApplication')).to.match(/^unavailable/);
    // The app's own file still tells.
    expect(appNamed(inventory, 'Billing').grants).to.deep.equal(
      known({ permissionSets: [{ value: 'Billing_Access' }], profiles: [] }),
    );
    expect(appNamed(inventory, 'Billing').origin).to.have.property('id', '');
  });

  it('knows that External Client Apps may be missing', async () => {
    const inventory = await readWithout(
      'ExternalClientAppViewer',
      'ExternalClientAppAdmin',
      'ExternalClientAppDeveloper',
    );
    for (const source of ['ExternalClientApplication', 'ExtlClntAppOauthPlcyCnfg', 'metadata'])
      expect(coverageOf(inventory, source), source).to.match(/^partial: the user lacks .* may be missing$/);
  });

  it('says that an org of an older version has no External Client Apps', async () => {
    await start();
    const inventory = await read('58.0');
    expect(coverageOf(inventory, 'ExternalClientApplication')).to.equal(
      'unavailable: the org does not show ExternalClientApplication to this user, or has no such object',
    );
    expect(coverageOf(inventory, 'metadata')).to.match(/^partial: .*not available in this API version/);
    expect(inventory.apps.map(({ name }) => name)).to.deep.equal(['Billing']);
  });

  it('does without a column that the org lacks, and names it', async () => {
    await start();
    refuse(
      org,
      (request) => queryOf(request).includes('LastUsedDate'),
      'INVALID_FIELD',
      "\nSELECT …\nERROR at Row:1:Column:8\nNo such column 'LastUsedDate' on entity 'OauthToken'.",
    );
    const inventory = await read();
    expect(coverageOf(inventory, 'OauthToken')).to.equal('partial: the org does not show LastUsedDate of OauthToken');
    const rows = inventory.tokens[0]?.rows;
    expect(rows?.known && rows.value).to.have.length(1);
    expect(rows?.known && rows.value[0]).to.include({ appName: 'AcmeErp', username: 'a@x.example' });
  });

  it('leaves out the columns that a describe does not list', async () => {
    await start();
    const stamps = ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById'];
    const fields = ['Id', 'Name', 'OptionsAllowAdminApprovedUsersOnly', ...stamps].map((name) => ({
      name,
      relationshipName: null,
    }));
    refuse(
      org,
      (request) => /RefreshTokenValidityPeriod.* FROM ConnectedApplication/.test(queryOf(request)),
      'INVALID_FIELD',
      'some text that nobody can parse',
    );
    const refusing = org.faults.onRequest;
    org.faults.onRequest = (request, n) =>
      request.path.endsWith('/sobjects/ConnectedApplication/describe')
        ? { status: 200, body: { fields } }
        : refusing?.(request, n);
    const inventory = await read();
    expect(coverageOf(inventory, 'ConnectedApplication')).to.equal(
      'partial: the org does not show RefreshTokenValidityPeriod of ConnectedApplication',
    );
    expect(appNamed(inventory, 'Billing').origin).to.have.property('id').that.matches(/^0H4/);
  });

  it('does not tell apps of one label apart without their menu items', async () => {
    await start();
    putConnectedApp(org, 'Billing2', billing);
    const apart = await read();
    expect(apart.apps.map(({ origin }) => origin.kind === 'org' && origin.id.slice(0, 3))).to.deep.equal([
      '0H4',
      '0H4',
      '0xI',
    ]);

    refuse(org, (request) => queryOf(request).includes('FROM AppMenuItem'), 'INVALID_TYPE', 'not supported');
    const inventory = await read();
    expect(['Billing', 'Billing2'].map((name) => appNamed(inventory, name).origin)).to.deep.equal([
      { kind: 'org', org: 'dev', id: '' },
      { kind: 'org', org: 'dev', id: '' },
    ]);
    expect(coverageOf(inventory, 'names')).to.match(/^partial: several connected apps are called "Billing app"/);
  });

  it('ends with an ended session instead of an empty answer', async () => {
    await start();
    refuse(org, (request) => queryOf(request) !== '', 'INVALID_SESSION_ID', 'Session expired or invalid');
    let failure: unknown;
    await read().catch((error: unknown) => (failure = error));
    expect(failure).to.be.an('error').with.property('message').that.includes('Session expired');
  });
});
