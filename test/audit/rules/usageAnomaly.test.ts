import { expect } from 'chai';
import { usageAnomaly as rule } from '../../../src/audit/rules/usageAnomaly.js';
import type { AppUsage } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aLog, aUsage } from './aUsage.js';
import { evidence, onlyFinding, onlyReason } from './anInventory.js';
import { findings, inOrg, orgConnectedApp, reasons, run } from './inOrg.js';

const app = orgConnectedApp();
const dayBefore = (days: number): string => new Date(Date.UTC(2026, 10, 23 - days)).toISOString().slice(0, 10);
/** Calls of the days before 2026-11-23, the nearest first. */
const days = (...calls: number[]): AppUsage['days'] =>
  Object.fromEntries(calls.map((count, index) => [dayBefore(index), count]));
const quiet = Array.from({ length: 20 }, () => 100);
const called = (overrides: Partial<AppUsage>) =>
  inOrg([app], { apiUsage: known(aLog([aUsage({ days: days(...quiet), ...overrides })])) });

describe('usage-anomaly', () => {
  it('finds reconnaissance before a bulk export: High, medium confidence', () => {
    const finding = onlyFinding(
      run(rule, called({ reconnaissance: ['2026-11-21T02:03:00.000Z'], bulkJobs: 1, deletedJobs: 1 })),
    );
    expect(finding).to.include({ app, org: 'uat', subject: 'reconnaissance', confidence: 'medium' });
    expect(finding).not.to.have.property('severity');
    expect(finding.evidence).to.contain('2026-11-21T02:03:00.000Z').and.contain('1 bulk job, 1 deleted');
    expect(rule.severity).to.equal(2);
  });

  it('finds deleted bulk jobs alone with low confidence', () => {
    const finding = onlyFinding(run(rule, called({ bulkJobs: 3, deletedJobs: 2 })));
    expect(finding).to.include({ subject: 'deleted bulk jobs', confidence: 'low' });
  });

  it('finds a day of many times the calls of a usual one', () => {
    const finding = onlyFinding(run(rule, called({ days: days(100, 1001, ...quiet) })));
    expect(finding).to.include({ subject: 'volume', confidence: 'medium' });
    expect(finding.message).to.contain(`1001 calls on ${dayBefore(1)}; a usual day has 100`);
  });

  it('passes a volume below the factor, one seen before, and few calls', () => {
    expect(run(rule, called({ days: days(1000, ...quiet) }))).to.be.empty;
    expect(run(rule, called({ days: days(5000, ...quiet, 5000) }))).to.be.empty;
    expect(run(rule, called({ days: days(99, ...quiet.map(() => 1)) }))).to.be.empty;
    expect(run(rule, called({ days: days(101, ...quiet.map(() => 1)) }))).to.have.length(1);
  });

  it('counts days that older snapshots kept', () => {
    const snapshot = evidence({
      orgId: '00D000000000001EAA',
      readAt: '2026-11-10T00:00:00.000Z',
      apiUsage: known(
        aLog([
          aUsage({ days: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [dayBefore(index + 15), 50])) }),
        ]),
      ),
    });
    const current = inOrg([app], { apiUsage: known(aLog([aUsage({ days: days(900) })])) });
    const finding = onlyFinding(run(rule, { ...current, orgs: [snapshot, ...current.orgs] }));
    expect(finding.message).to.contain('a usual day has 50');
  });

  it('cannot judge volumes of a log too short, and says it once', () => {
    const usages = [1, 2, 3].map((id) =>
      aUsage({ key: `0H400000000000${id}`, appId: `0H400000000000${id}`, appName: `S${id}`, days: days(100_000) }),
    );
    const outcomes = run(rule, inOrg([], { apiUsage: known(aLog(usages)) }));
    expect(findings(outcomes)).to.be.empty;
    expect(reasons(outcomes)).to.have.length(1);
    expect(reasons(outcomes)[0]).to.contain('volume: 3 clients (S1, S2 and S3)');
  });

  it('is inconclusive without the log', () => {
    expect(onlyReason(run(rule, inOrg([app], { apiUsage: unknown('no log') })))).to.equal('no log');
  });

  const peakBefore = (usage: Partial<AppUsage>) =>
    evidence({
      orgId: '00D000000000001EAA',
      readAt: '2026-11-01T00:00:00.000Z',
      apiUsage: known(aLog([aUsage({ days: { '2026-09-01': 9000 }, ...usage })])),
    });

  it('takes the days of older snapshots by the name where one of the two has no id', () => {
    const named = { appId: undefined, key: 'Billing', keyKind: 'name' } as const;
    const burst = { days: days(100, 1001, ...quiet) };
    for (const [apps, now, before] of [
      [[], burst, named],
      [[], { ...named, ...burst }, named],
      [[app], { ...named, ...burst }, {}],
    ] as const) {
      const current = inOrg([...apps], { apiUsage: known(aLog([aUsage(now)])) });
      expect(run(rule, { ...current, orgs: [peakBefore(before), ...current.orgs] })).to.be.empty;
    }
  });

  it('takes no days of a client of another id or name', () => {
    const burst = { days: days(100, 1001, ...quiet) };
    const current = inOrg([app], { apiUsage: known(aLog([aUsage(burst)])) });
    for (const other of [
      { appId: '0H4000000000009', key: '0H4000000000009' },
      { appId: undefined, appName: 'Other', key: 'Other', keyKind: 'name' as const },
      { appId: undefined, appName: undefined, key: 'X@y', keyKind: 'client-and-user' as const },
    ])
      expect(run(rule, { ...current, orgs: [peakBefore(other), ...current.orgs] })).to.have.length(1);
  });
});
