import { expect } from 'chai';
import type { Waiver } from '../../src/audit/auditConfig.js';
import type { AuditResult } from '../../src/audit/result.js';
import { anInventory } from './rules/anInventory.js';
import { aDraft, aRule, run } from './support.js';

const waiver: Waiver = {
  rule: 'open-door',
  app: 'Billing',
  owner: 'Ann',
  reason: 'moves in March',
  expires: '2026-11-23',
  at: { file: 'clientapp-audit.yml', startLine: 3, startColumn: 5 },
};
const open = aRule('open-door', [aDraft()]);

const rulesOf = ({ findings }: AuditResult): string[] => findings.map(({ rule }) => rule);

describe('waivers', () => {
  it('accept a finding of their rule and app through their last day, and leave it in the result', () => {
    const result = run([open], { config: { waivers: [waiver] } });
    expect(rulesOf(result)).to.deep.equal(['open-door']);
    expect(result.findings[0]?.waived).to.deep.equal({
      owner: 'Ann',
      reason: 'moves in March',
      expires: '2026-11-23',
    });
    expect(result.summary).to.include({ moderate: 0, waived: 1 });
  });

  it('accept nothing of another app or rule', () => {
    const waivers = [
      { ...waiver, app: 'billing' },
      { ...waiver, rule: 'other' },
    ];
    const { findings } = run([open, aRule('other')], { config: { waivers } });
    expect(findings.filter(({ waived }) => waived)).to.deep.equal([]);
  });

  it('accept one finding by its fingerprint', () => {
    const two = aRule('open-door', [aDraft({ subject: 'front' }), aDraft({ subject: 'back' })]);
    const [first, second] = run([two]).findings;
    const { app: _, ...rest } = waiver;
    const { findings } = run([two], { config: { waivers: [{ ...rest, fingerprint: second?.fingerprint ?? '' }] } });
    expect(findings.find(({ fingerprint }) => fingerprint === second?.fingerprint)?.waived).to.exist;
    expect(findings.find(({ fingerprint }) => fingerprint === first?.fingerprint)?.waived).to.not.exist;
  });

  it('accept nothing from the day after, which is a finding where the waiver stands', () => {
    const result = run([open], { config: { waivers: [{ ...waiver, expires: '2026-11-22' }] } });
    expect(rulesOf(result)).to.deep.equal(['open-door', 'waiver-expired']);
    expect(result.findings[0]?.waived).to.not.exist;
    expect(result.findings[1]).to.deep.include({
      severity: 4,
      app: 'Billing',
      message: 'The waiver of open-door for Billing ended on 2026-11-22.',
      location: waiver.at,
    });
  });

  it('that match nothing are a finding', () => {
    const [finding] = run([aRule('open-door')], { config: { waivers: [waiver] } }).findings;
    expect(finding).to.include({ rule: 'waiver-unused', confidence: 'high' });
  });

  it('that match nothing, for an app that was not audited, are one of low confidence', () => {
    const inventory = anInventory({ apps: [] });
    const [finding] = run([aRule('open-door')], { inventory, config: { waivers: [waiver] } }).findings;
    expect(finding).to.include({ rule: 'waiver-unused', confidence: 'low' });
  });

  it('are not unused while their rule was not run or not answered', () => {
    const unanswered = aRule('open-door', [{ kind: 'inconclusive', appName: 'Billing', reason: 'not in source' }]);
    expect(rulesOf(run([unanswered], { config: { waivers: [waiver] } }))).to.deep.equal([]);
    expect(rulesOf(run([], { config: { waivers: [waiver] } }))).to.deep.equal([]);
    const orgRule = aRule('open-door', [], { modes: ['org'] });
    expect(rulesOf(run([orgRule], { config: { waivers: [waiver] } }))).to.deep.equal([]);
  });

  it('of one app are unused although the rule was not answered for another', () => {
    const unanswered = aRule('open-door', [{ kind: 'inconclusive', appName: 'Crm', reason: 'not in source' }]);
    expect(rulesOf(run([unanswered], { config: { waivers: [waiver] } }))).to.deep.equal(['waiver-unused']);
  });
});
