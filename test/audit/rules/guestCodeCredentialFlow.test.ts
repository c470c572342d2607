import { expect } from 'chai';
import { guestCodeCredentialFlow as rule } from '../../../src/audit/rules/guestCodeCredentialFlow.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

describe('rule guest-code-credential-flow', () => {
  it('finds the flow on', () => {
    const app = anApp({ guestCodeCredentialFlow: known(true, at(4)) });
    const finding = onlyFinding(check(rule, app));
    expect(rule.severity).to.equal(2);
    expect(finding.app).to.equal(app);
    expect(finding.location).to.deep.equal(at(4));
    expect(finding.message).to.contain('Billing');
  });

  it('holds when it is off, for connected apps too', () => {
    expect(check(rule, anApp(), anApp({ registration: 'connected-app' }))).to.deep.equal([]);
    expect(check(rule, anApp({ guestCodeCredentialFlow: known(true), usesOauth: known(false) }))).to.deep.equal([]);
  });

  it('cannot say without the policies', () => {
    expect(onlyReason(check(rule, anApp({ guestCodeCredentialFlow: unknown('no policies') })))).to.equal('no policies');
  });
});
