import { expect } from 'chai';
import type { OrgConnection } from '../../src/org/connection.js';
import { ensureUser } from '../../src/identity/ensureUser.js';
import { connect, useTemporaryHome } from '../inventory/org/connect.js';
import { createWorld, startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../org/index.js';
import { integrationProfile } from '../org/names.js';
import { putPermissionSet } from '../org/testing.js';
import {
  appOf,
  failureOf,
  integrationUser,
  integrationUserNamed,
  manifestOf,
  options,
  putApp,
  requestFor,
  userIn,
  writes,
} from './support.js';

describe('what a new user takes', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let connection: OrgConnection;

  const start = async (more: LoopbackOrgOptions = {}): Promise<void> => {
    org = await startLoopbackOrg(more);
    connection = await connect(org);
  };
  afterEach(() => org.stop());

  const ensure = (more = {}) => ensureUser(connection, requestFor('AcmeErp'), options(more));
  /** The refusal comes before anything is created, in a dry run as well. */
  const refusal = async (): Promise<string> => {
    const dry = await failureOf(ensure({ dryRun: true }));
    const { name, message, actions } = await failureOf(ensure());
    expect(dry.name).to.equal(name);
    expect(actions).to.not.be.empty;
    expect(writes(org)).to.deep.equal([]);
    return `${name}: ${message}`;
  };
  const license = (object: string) => org.org.records(object).at(-1) ?? {};

  it('a seat of the licence', async () => {
    await start({ integrationSeats: 1, users: [integrationUserNamed('other@acme.example')] });
    expect(await refusal()).to.equal(
      'NoFreeSeatError: dev has too few seats of the licence "Salesforce Integration": 1 needed, 0 free (1 of 1 are taken). Nothing was changed.',
    );
  });

  it('a seat of the permission set licence', async () => {
    await start();
    Object.assign(license('PermissionSetLicense'), { TotalLicenses: 0 });
    expect(await refusal()).to.match(
      /^NoFreeSeatError: .*permission set licence "Salesforce API Integration": 1 needed/,
    );
  });

  it('a permission set licence that is in force', async () => {
    await start();
    Object.assign(license('PermissionSetLicense'), { Status: 'Disabled' });
    expect(await refusal()).to.match(/^NoFreeSeatError: .*\(it is disabled\)/);
  });

  it('the permission set licence', async () => {
    await start();
    org.org.state.records['PermissionSetLicense'] = [];
    expect(await refusal()).to.match(/^IntegrationLicenseMissingError: .*SalesforceAPIIntegrationPsl/);
  });

  it('the licence', async () => {
    await start();
    org.state.profiles.splice(
      0,
      org.state.profiles.length,
      ...org.state.profiles.filter(({ name }) => name !== integrationProfile),
    );
    expect(await refusal()).to.match(/^IntegrationLicenseMissingError: .*no profile on the licence/);
  });

  it('a profile that is known, or the only one that is API only', async () => {
    await start();
    const profile = org.state.profiles.find(({ name }) => name === integrationProfile);
    if (!profile) throw new Error('no profile');
    const clone = { ...profile, id: org.org.newId('00e'), permissionSetId: org.org.newId('0PS'), name: 'Robots' };
    org.state.profiles.push(clone);
    profile.name = 'Profil minimum';
    expect(await refusal()).to.match(/^IntegrationProfileMissingError/);
    clone.name = 'Salesforce API Only System Integrations';
    await ensure();
    expect(userIn(org)?.ProfileId).to.equal(clone.id);
  });

  it('takes a profile of a translated name when there is no other', async () => {
    await start();
    const profile = org.state.profiles.find(({ name }) => name === integrationProfile);
    Object.assign(profile ?? {}, { name: 'Profil minimum' });
    expect((await ensure()).created).to.equal(true);
  });

  it('the permission Manage Users', async () => {
    await start({ adminPermissions: { remove: ['ManageUsers'] } });
    expect(await refusal()).to.match(
      /^UserPermissionMissingError: .*Manage Users \(ManageUsers\), to create the user\./,
    );
  });

  it('the permission Assign Permission Sets, even when the sets are not there yet', async () => {
    await start({
      users: [{ ...integrationUserNamed(), permissionSetLicenses: [] }],
      adminPermissions: { remove: ['ManageUsers', 'AssignPermissionSets'] },
    });
    expect(await refusal()).to.match(/^UserPermissionMissingError: .*AssignPermissionSets/);
    putApp(org, 'AcmeErp');
    expect(await refusal()).to.match(/^UserPermissionMissingError: .*AssignPermissionSets/);
  });

  it('no permission when nothing is left to do', async () => {
    await start();
    putApp(org, 'AcmeErp');
    await ensure();
    org.state.profiles[0]?.grants.userPermissions.delete('ManageUsers');
    org.state.profiles[0]?.grants.userPermissions.delete('AssignPermissionSets');
    expect((await ensure()).steps.map(({ status }) => status)).to.deep.equal(Array(6).fill('already'));
  });

  it('a username that no other org has', async () => {
    const world = createWorld();
    const other = await startLoopbackOrg({ world, users: [{ username: integrationUser }] });
    await start({ world });
    const { name, message, actions } = await failureOf(ensure());
    expect(`${name}: ${message}`).to.equal(
      `UsernameTakenError: Another org has the username ${integrationUser} already.`,
    );
    expect(actions?.[0]).to.contain('environments');
    await other.stop();
  });

  it('says what the org has against a permission set; the next run goes on from there', async () => {
    await start();
    putApp(org, 'AcmeErp');
    putPermissionSet(org, 'AcmeErp_Data', { license: 'Salesforce' });
    const { name, message } = await failureOf(ensure());
    expect(`${name}: ${message}`).to.match(
      /^PermissionSetRefusedError: dev refused the permission set AcmeErp_Data for .*Can't assign/,
    );
    putApp(org, 'AcmeErp');
    expect((await ensure()).steps.map(({ status }) => status)).to.deep.equal([
      ...['already', 'already', 'already', 'done'],
      ...['already', 'already'],
    ]);
  });

  it('says what the org has against the user', async () => {
    await start();
    org.faults.onRequest = ({ method, path }) =>
      method === 'POST' && path.endsWith('/sobjects/User')
        ? {
            status: 400,
            body: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Cost centre<br>is missing' }],
          }
        : undefined;
    const { name, message } = await failureOf(ensure());
    expect(`${name}: ${message}`).to.equal(
      `UserRefusedError: dev refused the user ${integrationUser} of AcmeErp: Cost centre is missing`,
    );
  });

  it('an app that has a user: people sign in to the others', async () => {
    await start();
    const app = { ...appOf(manifestOf('AcmeErp')), flow: 'authorization-code' as const };
    const { name } = await failureOf(ensureUser(connection, { app, username: integrationUser }, options()));
    expect(name).to.equal('PeopleSignInError');
    expect(org.requests.filter(({ path }) => path.includes('query'))).to.deep.equal([]);
  });
});
