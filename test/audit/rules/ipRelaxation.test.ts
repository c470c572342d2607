import { expect } from 'chai';
import { ipRelaxation as rule } from '../../../src/audit/rules/ipRelaxation.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';
import { inOrg, orgApp, run } from './inOrg.js';

describe('ip-relaxation', () => {
  it('finds bypass: High', () => {
    const app = anApp({ ipRelaxation: known('bypass', at(5)) });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, severity: 2, confidence: 'high' });
    expect(finding.location).to.deep.equal(at(5));
    expect(finding.evidence).to.equal('ipRelaxationPolicyType is bypass, although the app has ranges');
  });

  it('finds the half measures: Moderate', () => {
    for (const value of ['bypass-with-second-factor', 'enforce-relax-refresh'] as const) {
      expect(onlyFinding(check(rule, anApp({ ipRelaxation: known(value) }))).severity).to.equal(3);
    }
  });

  it('is less sure where no range may exist', () => {
    const app = anApp({ registration: 'connected-app', ipRelaxation: known('bypass'), ipRanges: known([]) });
    expect(onlyFinding(check(rule, app))).to.include({ confidence: 'medium', evidence: 'ipRelaxation is bypass' });
  });

  it('holds when enforced', () => {
    expect(check(rule, anApp())).to.be.empty;
  });

  it('passes an app without OAuth', () => {
    expect(check(rule, anApp({ ipRelaxation: known('bypass'), usesOauth: known(false) }))).to.be.empty;
  });

  it('is inconclusive without the policies', () => {
    expect(onlyReason(check(rule, anApp({ ipRelaxation: unknown('no policies') })))).to.equal('no policies');
  });

  it('passes an app of an org in which there is nothing to enforce, and is sure where a profile has ranges', () => {
    const profile = (loginIpRanges: Array<{ start: string; end: string }>) =>
      known([{ name: 'Integration', loginIpRanges }]);
    const app = orgApp({ ipRelaxation: known('bypass'), ipRanges: known([]) });
    expect(run(rule, inOrg([app], { profiles: profile([]) }))).to.be.empty;
    const finding = onlyFinding(run(rule, inOrg([app], { profiles: profile([{ start: '3.1.1.1', end: '3.1.1.9' }]) })));
    expect(finding).to.include({ confidence: 'high', org: 'uat' });
    expect(finding.evidence).to.contain('although profiles have ranges');
    const unread = orgApp({ ipRelaxation: known('bypass'), ipRanges: unknown('not retrieved') });
    expect(onlyFinding(run(rule, inOrg([unread], { profiles: profile([]) }))).confidence).to.equal('medium');
    expect(onlyFinding(run(rule, inOrg([app], { profiles: unknown('no permission') }))).confidence).to.equal('medium');
  });
});
