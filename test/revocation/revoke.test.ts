import { stat } from 'node:fs/promises';
import { expect } from 'chai';
import { digestOf, verifyCase, type CaseEntry } from '../../src/revocation/caseChain.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import {
  freeze,
  putConnectedApp,
  putExternalClientApp,
  putLogin,
  putSession,
  putToken,
  userNamed,
} from '../org/testing.js';
import { failureOf } from '../deployment/support.js';
import { createBench, people, tokensOf, type Bench } from './support.js';

const [ada, ben, cas] = people;

const linesOf = (text: string | undefined): CaseEntry[] =>
  (text ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CaseEntry);

describe('revoking tokens', () => {
  useTemporaryHome();
  let bench: Bench;

  beforeEach(async () => {
    bench = await createBench();
  });
  afterEach(() => bench.dispose());

  const appIdOf = (name: string): string =>
    bench.org.state.metadata.components.find(
      ({ type, fullName }) => fullName === name && ['ConnectedApp', 'ExternalClientApplication'].includes(type),
    )?.id ?? '';

  it('counts exactly and changes nothing in a dry run', async () => {
    putExternalClientApp(bench.org, 'AcmeErp');
    for (const username of [ada, ben]) putToken(bench.org, { username, appName: 'AcmeErp', appId: appIdOf('AcmeErp') });
    putToken(bench.org, { username: ada, appName: 'Other' });
    const before = bench.org.requests.length;
    const result = await bench.dryRun({ names: ['AcmeErp'], disableApp: true });
    expect(result).to.deep.include({ dryRun: true, notDone: [], switches: [{ app: 'AcmeErp', status: 'planned' }] });
    expect(result.tokens).to.deep.include({ selected: 2, left: 2, revoked: 0 });
    expect(result.tokens.groups).to.have.length(1);
    expect(result.tokens.groups[0]).to.include({ app: 'AcmeErp', tokens: 2, users: 2 });
    expect(bench.org.state.grants).to.have.length(3);
    const made = bench.org.requests.slice(before);
    expect(made.filter(({ method, path }) => method === 'DELETE' || path.includes('/revoke'))).to.deep.equal([]);
    expect(made.some(({ query }) => query.get('q')?.includes('DeleteToken') === true)).to.equal(false);
  });

  it('revokes all of an External Client App with one call, and nothing of other apps', async () => {
    putExternalClientApp(bench.org, 'AcmeErp');
    for (const username of people) putToken(bench.org, { username, appName: 'AcmeErp', appId: appIdOf('AcmeErp') });
    putToken(bench.org, { username: ada, appName: 'Other' });
    const { tokens, notDone } = await bench.revoke({ names: ['acmeerp'] });
    expect(tokens).to.deep.include({ selected: 3, revoked: 3, gone: 0, failed: 0, left: 0 });
    expect(notDone).to.deep.equal([]);
    expect(tokensOf(bench, 'Other')).to.equal(1);
    const ending = bench.org.requests.filter(({ method, path }) => method === 'DELETE' || path.endsWith('/revoke'));
    expect(ending.map(({ method, path }) => `${method} ${path.replace(/.*usage/, '')}`)).to.deep.equal([
      `DELETE /${appIdOf('AcmeErp')}/tokens`,
    ]);
  });

  it('revokes one by one where the user may not do it by app', async () => {
    putExternalClientApp(bench.org, 'AcmeErp');
    for (const username of people) putToken(bench.org, { username, appName: 'AcmeErp', appId: appIdOf('AcmeErp') });
    bench.org.faults.onRequest = ({ method, path }) =>
      method === 'DELETE' && path.includes('/usage/')
        ? {
            status: 403,
            body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'This feature is not enabled for this user.' }],
          }
        : undefined;
    const { tokens, notDone } = await bench.revoke({ names: ['AcmeErp'] });
    expect(tokens).to.deep.include({ revoked: 3, left: 0 });
    expect(notDone).to.deep.equal([]);
  });

  it('revokes tokens of an app that has no registration, and of a Connected App by its label', async () => {
    putConnectedApp(bench.org, 'Billing', { label: 'Billing Sync' });
    putToken(bench.org, { username: ada, appName: 'Billing Sync', appId: appIdOf('Billing') });
    putToken(bench.org, { username: ben, appName: 'Data Loader' });
    putToken(bench.org, { username: ben, appName: 'Other' });
    const { tokens, apps } = await bench.revoke({ names: ['Billing', 'Data Loader'] });
    expect(apps.map(({ name, registration }) => [name, registration])).to.deep.equal([
      ['Billing', 'connected-app'],
      ['Data Loader', undefined],
    ]);
    expect(tokens).to.deep.include({ revoked: 2, left: 0 });
    expect(bench.org.state.grants.map(({ appName }) => appName)).to.deep.equal(['Other']);
  });

  it('means one app with its id, and every app of a name with the name', async () => {
    putConnectedApp(bench.org, 'Billing', { label: 'Billing' });
    putToken(bench.org, { username: ada, appName: 'Billing', appId: appIdOf('Billing') });
    putExternalClientApp(bench.org, 'Forged', { application: { label: 'Billing' } });
    putToken(bench.org, { username: ben, appName: 'Billing', appId: '0H4000000000009AAA' });
    expect((await bench.dryRun({ names: ['Billing'] })).apps).to.have.length(2);
    const byId = await bench.plan({ names: [appIdOf('Billing')] });
    expect(byId.apps.map(({ name }) => name)).to.deep.equal(['Billing']);
  });

  it('narrows down by user and by age together', async () => {
    putToken(bench.org, { username: ada, appName: 'A', created: { daysAgo: 200 }, lastUsed: { daysAgo: 100 } });
    putToken(bench.org, { username: ada, appName: 'A', created: { daysAgo: 200 }, lastUsed: { daysAgo: 10 } });
    putToken(bench.org, { username: ada, appName: 'B', created: { daysAgo: 95 }, lastUsed: null });
    putToken(bench.org, { username: ben, appName: 'A', created: { daysAgo: 200 }, lastUsed: { daysAgo: 100 } });
    const { tokens } = await bench.revoke({ users: [ada.toUpperCase()], olderThanDays: 90 });
    expect(tokens).to.deep.include({ selected: 2, revoked: 2, left: 0 });
    expect(bench.org.state.grants.map(({ appName, userId }) => [appName, userId])).to.deep.equal([
      ['A', userNamed(bench.org, ada).Id],
      ['A', userNamed(bench.org, ben).Id],
    ]);
  });

  it('revokes what inactive and frozen users hold', async () => {
    for (const username of people) putToken(bench.org, { username, appName: 'A' });
    Object.assign(userNamed(bench.org, ada), { IsActive: false });
    freeze(bench.org, ben);
    expect((await bench.revoke({ inactiveUsers: true })).tokens).to.deep.include({ revoked: 2, left: 0 });
    expect(bench.org.state.grants.map(({ userId }) => userId)).to.deep.equal([userNamed(bench.org, cas).Id]);
  });

  it('a user without tokens is no failure, and nothing is written', async () => {
    const result = await bench.dryRun({ users: [ada] });
    expect(result.tokens).to.deep.include({ selected: 0, left: 0 });
    expect(result.notDone).to.deep.equal([]);
  });

  it('an app or user that the org does not have is an error that helps', async () => {
    putExternalClientApp(bench.org, 'AcmeErp');
    const app = await failureOf(bench.plan({ names: ['AcmeEpr'] }));
    expect(app).to.include({ name: 'ClientAppNotFoundError' });
    expect(app.message).to.contain('Did you mean "AcmeErp"?');
    const user = await failureOf(bench.plan({ users: ['nobody@acme.example', ada] }));
    expect(user).to.include({ name: 'UserNotFoundError' });
    expect(user.message).to.contain('nobody@acme.example').and.not.contain(ada);
  });

  it('ends the sessions of the app, also those without a token', async () => {
    const loginHistoryId = putLogin(bench.org, { username: ada, application: 'Billing Sync' });
    const others = putLogin(bench.org, { username: ada, application: 'Other' });
    putConnectedApp(bench.org, 'Billing', { label: 'Billing Sync' });
    putSession(bench.org, { username: ada, appName: 'Billing Sync', loginHistoryId });
    const kept = putSession(bench.org, { username: ada, appName: 'Other', loginHistoryId: others });
    const { sessions, notDone } = await bench.revoke({ names: ['Billing'], endSessions: true });
    expect(sessions).to.deep.equal({ selected: 1, ended: 1, gone: 0, failed: 0 });
    expect(notDone).to.deep.equal([]);
    expect(bench.org.state.sessions.map(({ id }) => id))
      .to.include(kept.id)
      .and.have.length(2);
  });

  it('leaves its own sign-in alone and says so', async () => {
    putToken(bench.org, { username: bench.org.username, appName: 'Salesforce CLI' });
    putToken(bench.org, { username: ada, appName: 'Salesforce CLI' });
    const { tokens, notDone } = await bench.revoke({ names: ['Salesforce CLI'], endSessions: true });
    expect(tokens).to.deep.include({ selected: 1, revoked: 1, left: 0 });
    expect(notDone.map(({ what }) => what)).to.include('1 token');
    expect(tokensOf(bench, 'Salesforce CLI')).to.equal(1);
  });

  it('writes a case file that shows any change, has digests and no token', async () => {
    const grants = people.map((username) => putToken(bench.org, { username, appName: 'A' }));
    const { caseFile } = await bench.revoke({ names: ['A'] });
    const [text = ''] = await bench.cases();
    expect(verifyCase(text)).to.deep.equal({ intact: true, entries: caseFile?.entries, last: caseFile?.digest });
    expect((await stat(caseFile?.file ?? '')).mode & 0o777).to.equal(0o600);
    const lines = linesOf(text);
    expect(lines.map(({ action, result }) => `${action} ${result}`)).to.deep.equal([
      'start agreed',
      ...people.map(() => 'revoke-token revoked'),
      'end done',
    ]);
    const digests = grants.map(({ id }) => digestOf(bench.org.organizationId, id.slice(0, 15)));
    expect(lines.slice(1, 4).map(({ subject }) => subject?.['token'])).to.have.members(digests);
    for (const { deleteToken, refreshToken, id } of grants)
      for (const secret of [deleteToken, refreshToken, id]) expect(text).not.to.contain(secret);
  });

  it('sends the DeleteToken in the body and not in the address', async () => {
    const { deleteToken } = putToken(bench.org, { username: ada, appName: 'A' });
    await bench.revoke({ names: ['A'] });
    const [request, ...more] = bench.org.requests.filter(({ path }) => path.endsWith('/oauth2/revoke'));
    expect(more).to.deep.equal([]);
    expect(request?.body.toString()).to.equal(`token=${deleteToken}`);
    expect(String(request?.query)).to.equal('');
  });
});
