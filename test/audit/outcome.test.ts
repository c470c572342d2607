import { expect } from 'chai';
import { outcomeOf } from '../../src/audit/outcome.js';
import { severityNames } from '../../src/audit/rule.js';
import type { AuditCoverage } from '../../src/audit/result.js';
import { aDraft, aFinding, allSeverities, aRule, run } from './support.js';

describe('the outcome of an audit', () => {
  for (const threshold of allSeverities) {
    for (const severity of allSeverities) {
      const expected = severity <= threshold ? 'findings' : 'passed';
      it(`${severityNames[severity]} at threshold ${severityNames[threshold]}: ${expected}`, () => {
        const result = run([aRule('r', [aDraft({ severity })])]);
        expect(outcomeOf(result, { threshold, failOnInconclusive: false })).to.equal(expected);
      });
    }
  }

  it('passes without a threshold, whatever was found', () => {
    expect(outcomeOf(run([aRule('r', [aDraft({ severity: 1 })])]), { failOnInconclusive: false })).to.equal('passed');
  });

  it('passes when every finding is waived', () => {
    const waivers = [{ rule: 'r', app: 'Billing', owner: 'o', reason: 'r', expires: '2027-01-01' }];
    const result = run([aRule('r', [aDraft({ severity: 1 })])], { config: { waivers } });
    expect(outcomeOf(result, { threshold: 1, failOnInconclusive: false })).to.equal('passed');
  });

  it('counts what a fix could mend, and not what it has mended', () => {
    const withFix = (status: 'available' | 'applied' | 'failed') => ({
      ...run([]),
      findings: [aFinding({ severity: 1, fix: { kind: 'safe', description: 'x', status } })],
    });
    const gate = { threshold: 1, failOnInconclusive: false } as const;
    expect(outcomeOf(withFix('applied'), gate)).to.equal('passed');
    for (const status of ['available', 'failed'] as const)
      expect(outcomeOf(withFix(status), gate), status).to.equal('findings');
  });

  it('is failed when an org could not be read at all, unless there are findings', () => {
    const coverage: AuditCoverage[] = [{ source: 'org:uat', status: 'unavailable' }];
    const gate = { threshold: 3, failOnInconclusive: true } as const;
    expect(outcomeOf({ ...run([]), coverage }, gate)).to.equal('failed');
    expect(outcomeOf({ ...run([aRule('r', [aDraft()])]), coverage }, gate)).to.equal('findings');
  });

  it('is inconclusive when one of many sources was not read', () => {
    const coverage: AuditCoverage[] = [
      { source: 'source:force-app', status: 'complete' },
      { source: 'org:uat/OauthToken', status: 'partial' },
    ];
    expect(outcomeOf({ ...run([]), coverage }, { failOnInconclusive: true })).to.equal('inconclusive');
  });

  it('is inconclusive only when asked to fail on it', () => {
    const result = run([aRule('r', [{ kind: 'inconclusive', reason: 'not in source' }])]);
    expect(outcomeOf(result, { threshold: 5, failOnInconclusive: false })).to.equal('passed');
    expect(outcomeOf(result, { threshold: 5, failOnInconclusive: true })).to.equal('inconclusive');
  });

  it('is findings first', () => {
    const result = run([aRule('r', [aDraft(), { kind: 'inconclusive', reason: 'not in source' }])]);
    expect(outcomeOf(result, { threshold: 3, failOnInconclusive: true })).to.equal('findings');
  });

  const coverages: Array<[AuditCoverage, string]> = [
    [{ source: 'source:force-app', status: 'partial' }, 'inconclusive'],
    [{ source: 'org:uat/OauthToken', status: 'unavailable' }, 'inconclusive'],
    [{ source: 'org', status: 'unavailable', reason: 'no org was audited' }, 'passed'],
    [{ source: 'apps', status: 'partial', reason: 'ignored' }, 'passed'],
    [{ source: 'source:force-app', status: 'complete' }, 'passed'],
  ];
  for (const [coverage, expected] of coverages) {
    it(`is ${expected} when ${coverage.source} is ${coverage.status}`, () => {
      const result = { ...run([]), coverage: [coverage] };
      expect(outcomeOf(result, { failOnInconclusive: true })).to.equal(expected);
    });
  }
});
