import { expect } from 'chai';
import type { OrgConnection } from '../../src/org/connection.js';
import { ensureUser, ensureUsers, planUser } from '../../src/identity/ensureUser.js';
import { connect, useTemporaryHome } from '../inventory/org/connect.js';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';
import { integrationProfile } from '../org/names.js';
import { requestToken } from '../org/testing.js';
import { integrationUser, options, putApp, requestFor, userIn, writes } from './support.js';

describe('ensureUser', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let connection: OrgConnection;

  beforeEach(async () => {
    org = await startLoopbackOrg();
    connection = await connect(org);
  });
  afterEach(() => org.stop());

  const statuses = async (more = {}): Promise<Record<string, string>> => {
    const { steps } = await ensureUser(connection, requestFor('AcmeErp'), options(more));
    return Object.fromEntries(steps.map(({ step, status }) => [step, status]));
  };

  it('creates the user before the app is there, and says what waits for the deploy', async () => {
    const result = await ensureUser(connection, requestFor('AcmeErp'), options());
    expect(result).to.include({ app: 'AcmeErp', username: integrationUser, created: true });
    expect(result.userId).to.equal(userIn(org)?.Id);
    expect(result.steps).to.deep.equal([
      { step: 'user', status: 'done' },
      { step: 'permission-set-license', status: 'done' },
      { step: 'access-permission-set', status: 'planned' },
      { step: 'data-permission-set', status: 'planned' },
      { step: 'app-opens-to-access-set', status: 'planned' },
      { step: 'app-runs-as-user', status: 'planned' },
    ]);
    expect(result.notes.join('\n'))
      .to.contain('no permission set AcmeErp_Access yet')
      .and.contain('does not have AcmeErp');
  });

  it('gives the user what the platform demands, and the defaults of the org', async () => {
    const [organization] = org.org.records('Organization');
    Object.assign(organization ?? {}, { LanguageLocaleKey: 'de', TimeZoneSidKey: 'Europe/Vienna' });
    Object.assign(org.org.records('User')[0] ?? {}, { LocaleSidKey: 'de_AT', EmailEncodingKey: 'ISO-8859-1' });
    await ensureUser(connection, requestFor('AcmeErpOrderSync'), options());
    expect(userIn(org)).to.include({
      LastName: 'AcmeErpOrderSync',
      Alias: 'acmeerpo',
      Email: 'integrations@acme.example',
      ProfileId: org.state.profiles.find(({ name }) => name === integrationProfile)?.id,
      LanguageLocaleKey: 'de',
      TimeZoneSidKey: 'Europe/Vienna',
      LocaleSidKey: 'de_AT',
      EmailEncodingKey: 'ISO-8859-1',
      IsActive: true,
    });
  });

  it('assigns the licence before the permission sets, and a second run changes nothing', async () => {
    putApp(org, 'AcmeErp');
    const first = await statuses();
    expect(Object.values(first)).to.deep.equal(['done', 'done', 'done', 'done', 'already', 'already']);
    expect(writes(org)).to.deep.equal([
      'User',
      'PermissionSetLicenseAssign',
      'PermissionSetAssignment',
      'PermissionSetAssignment',
    ]);
    const before = org.requests.length;
    const second = await ensureUser(connection, requestFor('AcmeErp'), options());
    expect(new Set(second.steps.map(({ status }) => status))).to.deep.equal(new Set(['already']));
    expect(second).to.include({ created: false, userId: userIn(org)?.Id });
    expect(second.notes).to.deep.equal([]);
    expect(writes(org)).to.have.length(4);
    expect(org.requests.length - before).to.be.at.most(10);
  });

  it('makes a user with which the app gets its token', async () => {
    putApp(org, 'AcmeErp');
    const form = { grant_type: 'client_credentials', client_id: 'keyAcmeErp', client_secret: 'secret-of-keyAcmeErp' };
    expect((await requestToken(org, form)).status).to.equal(400);
    await ensureUser(connection, requestFor('AcmeErp'), options());
    const { status, body } = await requestToken(org, form);
    expect(status, JSON.stringify(body)).to.equal(200);
  });

  it('changes nothing in a dry run, and checks as much as a real one', async () => {
    putApp(org, 'AcmeErp');
    const result = await ensureUser(connection, requestFor('AcmeErp'), options({ dryRun: true }));
    expect(result.created).to.equal(false);
    expect(result.userId).to.equal(undefined);
    expect(result.steps.map(({ status }) => status)).to.deep.equal([
      ...['planned', 'planned', 'planned', 'planned'],
      ...['already', 'already'],
    ]);
    expect(writes(org)).to.deep.equal([]);
    expect(userIn(org)).to.equal(undefined);
  });

  it('runs around a deploy: user and licence before it, permission sets after it', async () => {
    const before = await ensureUser(connection, requestFor('AcmeErp'), options({ phase: 'before-deploy' }));
    expect(before.steps).to.deep.equal([
      { step: 'user', status: 'done' },
      { step: 'permission-set-license', status: 'done' },
    ]);
    expect(before.notes).to.deep.equal([]);
    putApp(org, 'AcmeErp');
    const after = await ensureUser(connection, requestFor('AcmeErp'), options({ phase: 'after-deploy' }));
    expect(after.steps.map(({ status }) => status)).to.deep.equal(['already', 'already', 'done', 'done']);
    expect(Object.values(await statuses())).to.deep.equal(Array(6).fill('already'));
  });

  it('is completed by the next run after a failure at any write', async () => {
    putApp(org, 'AcmeErp');
    for (const moment of ['onRequest', 'afterRequest'] as const) {
      for (let failing = 1; failing <= 4; failing += 1) {
        const name = `App${moment}${failing}`;
        const request = requestFor(name, `${name}@acme.example`);
        putApp(org, name, request.username);
        let write = 0;
        org.faults[moment] = ({ method, path }) =>
          method === 'POST' && path.includes('/sobjects/') && (write += 1) === failing ? 'reset' : undefined;
        await ensureUser(connection, request, options()).then(
          () => expect.fail('the fault passed unseen'),
          () => undefined,
        );
        delete org.faults[moment];
        const { steps } = await ensureUser(connection, request, options());
        expect(steps.map(({ status }) => status)).to.not.include('planned');
        const again = await ensureUser(connection, request, options());
        expect(new Set(again.steps.map(({ status }) => status)), name).to.deep.equal(new Set(['already']));
        Object.assign(userIn(org, request.username) ?? {}, { IsActive: false });
        org.org.state.records['PermissionSetLicenseAssign'] = [];
      }
    }
  });

  it('serves several apps with the calls of one', async () => {
    const names = ['One', 'Two', 'Three'];
    const requests = names.map((name) => requestFor(name, `${name.toLowerCase()}@acme.example`));
    for (const { app, username } of requests) putApp(org, app.name, username);
    const results = await ensureUsers(connection, requests, options());
    expect(results.map(({ app, created }) => [app, created])).to.deep.equal(names.map((name) => [name, true]));
    const before = org.requests.length;
    await ensureUsers(connection, requests, options());
    const forThree = org.requests.length - before;
    await ensureUsers(connection, requests.slice(0, 1), options());
    expect(org.requests.length - before - forThree).to.equal(forThree);
  });

  it('plans without changing anything', async () => {
    const plan = await planUser(connection, requestFor('AcmeErp'), options());
    expect(plan.steps.map(({ step, state }) => `${step} ${state}`).slice(0, 3)).to.deep.equal([
      'user todo',
      'permission-set-license todo',
      'access-permission-set later',
    ]);
    expect(writes(org)).to.deep.equal([]);
  });
});
