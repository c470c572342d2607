import { expect } from 'chai';
import { readOauthTokens } from '../../../src/org/oauthTokens.js';
import { startLoopbackOrg, type LoopbackOrg } from '../../org/index.js';
import { addTokens, queryOf, refuse } from './arrange.js';
import { connect, useTemporaryHome } from './connect.js';

const users = Array.from({ length: 30 }, (_, index) => `user${index}@x.example`);

describe('tokens beyond the 2,500 rows that a query gives', () => {
  useTemporaryHome();
  let org: LoopbackOrg;

  beforeEach(async () => {
    org = await startLoopbackOrg({ users: users.map((username) => ({ username })) });
  });

  afterEach(() => org.stop());

  const read = async () => {
    const answer = await readOauthTokens(await connect(org));
    if (answer.refused !== undefined) throw new Error(answer.refused);
    return { rows: answer.rows, expected: answer.expected };
  };
  const seed = (perUser: number): void =>
    users.forEach((user) => addTokens(org, { user, appName: 'Data Loader', count: perUser }));
  const distinct = (rows: ReadonlyArray<{ Id: string | null }>): number => new Set(rows.map(({ Id }) => Id)).size;

  it('reads 2,500 of them in one query, page by page', async () => {
    addTokens(org, { user: 'user0@x.example', appName: 'Data Loader', count: 2500 });
    const answer = await read();
    expect(distinct(answer.rows)).to.equal(2500);
    expect(answer.expected).to.equal(2500);
    expect(org.requests.map(queryOf).filter((soql) => soql.includes('FROM OauthToken'))).to.have.length(2);
  });

  it('groups users by what they hold, so that no query is cut', async () => {
    seed(110);
    const answer = await read();
    expect(distinct(answer.rows)).to.equal(3300);
    expect(answer.expected).to.equal(3300);
    const queries = org.requests.map(queryOf).filter((soql) => soql.includes('WHERE UserId IN'));
    expect(queries).to.have.length(2);
  });

  it('counts by user beyond the 2,000 rows that a grouped query gives', async () => {
    const ids = Array.from({ length: 2100 }, () => org.org.newId('005'));
    ids.forEach((user) => addTokens(org, { user, appName: 'Data Loader', count: 2 }));
    const answer = await read();
    expect(distinct(answer.rows)).to.equal(4200);
    const queries = org.requests.map(queryOf);
    expect(queries.filter((soql) => soql.includes('GROUP BY'))).to.have.length(2);
    expect(queries.filter((soql) => soql.includes('WHERE UserId IN'))).to.have.length(Math.ceil(2100 / 256));
  });

  it('halves groups of users where the org does not group the object', async () => {
    seed(110);
    refuse(org, (request) => queryOf(request).includes('GROUP BY'), 'MALFORMED_QUERY', 'can not be grouped');
    const answer = await read();
    expect(distinct(answer.rows)).to.equal(3300);
    expect(answer.expected).to.equal(3300);
  });

  it('halves, too, when the counts by user do not add up', async () => {
    seed(110);
    org.faults.onRequest = (request) =>
      queryOf(request).includes('GROUP BY')
        ? { status: 200, body: { totalSize: 0, done: true, records: [] } }
        : undefined;
    const answer = await read();
    expect(distinct(answer.rows)).to.equal(3300);
  });

  it('tells how many are missing when one user holds more than a query gives', async () => {
    addTokens(org, { user: 'user0@x.example', appName: 'Data Loader', count: 2600 });
    const answer = await read();
    expect(answer.rows).to.have.length(2500);
    expect(answer.expected).to.equal(2600);
  });

  it('asks no further where there are none', async () => {
    expect(await read()).to.deep.equal({ rows: [], expected: 0 });
    expect(org.requests.map(queryOf).filter((soql) => soql.includes('FROM OauthToken'))).to.have.length(1);
  });
});
