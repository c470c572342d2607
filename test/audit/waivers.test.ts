import { expect } from 'chai';
import { defaultConfig, type Waiver } from '../../src/audit/auditConfig.js';
import { fingerprint } from '../../src/audit/fingerprint.js';
import type { AuditResult } from '../../src/audit/result.js';
import { audit } from '../../src/audit/run.js';
import { anInventory } from './rules/anInventory.js';
import { aDraft, aRule, context, run } from './support.js';

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
    expect(finding).to.deep.include({
      rule: 'waiver-unused',
      confidence: 'high',
      app: 'Billing',
      message: 'The waiver of open-door for Billing matches no finding.',
      evidence: 'owner: Ann; expires: 2026-11-23',
      location: waiver.at,
    });
  });

  it('by fingerprint that match nothing, or ended, name its beginning and stay apart', () => {
    const { app: _, at: __, ...rest } = waiver;
    const prints = ['0123456789abcdef', '0123456789abcfff'];
    const unused = run([aRule('open-door')], {
      inventory: anInventory({ apps: [] }),
      config: { waivers: prints.map((fingerprint) => ({ ...rest, fingerprint })) },
    }).findings;
    expect(new Set(unused.map(({ fingerprint }) => fingerprint)).size).to.equal(2);
    for (const finding of unused) {
      expect(finding).to.include({
        app: '',
        confidence: 'high',
        message: 'The waiver of open-door for fingerprint 0123456789ab matches no finding.',
      });
      expect(finding).to.not.have.property('location');
    }
    const [ended] = run([], {
      config: { waivers: [{ ...rest, fingerprint: 'abc', expires: '2026-11-01' }] },
    }).findings;
    expect(ended).to.include({
      message: 'The waiver of open-door for fingerprint abc ended on 2026-11-01.',
      evidence: 'expires: 2026-11-01; owner: Ann',
    });
  });

  it('of one rule for two apps stay apart, and keep their fingerprint', () => {
    const of = (app: string) => run([aRule('open-door')], { config: { waivers: [{ ...waiver, app }] } }).findings[0];
    expect(of('Billing')?.fingerprint).to.equal(
      fingerprint({ rule: 'waiver-unused', app: 'Billing', subject: 'open-door' }),
    );
    expect(of('Crm')?.fingerprint).to.not.equal(of('Billing')?.fingerprint);
  });

  it('are no findings when their rules were not selected', () => {
    const waivers = [waiver, { ...waiver, expires: '2026-11-01' }];
    const result = audit(anInventory(), [aRule('open-door')], context, { ...defaultConfig, waivers });
    expect(rulesOf(result)).to.deep.equal([]);
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
    const ofNoApp = aRule('open-door', [{ kind: 'inconclusive', reason: 'not in source' }]);
    expect(rulesOf(run([ofNoApp], { config: { waivers: [waiver] } }))).to.deep.equal([]);
    const { app: _, ...rest } = waiver;
    expect(rulesOf(run([unanswered], { config: { waivers: [{ ...rest, fingerprint: 'f' }] } }))).to.deep.equal([]);
    const orgRule = aRule('open-door', [], { modes: ['org'] });
    expect(rulesOf(run([orgRule], { config: { waivers: [waiver] } }))).to.deep.equal([]);
  });

  it('of one app are unused although the rule was not answered for another', () => {
    const unanswered = aRule('open-door', [{ kind: 'inconclusive', appName: 'Crm', reason: 'not in source' }]);
    expect(rulesOf(run([unanswered], { config: { waivers: [waiver] } }))).to.deep.equal(['waiver-unused']);
  });

  it('of one rule are unused although another was not answered', () => {
    const unanswered = aRule('other', [{ kind: 'inconclusive', appName: 'Billing', reason: 'not in source' }]);
    const { findings } = run([aRule('open-door'), unanswered], { config: { waivers: [waiver] } });
    expect(findings.map(({ rule }) => rule)).to.deep.equal(['waiver-unused']);
  });
});
