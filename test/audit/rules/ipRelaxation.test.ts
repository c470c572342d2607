import { expect } from 'chai';
import { ipRelaxation as rule } from '../../../src/audit/rules/ipRelaxation.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

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
});
