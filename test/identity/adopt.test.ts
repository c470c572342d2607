import { expect } from 'chai';
import type { OrgConnection } from '../../src/org/connection.js';
import type { UserOptions } from '../../src/identity/types.js';
import { ensureUser } from '../../src/identity/ensureUser.js';
import { readManifest } from '../../src/manifest/read.js';
import { addTokens, refuse } from '../inventory/org/arrange.js';
import { connect, useTemporaryHome } from '../inventory/org/connect.js';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../org/index.js';
import { putConnectedApp, putExternalClientApp } from '../org/testing.js';
import {
  failureOf,
  giveSets,
  integrationUser,
  integrationUserNamed,
  manifestOf,
  options,
  putApp,
  requestFor,
  userIn,
  writes,
} from './support.js';

describe('a user that exists', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let connection: OrgConnection;

  const start = async (more: LoopbackOrgOptions = { users: [integrationUserNamed()] }): Promise<void> => {
    org = await startLoopbackOrg(more);
    connection = await connect(org);
  };
  afterEach(() => org.stop());

  const ensure = (more: Partial<UserOptions> = {}) => ensureUser(connection, requestFor('AcmeErp'), options(more));
  const refusal = async (more: Partial<UserOptions> = {}): Promise<string> => {
    const { name, message } = await failureOf(ensure(more));
    expect(writes(org)).to.deep.equal([]);
    return `${name}: ${message}`;
  };

  it('is adopted when it is free', async () => {
    await start();
    putApp(org, 'AcmeErp');
    const { created, userId, steps, notes } = await ensure();
    expect(created).to.equal(false);
    expect(userId).to.equal(userIn(org)?.Id);
    expect(steps.map(({ status }) => status)).to.deep.equal([
      ...['already', 'already', 'done', 'done'],
      ...['already', 'already'],
    ]);
    expect(notes).to.deep.equal([]);
  });

  it('is found whatever the case of its name', async () => {
    await start();
    const { created } = await ensureUser(connection, requestFor('AcmeErp', integrationUser.toUpperCase()), options());
    expect(created).to.equal(false);
  });

  it('is refused when it is inactive', async () => {
    await start({ users: [{ ...integrationUserNamed(), isActive: false }] });
    expect(await refusal()).to.equal(`UserInactiveError: ${integrationUser} is inactive in dev.`);
  });

  it('is refused when it is frozen', async () => {
    await start();
    Object.assign(org.org.records('UserLogin').at(-1) ?? {}, { IsFrozen: true });
    expect(await refusal()).to.equal(`UserFrozenError: ${integrationUser} is frozen in dev.`);
  });

  it('is refused when it is a person', async () => {
    await start({ users: [{ username: integrationUser, profile: 'Standard User' }] });
    expect(await refusal()).to.equal(
      `NotAnIntegrationUserError: ${integrationUser} is not an integration user: it has the profile "Standard User" on the licence "Salesforce", as a person has.`,
    );
    expect(await refusal({ allowShared: true })).to.match(/^NotAnIntegrationUserError/);
  });

  it('is refused when its profile allows more than the API', async () => {
    await start();
    org.state.profiles
      .find(({ license }) => license === 'Salesforce Integration')
      ?.grants.userPermissions.delete('ApiUserOnly');
    expect(await refusal()).to.match(/^NotAnIntegrationUserError.*allows more than the API\.$/);
  });

  describe('and serves another app', () => {
    beforeEach(() => start());

    it('is refused when an External Client App runs as it', async () => {
      putExternalClientApp(org, 'Billing', { policy: { clientCredentialsFlowUser: integrationUser } });
      expect(await refusal()).to.equal(
        `UserSharedError: ${integrationUser} serves other apps already: Billing (it runs as the user).`,
      );
    });

    it('is refused when a Connected App runs as it, named by id', async () => {
      const oauthConfig = {
        callbackUrl: 'https://acme.example/cb',
        isClientCredentialEnabled: 'true',
        oauthClientCredentialUser: String(userIn(org)?.Id),
        scopes: 'Api',
      };
      putConnectedApp(org, 'Legacy', { oauthConfig });
      expect(await refusal()).to.contain('Legacy (it runs as the user)');
    });

    it('is not refused for an app whose client credentials flow is off', async () => {
      putExternalClientApp(org, 'Billing', {
        policy: { clientCredentialsFlowUser: integrationUser, isClientCredentialsFlowEnabled: 'false' },
      });
      expect((await ensure()).created).to.equal(false);
    });

    it('is refused when it holds tokens of another app, but not for those of its own or of a Salesforce tool', async () => {
      addTokens(org, { user: integrationUser, appName: 'AcmeErp', count: 2 });
      addTokens(org, { user: integrationUser, appName: 'Salesforce CLI' });
      addTokens(org, { user: org.username, appName: 'Other' });
      expect((await ensure({ dryRun: true })).notes.join()).to.not.contain('other apps');
      addTokens(org, { user: integrationUser, appName: 'Crm', count: 3 });
      expect(await refusal()).to.contain('already: Crm (the user holds its tokens).');
    });

    it('is refused when another manifest names it, for any environment', async () => {
      const environments = `environments: { uat: { identity: { user: ${integrationUser.toUpperCase()} } } }\n`;
      const manifests = [manifestOf('AcmeErp'), manifestOf('Billing', 'billing@acme.example', environments)];
      expect(await refusal({ manifests })).to.contain('Billing (clientapps/Billing.clientapp.yaml names it)');
    });

    it('names all of them, each with every reason', async () => {
      putExternalClientApp(org, 'Billing', { policy: { clientCredentialsFlowUser: integrationUser } });
      addTokens(org, { user: integrationUser, appName: 'Billing' });
      addTokens(org, { user: integrationUser, appName: 'Crm' });
      expect(await refusal()).to.contain(
        'Billing (it runs as the user; the user holds its tokens), Crm (the user holds its tokens).',
      );
    });

    it('is adopted when asked to, and says so', async () => {
      putExternalClientApp(org, 'Billing', { policy: { clientCredentialsFlowUser: integrationUser } });
      const { notes } = await ensure({ allowShared: true });
      expect(notes).to.include(
        `${integrationUser} also serves Billing (it runs as the user), as --allow-shared allows.`,
      );
    });
  });

  it('is not created when another manifest names it', async () => {
    await start({});
    expect(await refusal({ manifests: [manifestOf('Billing')] })).to.contain('Billing (clientapps/Billing');
  });

  describe('whose use cannot be seen', () => {
    const hideMetadata = (): void =>
      refuse(org, ({ path }) => path.includes('/Soap/m/'), 'INSUFFICIENT_ACCESS', 'insufficient access rights');

    it('is refused when no metadata can be read, unless asked to', async () => {
      await start();
      hideMetadata();
      expect(await refusal()).to.match(
        /^UserUseUnknownError: .* whether it serves other apps is not known: the metadata/,
      );
      expect((await ensure({ allowShared: true })).notes.join('\n')).to.contain('Not all apps that may run as');
    });

    it('stays the user of the app whose access set it holds', async () => {
      await start();
      giveSets(org, integrationUser, putApp(org, 'AcmeErp').access);
      hideMetadata();
      const { notes } = await ensure();
      expect(notes.join('\n')).to.contain('AcmeErp could not be looked at in the org');
    });

    it('is adopted with a note when tokens or frozen users cannot be seen', async () => {
      await start({
        users: [integrationUserNamed()],
        adminPermissions: { remove: ['CustomizeApplication', 'ManageUsers'] },
      });
      const notes = (await ensure()).notes.join('\n');
      expect(notes).to.contain('lacks the permission CustomizeApplication');
      expect(notes).to.contain(`Whether ${integrationUser} is frozen could not be checked`);
    });

    it('is adopted with a note when a manifest cannot be read', async () => {
      await start();
      const manifests = [readManifest('name: [', 'clientapps/Broken.clientapp.yaml')];
      expect((await ensure({ manifests })).notes.join('\n')).to.contain('clientapps/Broken.clientapp.yaml has errors');
    });
  });
});
