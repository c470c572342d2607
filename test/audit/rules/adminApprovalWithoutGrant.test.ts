import { expect } from 'chai';
import { adminApprovalWithoutGrant as rule } from '../../../src/audit/rules/adminApprovalWithoutGrant.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const noGrants = { grants: known({ permissionSets: [], profiles: [] }) };

describe('rule admin-approval-without-grant', () => {
  it('finds an admin-approved app without a grant', () => {
    const app = anApp({ ...noGrants, permittedUsers: known('admin-approved' as const, at(8)) });
    const finding = onlyFinding(check(rule, app));
    expect(rule.severity).to.equal(2);
    expect(finding.app).to.equal(app);
    expect(finding.location).to.deep.equal(at(8));
    expect(finding.message).to.contain('Billing');
  });

  it('finds it for a run-as user too', () => {
    const clientCredentials = { settings: known(true), policy: known(true), runAsUser: known('erp@acme.example') };
    expect(check(rule, anApp({ ...noGrants, clientCredentials }))).to.have.length(1);
  });

  it('holds with a permission set or a profile', () => {
    const profile = known({ permissionSets: [], profiles: [{ value: 'Integration' }] });
    expect(check(rule, anApp(), anApp({ grants: profile }))).to.deep.equal([]);
  });

  it('does not apply to self-authorised apps, apps without OAuth and orgs', () => {
    const apps = [
      anApp({ ...noGrants, permittedUsers: known('self-authorize') }),
      anApp({ ...noGrants, usesOauth: known(false) }),
      anApp({ ...noGrants, origin: { kind: 'org', org: 'uat', id: '0xI1' } }),
    ];
    expect(check(rule, ...apps)).to.deep.equal([]);
  });

  it('cannot say without the facts', () => {
    expect(onlyReason(check(rule, anApp({ usesOauth: unknown('managed') })))).to.equal('managed');
    expect(onlyReason(check(rule, anApp({ permittedUsers: unknown('no policies') })))).to.equal('no policies');
    expect(onlyReason(check(rule, anApp({ grants: unknown('no grants read') })))).to.equal('no grants read');
    expect(check(rule, anApp({ permittedUsers: known('self-authorize'), grants: unknown('no grants read') }))).to.be
      .empty;
  });
});
