import { expect } from 'chai';
import { errorShareHigh as rule } from '../../../src/audit/rules/errorShareHigh.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aLog, aUsage } from './aUsage.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { inOrg, orgConnectedApp, run } from './inOrg.js';

const app = orgConnectedApp();
const answered = (statuses: Record<string, number>) => {
  const calls = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return inOrg([app], { apiUsage: known(aLog([aUsage({ statuses, calls })])) });
};

describe('error-share-high', () => {
  it('finds more than a fifth of refusals: Low', () => {
    const finding = onlyFinding(run(rule, answered({ '200': 790, '401': 200, '403': 10 })));
    expect(finding).to.include({ app, org: 'uat', confidence: 'medium' });
    expect(finding.message).to.equal('21 % of the calls of Billing are refused (401: 200, 403: 10).');
    expect(rule.severity).to.equal(4);
  });

  it('holds for a fifth', () => {
    expect(run(rule, answered({ '200': 800, '401': 200 }))).to.be.empty;
  });

  it('passes polling, server faults and few calls', () => {
    expect(run(rule, answered({ '200': 100, '404': 900 }))).to.be.empty;
    expect(run(rule, answered({ '200': 100, '304': 900, '500': 300 }))).to.be.empty;
    expect(run(rule, answered({ '200': 9, '401': 90 }))).to.be.empty;
  });

  it('is inconclusive where most calls have no status, and without the log', () => {
    expect(onlyReason(run(rule, answered({ '': 600, '401': 400 })))).to.contain('has no status');
    expect(run(rule, answered({ '': 500, '200': 500 }))).to.be.empty;
    expect(onlyReason(run(rule, inOrg([app], { apiUsage: unknown('no log') })))).to.equal('no log');
  });

  it('is inconclusive where no call has a status, and names no app for clients that the org does not have', () => {
    const bare = aLog([aUsage({ statuses: {}, calls: 1000 })]);
    expect(onlyReason(run(rule, inOrg([app], { apiUsage: known(bare) })))).to.contain('has no status');
    const [outcome] = run(rule, inOrg([], { apiUsage: known(bare) }));
    expect(outcome).to.deep.include({ kind: 'inconclusive', org: 'uat' }).and.not.to.have.property('app');
    expect(outcome).to.have.property('reason').that.contains('clients that are no apps of the org');
  });
});
