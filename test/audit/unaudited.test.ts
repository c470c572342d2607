import { expect } from 'chai';
import { outcomeOf } from '../../src/audit/outcome.js';
import { unauditedOrgs } from '../../src/audit/unaudited.js';
import { anInventory } from './rules/anInventory.js';
import { aDraft, aRule, run } from './support.js';

const inventory = anInventory({
  coverage: [
    { source: 'org:prod', status: 'unavailable', reason: 'the session of prod has expired' },
    { source: 'org:uat/OauthToken', status: 'unavailable', reason: 'no right' },
    { source: 'org:uat', status: 'complete' },
  ],
});

describe('an org that could not be audited at all', () => {
  it('is told from one of which a part is missing', () => {
    expect(unauditedOrgs(run([], { inventory }).coverage)).to.deep.equal([
      { org: 'prod', reason: 'the session of prod has expired' },
    ]);
  });

  it('is inconclusive whatever rules were selected', () => {
    expect(run([], { inventory }).inconclusive).to.deep.equal([
      {
        rule: 'audit-blind-spot',
        org: 'prod',
        reason: 'the org prod could not be audited: the session of prod has expired',
      },
    ]);
  });

  it('fails the audit after findings and before what could not be answered', () => {
    const none = run([], { inventory });
    expect(outcomeOf(none, { failOnInconclusive: true })).to.equal('failed');
    expect(outcomeOf(none, { failOnInconclusive: false })).to.equal('failed');
    const some = run([aRule('r', [aDraft()])], { inventory });
    expect(outcomeOf(some, { threshold: 3, failOnInconclusive: true })).to.equal('findings');
    expect(outcomeOf(some, { threshold: 2, failOnInconclusive: true })).to.equal('failed');
  });
});
