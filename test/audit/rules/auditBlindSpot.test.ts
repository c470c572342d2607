import { expect } from 'chai';
import { auditBlindSpot as rule } from '../../../src/audit/rules/auditBlindSpot.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { onlyFinding } from './anInventory.js';
import { inOrg, run } from './inOrg.js';

const item = (
  held: ReturnType<typeof known<boolean>> | ReturnType<typeof unknown>,
  label = 'Customize Application',
) => ({
  permission: label.replaceAll(' ', ''),
  label,
  held,
  hides: 'only the own tokens of that user can be seen',
});

describe('audit-blind-spot', () => {
  it('names in one finding all that the user lacks: Info', () => {
    const preflight = [item(known(false)), item(known(true), 'API Enabled'), item(known(false), 'Manage Users')];
    const finding = onlyFinding(run(rule, inOrg([], { preflight })));
    expect(finding).to.include({ org: 'uat', subject: 'preflight of 00D000000000001' });
    expect(finding.message)
      .to.contain('without "Customize Application" only the own tokens')
      .and.contain('"Manage Users"');
    expect(finding.message).not.to.contain('API Enabled');
    expect(finding.evidence).to.contain('2 permissions missing (CustomizeApplication, ManageUsers), 0 unknown');
    expect(finding.remedy).to.contain('Grant "Customize Application", "Manage Users"');
    expect(rule.severity).to.equal(5);
  });

  it('names what nobody could ask', () => {
    const finding = onlyFinding(run(rule, inOrg([], { preflight: [item(unknown('no such column'))] })));
    expect(finding.message).to.contain('"Customize Application" may be missing (no such column)');
  });

  it('holds for a user who holds everything', () => {
    expect(run(rule, inOrg([], { preflight: [item(known(true))] }))).to.be.empty;
  });
});
