import { expect } from 'chai';
import { apiLogRetentionShort as rule } from '../../../src/audit/rules/apiLogRetentionShort.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aLog } from './aUsage.js';
import { evidence, onlyFinding, onlyReason } from './anInventory.js';
import { inOrg, run } from './inOrg.js';

const kept = (earliest: string, files: number, latest = '2026-11-22') => ({
  apiLogRetention: known({
    eventType: 'ApiTotalUsage',
    earliest: `${earliest}T00:00:00.000Z`,
    latest: `${latest}T00:00:00.000Z`,
    files,
    hourly: false,
  }),
});
const snapshot = (from: string, to: string) =>
  evidence({
    orgId: '00D000000000001EAA',
    readAt: `${to}T12:00:00.000Z`,
    apiUsage: known(aLog([], { from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z` })),
  });

describe('api-log-retention-short', () => {
  it('finds one day of log: Moderate, and which org', () => {
    const finding = onlyFinding(run(rule, inOrg([], kept('2026-11-22', 1))));
    expect(finding).to.include({ org: 'uat', subject: 'ApiTotalUsage of 00D000000000001', confidence: 'medium' });
    expect(finding.message).to.contain('reaches back 1 day;');
    expect(rule.severity).to.equal(3);
  });

  it('holds for 30 days', () => {
    expect(run(rule, inOrg([], kept('2026-10-24', 30)))).to.be.empty;
    expect(run(rule, inOrg([], kept('2026-10-25', 30)))).to.have.length(1);
  });

  it('is less sure of an org in which little happens: days without calls make no file', () => {
    expect(onlyFinding(run(rule, inOrg([], kept('2026-11-02', 3)))).confidence).to.equal('low');
  });

  it('counts what snapshots kept, as long as there is no gap', () => {
    const current = evidence({ orgId: '00D000000000001EAA', ...kept('2026-11-22', 1) });
    const daily = [snapshot('2026-11-08', '2026-11-22'), snapshot('2026-10-20', '2026-11-09')];
    expect(run(rule, { ...inOrg([]), orgs: [...daily, current] })).to.be.empty;
    const gap = [snapshot('2026-11-12', '2026-11-22'), snapshot('2026-10-20', '2026-11-09')];
    expect(onlyFinding(run(rule, { ...inOrg([]), orgs: [...gap, current] })).message).to.contain(
      'back 11 days, with what 2 snapshots kept',
    );
  });

  it('is inconclusive without a file and without the right to see any', () => {
    expect(onlyReason(run(rule, inOrg([], kept('2026-11-22', 0))))).to.contain('no log file of ApiTotalUsage');
    expect(onlyReason(run(rule, inOrg([], { apiLogRetention: unknown('no permission') })))).to.equal('no permission');
  });
});
