import { expect } from 'chai';
import { startLoopbackOrg, type LoopbackOrg } from '../../../org/index.js';
import { putLogin, putSession, putSetupChange, userNamed } from '../../../org/seed.js';
import { queryOf } from '../arrange.js';
import { connect, useTemporaryHome } from '../connect.js';
import { activityOf, reasonOf, valueOf, without } from './support.js';

const user = 'nightly@x.example';

describe('live sessions and changes in Setup', () => {
  useTemporaryHome();
  let org: LoopbackOrg;

  beforeEach(async () => {
    org = await startLoopbackOrg({ users: [{ username: user }] });
  });

  afterEach(() => org.stop());

  it('reads sessions that began with OAuth, with the app that the login names', async () => {
    const loginHistoryId = putLogin(org, { username: user, application: 'Acme ERP' });
    putSession(org, { username: user, appName: 'Acme ERP', loginHistoryId, sourceIp: '203.0.113.9' });
    putSession(org, { username: user, appName: 'Browser', loginType: 'Application' });
    const sessions = valueOf((await activityOf(org)).parts.sessions);
    const [session] = sessions.filter(({ application }) => application === 'Acme ERP');
    expect(session).to.include({ sourceIp: '203.0.113.9', loginType: 'Remote Access 2.0' });
    expect(session?.userId).to.equal(userNamed(org, user).Id);
    expect(sessions.map(({ loginType }) => loginType)).not.to.include('Application');
  });

  it('reads sessions of an org that has no LoginSubType yet, and says so', async () => {
    putSession(org, { username: user, appName: 'Acme ERP' });
    const { parts, coverageOf } = await activityOf(org, undefined, await connect(org, '64.0'));
    expect(valueOf(parts.sessions)).to.have.length.greaterThan(0);
    expect(coverageOf('AuthSession')).to.include({
      status: 'partial',
      reason: 'the org does not show LoginSubType of AuthSession',
    });
  });

  it('knows no sessions where the user would see only his own', async () => {
    const { parts } = await activityOf(org, without('ManageUsers'));
    expect(reasonOf(parts.sessions)).to.equal(
      'the user lacks the permission ManageUsers, so only the own sessions of that user can be seen',
    );
  });

  it('keeps changes about client apps and passes over the others', async () => {
    putSetupChange(org, {
      action: 'changeIpRelaxationPolicy',
      display: 'to Relax IP restrictions',
      daysAgo: 2,
      by: user,
    });
    putSetupChange(org, { action: 'PermSetAssign', display: 'assigned', section: 'Manage Users' });
    putSetupChange(org, { action: 'changedExternalClientAppPolicy', display: 'not documented', section: 'Other' });
    const { changes } = valueOf((await activityOf(org)).parts.setupChanges);
    expect(changes.map(({ action }) => action)).to.have.members([
      'changedExternalClientAppPolicy',
      'changeIpRelaxationPolicy',
    ]);
    const [policy] = changes.filter(({ action }) => action === 'changeIpRelaxationPolicy');
    expect(policy).to.include({ display: 'to Relax IP restrictions', by: user, section: 'Connected Apps' });
  });

  it('states the window, and leaves older changes out', async () => {
    putSetupChange(org, { action: 'insertApplication', display: 'old', daysAgo: 200 });
    const { from, to, changes } = valueOf((await activityOf(org)).parts.setupChanges);
    expect(changes.filter(({ display }) => display === 'old')).to.deep.equal([]);
    expect((Date.parse(to) - Date.parse(from)) / 86_400_000).to.equal(180);
  });

  it('goes back only as far as it could read', async () => {
    for (let index = 0; index < 30_010; index += 1)
      putSetupChange(org, {
        action: index % 100 === 0 ? 'insertApplication' : 'deploy',
        section: 'Deploy',
        display: 'x',
        daysAgo: (index * 100) / 30_010,
      });
    const { parts, coverageOf } = await activityOf(org);
    const { from, to } = valueOf(parts.setupChanges);
    expect((Date.parse(to) - Date.parse(from)) / 86_400_000).to.be.within(99, 100);
    expect(coverageOf('SetupAuditTrail')?.reason).to.match(
      /^only the newest 30000 changes were read, which go back to/,
    );
  }).timeout(60_000);

  it('cuts a long text of a change', async () => {
    putSetupChange(org, { action: 'insertApplication', display: 'x'.repeat(5000) });
    const { changes } = valueOf((await activityOf(org)).parts.setupChanges);
    expect(changes[0]?.display).to.have.length(1000);
  });

  it('asks for the right that decides in this org', async () => {
    const before = await activityOf(org, without('ViewSetup'));
    expect(reasonOf(before.parts.setupChanges)).to.match(/lacks the permission ViewSetup,/);
    const after = await activityOf(org, without('ViewSetupAuditTrail'));
    expect(reasonOf(after.parts.setupChanges)).to.match(/lacks the permission ViewSetupAuditTrail,/);
    expect(org.requests.map(queryOf).filter((soql) => soql.includes('SetupAuditTrail'))).to.deep.equal([]);
  });
});
