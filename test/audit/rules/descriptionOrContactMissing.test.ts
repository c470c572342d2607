import { expect } from 'chai';
import { descriptionOrContactMissing as rule } from '../../../src/audit/rules/descriptionOrContactMissing.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, check, onlyFinding, onlyReason } from './anInventory.js';

const bare = { description: known(undefined), contactEmail: known('  ') };

describe('rule description-or-contact-missing', () => {
  it('finds both', () => {
    const app = anApp(bare);
    const outcomes = check(rule, app);
    expect(rule.severity).to.equal(5);
    expect(outcomes.map((outcome) => outcome.kind === 'finding' && [outcome.app, outcome.subject])).to.deep.equal([
      [app, 'description'],
      [app, 'contactEmail'],
    ]);
  });

  it('names what is missing', () => {
    expect(onlyFinding(check(rule, anApp({ contactEmail: known(undefined) }))).message).to.contain('contact e-mail');
    expect(onlyFinding(check(rule, anApp({ description: known(undefined) }))).message).to.contain('description');
  });

  it('holds when both are there', () => {
    expect(check(rule, anApp())).to.deep.equal([]);
  });

  it("leaves packages and Salesforce's own apps alone", () => {
    expect(check(rule, anApp({ ...bare, managed: true }), anApp({ ...bare, firstParty: true }))).to.deep.equal([]);
  });

  it('cannot say without the facts', () => {
    expect(onlyReason(check(rule, anApp({ description: unknown('SOQL has none') })))).to.equal('SOQL has none');
  });
});
