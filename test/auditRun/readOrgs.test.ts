import { expect } from 'chai';
import { SfError } from '@salesforce/core/sfError';
import { readOrgs } from '../../src/auditRun/readOrgs.js';
import type { OrgConnection } from '../../src/org/connection.js';
import { connect, useTemporaryHome } from '../inventory/org/connect.js';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';

describe('reading several orgs', () => {
  useTemporaryHome();
  let one: LoopbackOrg;
  let other: LoopbackOrg;

  beforeEach(async () => {
    one = await startLoopbackOrg();
    other = await startLoopbackOrg();
  });
  afterEach(() => Promise.all([one.stop(), other.stop()]));

  const open = (org: string): Promise<OrgConnection> =>
    org === 'nobody'
      ? Promise.reject(new SfError('No authorization information found for nobody.', 'NamedOrgNotFoundError'))
      : connect(org === 'other' ? other : one);

  const statusOf = async (orgs: string[]): Promise<string[]> => {
    const { readings } = await readOrgs(orgs, { open });
    return readings.map(({ org, inventory }) => {
      const whole = inventory.coverage.find(({ source }) => source === `org:${org}`);
      return `${org} ${whole ? `${whole.status}: ${whole.reason}` : inventory.coverage.length > 5 ? 'read' : 'empty'}`;
    });
  };

  it('keeps what the others say when one is not signed in', async () => {
    expect(await statusOf(['nobody', 'other'])).to.deep.equal([
      'nobody unavailable: No authorization information found for nobody',
      'other read',
    ]);
  });

  it('keeps what the others say when one has lost its session', async () => {
    one.faults.onRequest = () => ({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
    });
    expect(await statusOf(['one', 'other'])).to.deep.equal([
      'one unavailable: The session of one has expired or was revoked',
      'other read',
    ]);
  });

  it('keeps what the others say when one cannot be reached', async () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    const lost = new TypeError('fetch failed', { cause });
    const { readings } = await readOrgs(['one', 'other'], {
      open: (org) => (org === 'one' ? Promise.reject(lost) : open(org)),
    });
    expect(readings[0]?.inventory.coverage).to.deep.equal([
      { source: 'org:one', status: 'unavailable', reason: "one can't be reached (ECONNREFUSED)" },
    ]);
    expect(readings[1]?.inventory.coverage.length).to.be.greaterThan(5);
  });

  it('keeps what the others say when an answer breaks off in the middle', async () => {
    one.faults.onRequest = ({ path }) => (path.includes('/Soap/m/') ? 'truncate' : undefined);
    expect(await statusOf(['one', 'other'])).to.deep.equal([
      'one unavailable: The answer of the org broke off in the middle',
      'other read',
    ]);
  });

  it('reads an org once that is named by alias and by username, and counts the calls of all', async () => {
    const { readings, apiCalls } = await readOrgs(['one', 'alias-of-one', 'one', 'other'], { open });
    expect(readings.map(({ org }) => org)).to.deep.equal(['one', 'other']);
    expect(apiCalls).to.equal(one.requests.length + other.requests.length);
  });

  it('asks all of them at once', async () => {
    let waiting = 0;
    let most = 0;
    for (const { faults } of [one, other])
      faults.onRequest = async (_request, n) => {
        if (n !== 1) return undefined;
        most = Math.max(most, (waiting += 1));
        await new Promise((wake) => setTimeout(wake, 200));
        waiting -= 1;
        return undefined;
      };
    await readOrgs(['one', 'other'], { open });
    expect(most).to.equal(2);
  });
});
