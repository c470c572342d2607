import { expect } from 'chai';
import { startLoopbackOrg, type LoopbackOrg } from '../../../org/index.js';
import { putLogin, type SeededLogin } from '../../../org/seed.js';
import { queryOf, refuse } from '../arrange.js';
import { useTemporaryHome } from '../connect.js';
import { activityOf, allRights, reasonOf, valueOf, without } from './support.js';

const users = Array.from({ length: 40 }, (_, index) => `user${index}@x.example`);

describe('logins of an org, in groups', () => {
  useTemporaryHome();
  let org: LoopbackOrg;

  beforeEach(async () => {
    org = await startLoopbackOrg({ users: users.map((username) => ({ username })) });
  });

  afterEach(() => org.stop());

  const queries = (): string[] => org.requests.map(queryOf).filter((soql) => soql.includes('FROM LoginHistory'));
  const seed = (count: number, login: (index: number) => SeededLogin): void => {
    for (let index = 0; index < count; index += 1) putLogin(org, login(index));
  };
  const read = async () => valueOf((await activityOf(org)).parts.logins);

  it('counts what logins have in common and says when they were', async () => {
    const login = {
      username: 'user1@x.example',
      application: 'Acme ERP',
      loginSubType: 'OauthUsernamePassword',
      sourceIp: '203.0.113.7',
      countryIso: 'DE',
    };
    putLogin(org, { ...login, daysAgo: 9 });
    putLogin(org, { ...login, daysAgo: 3 });
    putLogin(org, { ...login, daysAgo: 3, sourceIp: '198.51.100.1' });
    const { groups } = await read();
    expect(groups.map(({ sourceIp, count }) => ({ sourceIp, count }))).to.deep.include.members([
      { sourceIp: '203.0.113.7', count: 2 },
      { sourceIp: '198.51.100.1', count: 1 },
    ]);
    const [twice] = groups.filter(({ count }) => count === 2);
    expect(twice).to.include({ application: 'Acme ERP', loginSubType: 'OauthUsernamePassword', countryIso: 'DE' });
    const dayOf = (daysAgo: number): string =>
      new Date(org.clock.now().getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
    expect([twice?.first?.slice(0, 10), twice?.last.slice(0, 10)]).to.deep.equal([dayOf(9), dayOf(3)]);
  });

  it('reads both spellings of a login type as logins of programs, with their addresses', async () => {
    for (const loginType of ['Remote Access 2.0', 'Oauth2', 'Other Apex API', 'OtherApi'])
      putLogin(org, { username: 'user1@x.example', loginType, sourceIp: '203.0.113.7', apiVersion: '41.0' });
    const { groups } = await read();
    const types = groups.filter(({ sourceIp }) => sourceIp === '203.0.113.7').map(({ loginType }) => loginType);
    expect(types).to.have.members(['Remote Access 2.0', 'Oauth2', 'Other Apex API', 'OtherApi']);
  });

  it('reads logins of people too, without addresses', async () => {
    putLogin(org, {
      username: 'user1@x.example',
      loginType: 'Application',
      application: 'Browser',
      sourceIp: '203.0.113.7',
    });
    const [group] = (await read()).groups.filter(({ loginType }) => loginType === 'Application');
    expect(group).to.include({ application: 'Browser', count: 1, sourceIp: undefined });
  });

  it('does not take logins from before the window', async () => {
    putLogin(org, { username: 'user1@x.example', application: 'Long ago', daysAgo: 200 });
    expect((await read()).groups.filter(({ application }) => application === 'Long ago')).to.deep.equal([]);
  });

  it('asks twice for an org whose groups fit into one answer each', async () => {
    seed(500, (index) => ({ username: users[index % 40] ?? '', application: 'App' }));
    await read();
    expect(queries()).to.have.length(2);
  });

  it('pages by user when there are more groups than an answer takes', async () => {
    seed(5000, (index) => ({
      username: users[index % 40] ?? '',
      application: `App ${Math.floor(index / 40)}`,
      sourceIp: '203.0.113.7',
    }));
    const { groups } = await read();
    const mine = groups.filter(({ sourceIp }) => sourceIp === '203.0.113.7');
    expect(mine).to.have.length(5000);
    expect(new Set(mine.map(({ userId, application }) => `${userId} ${application}`)).size).to.equal(5000);
    // One for people, one that was too long, then a page for each 1,875 groups (15 whole users).
    expect(queries()).to.have.length(5);
  });

  it('halves the time for a user who alone has more groups than an answer takes', async () => {
    seed(3000, (index) => ({
      username: 'user1@x.example',
      application: 'Roaming',
      sourceIp: `10.0.${Math.floor(index / 250)}.${index % 250}`,
      daysAgo: index % 90,
    }));
    putLogin(org, { username: 'user2@x.example', application: 'After', sourceIp: '203.0.113.7' });
    const { groups } = await read();
    expect(groups.filter(({ application }) => application === 'Roaming')).to.have.length(3000);
    expect(groups.filter(({ application }) => application === 'After')).to.have.length(1);
  });

  it('adds up a group that both halves have', async () => {
    seed(2500, (index) => ({
      username: 'user1@x.example',
      application: 'Roaming',
      sourceIp: `10.0.${Math.floor(index / 250)}.${index % 250}`,
      daysAgo: index % 90,
    }));
    for (const daysAgo of [1, 170]) putLogin(org, { username: 'user1@x.example', application: 'Twice', daysAgo });
    const twice = (await read()).groups.filter(({ application }) => application === 'Twice');
    expect(twice.map(({ count }) => count)).to.deep.equal([2]);
  });

  it('halves the time where a query takes too long', async () => {
    seed(10, (index) => ({ username: 'user1@x.example', application: 'App', daysAgo: index }));
    const isLong = (soql: string): boolean => {
      const [from, to] = [...soql.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)].map(([time]) => Date.parse(time));
      return soql.includes('LoginHistory') && (to ?? 0) - (from ?? 0) > 100 * 86_400_000;
    };
    refuse(org, (request) => isLong(queryOf(request)), 'QUERY_TIMEOUT', 'Your query request was running for too long.');
    const [group] = (await read()).groups.filter(({ application }) => application === 'App');
    expect(group?.count).to.equal(10);
  });

  it('leaves addresses out, and says so, where there are too many to read', async () => {
    seed(55_000, (index) => ({
      username: users[index % 40] ?? '',
      application: 'Everywhere',
      sourceIp: `10.${Math.floor(index / 62500)}.${Math.floor(index / 250) % 250}.${index % 250}`,
    }));
    const { parts, coverageOf } = await activityOf(org);
    const { groups, withoutAddresses } = valueOf(parts.logins);
    expect(withoutAddresses).to.match(/too many addresses/);
    expect(groups.filter(({ application }) => application === 'Everywhere')).to.have.length(40);
    expect(groups.reduce((sum, { count }) => sum + count, 0)).to.equal(coverageOf('LoginHistory')?.rows);
    expect(coverageOf('LoginHistory')).to.include({ status: 'partial', reason: withoutAddresses });
    expect(queries().length).to.be.lessThan(40);
  }).timeout(60_000);

  it('knows nothing where the user would see only his own', async () => {
    putLogin(org, { username: 'user1@x.example' });
    const { parts, coverageOf } = await activityOf(org, without('ManageUsers', 'MonitorLoginHistory'));
    expect(reasonOf(parts.logins)).to.equal(
      'the user has neither MonitorLoginHistory nor ManageUsers, so only the own logins of that user can be seen',
    );
    expect(coverageOf('LoginHistory')?.status).to.equal('unavailable');
    expect(queries()).to.deep.equal([]);
  });

  it('knows nothing where the org does not tell what the user may see', async () => {
    const { MonitorLoginHistory: _, ManageUsers: __, ...untold } = allRights;
    expect(reasonOf((await activityOf(org, untold)).parts.logins)).to.match(/^the org does not tell/);
  });

  it('is content with either right', async () => {
    expect(valueOf((await activityOf(org, without('ManageUsers'))).parts.logins).groups).to.be.an('array');
    expect(valueOf((await activityOf(org, without('MonitorLoginHistory'))).parts.logins).groups).to.be.an('array');
  });

  it('knows nothing where a column that matters is missing, and says which', async () => {
    putLogin(org, { username: 'user1@x.example' });
    org.faults.onRequest = (request) =>
      queryOf(request).includes('LoginSubType')
        ? { status: 400, body: [{ errorCode: 'INVALID_FIELD', message: "No such column 'LoginSubType'" }] }
        : request.path.endsWith('/LoginHistory/describe')
          ? {
              status: 200,
              body: { fields: ['UserId', 'LoginType', 'Application'].map((name) => ({ name, groupable: true })) },
            }
          : undefined;
    expect(reasonOf((await activityOf(org)).parts.logins)).to.equal(
      'the org does not show LoginSubType of LoginHistory',
    );
  });

  it('says why an org refuses', async () => {
    refuse(
      org,
      (request) => queryOf(request).includes('LoginHistory'),
      'INVALID_TYPE',
      'sObject type is not supported',
    );
    expect(reasonOf((await activityOf(org)).parts.logins)).to.match(/does not show LoginHistory/);
  });
});
