import { expect } from 'chai';
import { markBaseline, readBaseline, type Baseline } from '../../src/audit/baseline.js';
import { outcomeOf } from '../../src/audit/outcome.js';
import { reportVersion, type AuditFinding } from '../../src/audit/result.js';
import { audit } from '../../src/audit/run.js';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import { anInventory } from './rules/anInventory.js';
import { aDraft, aFinding, allSeverities, aRule, context, run } from './support.js';

const baselineOf = (...findings: AuditFinding[]): Baseline => {
  const reading = readBaseline(JSON.stringify({ version: 1, findings }));
  if (!('baseline' in reading)) throw new Error(reading.detail);
  return reading.baseline;
};

const isKnown = (finding: AuditFinding, baseline: Baseline): boolean =>
  markBaseline([finding], baseline)[0]?.baseline === true;

describe('the baseline', () => {
  it('knows a finding by fingerprint and org', () => {
    const baseline = baselineOf(aFinding({ org: 'uat' }));
    expect(isKnown(aFinding({ org: 'uat', message: 'said otherwise' }), baseline)).to.equal(true);
    expect(isKnown(aFinding({ org: 'prod' }), baseline)).to.equal(false);
    expect(isKnown(aFinding(), baseline)).to.equal(false);
    expect(isKnown(aFinding({ org: 'uat', fingerprint: 'e'.repeat(64) }), baseline)).to.equal(false);
  });

  it('calls a finding new that reached another org, or got worse', () => {
    const baseline = baselineOf(aFinding({ alsoIn: ['uat'] }));
    expect(isKnown(aFinding({ alsoIn: ['uat'] }), baseline)).to.equal(true);
    expect(isKnown(aFinding({ org: 'uat' }), baseline)).to.equal(true);
    expect(isKnown(aFinding({ alsoIn: ['prod', 'uat'] }), baseline)).to.equal(false);
    expect(isKnown(aFinding({ severity: 3 }), baseline)).to.equal(true);
    expect(isKnown(aFinding({ severity: 1 }), baseline)).to.equal(false);
  });

  it('does not take over what was only waived', () => {
    const waived = aFinding({ waived: { owner: 'o', reason: 'r', expires: '2026-01-01' } });
    expect(isKnown(aFinding(), baselineOf(waived))).to.equal(false);
  });

  it('is a report, or what --json printed', () => {
    const result = { version: 1, findings: [aFinding()] };
    for (const value of [result, { status: 0, result, warnings: [] }])
      expect(readBaseline(JSON.stringify(value))).to.have.nested.property('baseline.size', 1);
  });

  it('takes only text for an org', () => {
    const { severity, fingerprint } = aFinding();
    const reading = readBaseline(JSON.stringify({ version: 1, findings: [{ severity, fingerprint, org: 7 }] }));
    expect(reading).to.have.nested.property('baseline.size', 1);
    expect('baseline' in reading && isKnown(aFinding(), reading.baseline)).to.equal(true);
    const also = { version: 1, findings: [{ severity, fingerprint, alsoIn: ['uat', 7, null] }] };
    expect(readBaseline(JSON.stringify(also))).to.have.nested.property('baseline.size', 2);
  });

  for (const [what, text] of [
    ['no JSON', 'a,b\n'],
    ['a list', '[]'],
    ['null', 'null'],
    ['another file', '{"name":"package"}'],
    ['a report without version', '{"findings":[]}'],
    ['findings that are no list', '{"version":1,"findings":{}}'],
  ] as const)
    it(`is not ${what}`, () =>
      expect(readBaseline(text)).to.deep.equal({
        problem: 'not-a-report',
        detail: 'it has no version and findings',
      }));

  for (const [what, finding] of [
    ['that is none', null],
    ['without fingerprint', { severity: 1 }],
    ['without severity', { fingerprint: 'f' }],
  ] as const)
    it(`is not a report with a finding ${what}`, () =>
      expect(readBaseline(JSON.stringify({ version: 1, findings: [aFinding(), finding] }))).to.deep.equal({
        problem: 'not-a-report',
        detail: 'a finding in it has no fingerprint or severity',
      }));

  it('is not of a newer version, whose findings may mean something else', () => {
    const newer = JSON.stringify({ version: reportVersion + 1, findings: [] });
    expect(readBaseline(newer)).to.deep.equal({ problem: 'newer', detail: String(reportVersion + 1) });
  });

  for (const severity of allSeverities)
    it(`lets pass what it has of severity ${severity}, and fails on what is new`, () => {
      const rule = aRule('r', [aDraft({ severity })]);
      const first = run([rule]);
      const again = (rules: typeof rule): ReturnType<typeof audit> =>
        audit(anInventory(), [rules], context, defaultConfig, baselineOf(...first.findings));
      const known = again(rule);
      expect(known.findings[0]?.baseline).to.equal(true);
      expect(known.summary.baseline).to.equal(1);
      expect(outcomeOf(known, { threshold: severity, failOnInconclusive: false })).to.equal('passed');
      const added = again(aRule('r', [aDraft({ severity }), aDraft({ severity, subject: 'new' })]));
      expect(added.findings.map(({ baseline }) => baseline)).to.have.members([true, undefined]);
      expect(outcomeOf(added, { threshold: severity, failOnInconclusive: false })).to.equal('findings');
    });
});
