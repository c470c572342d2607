import { expect } from 'chai';
import { fullScope as rule } from '../../../src/audit/rules/fullScope.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const full = { scopes: known([{ value: 'api' }, { value: 'full', at: at(4) }]) };

describe('rule full-scope', () => {
  it('finds full at its line', () => {
    const app = anApp(full);
    const finding = onlyFinding(check(rule, anApp({ name: 'Other' }), app));
    expect(rule.severity).to.equal(2);
    expect(finding.app).to.equal(app);
    expect(finding.location).to.deep.equal(at(4));
    expect(finding.evidence).to.equal('scopes: api, full');
    expect(finding.message).to.contain('Billing');
  });

  it('finds it once when it is written twice', () => {
    expect(check(rule, anApp({ scopes: known([{ value: 'full' }, { value: 'full' }]) }))).to.have.length(1);
  });

  it('holds for other scopes and for apps without OAuth', () => {
    expect(check(rule, anApp(), anApp({ ...full, usesOauth: known(false) }))).to.deep.equal([]);
  });

  it("leaves Salesforce's own apps alone", () => {
    expect(check(rule, anApp({ ...full, firstParty: true }))).to.deep.equal([]);
  });

  it('cannot say without the scopes', () => {
    expect(onlyReason(check(rule, anApp({ scopes: unknown('SOQL has none'), managed: true })))).to.equal(
      'SOQL has none',
    );
    expect(onlyReason(check(rule, anApp({ usesOauth: unknown('managed') })))).to.equal('managed');
  });
});
