import { expect } from 'chai';
import { stagedCredentialPending as rule } from '../../../src/audit/rules/stagedCredentialPending.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { inOrg, orgApp, orgConnectedApp, run } from './inOrg.js';

const staged = (stagedAt?: string) => ({
  stagedCredentials: known([{ applicationId: '0xI000000000001AAA', consumerId: '888000000000001AAA', stagedAt }]),
});

describe('staged-credential-pending', () => {
  it('finds one of more than 14 days: Low', () => {
    const app = orgApp();
    const finding = onlyFinding(run(rule, inOrg([app], staged('2026-11-08T00:00:00.000Z'))));
    expect(finding).to.include({ app, org: 'uat', subject: 'consumer 888000000000001' });
    expect(finding.message).to.contain('since 2026-11-08, 15 days');
    expect(rule.severity).to.equal(4);
  });

  it('holds for a rotation that is under way, and for none', () => {
    expect(run(rule, inOrg([orgApp()], staged('2026-11-09T00:00:00.000Z')))).to.be.empty;
    expect(run(rule, inOrg([orgApp()], { stagedCredentials: known([]) }))).to.be.empty;
  });

  it('is inconclusive once where the org does not let credentials be read', () => {
    const apps = [orgApp(), orgApp({ name: 'Other', label: 'Other' })];
    const outcomes = run(rule, inOrg(apps, { stagedCredentials: unknown('secrets cannot be read by REST') }));
    expect(onlyReason(outcomes)).to.equal('secrets cannot be read by REST');
  });

  it('says nothing of an org without External Client Apps', () => {
    expect(run(rule, inOrg([orgConnectedApp()], { stagedCredentials: unknown('no such resource') }))).to.be.empty;
  });

  it('is inconclusive without a date', () => {
    expect(onlyReason(run(rule, inOrg([orgApp()], staged())))).to.contain('since when Billing');
  });

  it('is inconclusive of the org, by the id, without a date and the app', () => {
    const [outcome] = run(
      rule,
      inOrg([orgApp({ origin: { kind: 'org', org: 'uat', id: '0xI000000000009' } })], staged()),
    );
    expect(outcome).to.deep.equal({
      kind: 'inconclusive',
      org: 'uat',
      reason: 'since when 0xI000000000001AAA has a staged credential is not told',
    });
  });
});
