import { expect } from 'chai';
import { anyApiClientHolders as rule } from '../../../src/audit/rules/anyApiClientHolders.js';
import { known, unknown, type Fact, type Inventory } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';
import { aUser, inUat, ofOrg, permissions } from './anOrg.js';

const settings = (apiAccessControl: Fact<boolean>): Inventory['settings'] => [
  {
    origin: inUat(''),
    apiAccessControl,
    ...unreadSecurity,
    blockUsernamePasswordFlow: unknown('not read'),
    blockUserAgentFlow: unknown('not read'),
    pkceRequired: unknown('not read'),
    clientSecretsReadable: unknown('not read'),
  },
];
const run = (control: Fact<boolean>, permissionHolders = permissions({ UseAnyApiClient: [1] })) =>
  ofOrg(rule, {
    evidence: { users: known([aUser(1)]), permissionHolders },
    inventory: { settings: settings(control) },
  });

describe('rule any-api-client-holders', () => {
  it('finds a holder who is no administrator', () => {
    const finding = onlyFinding(run(known(true)));
    expect(rule.severity).to.equal(2);
    expect(finding).to.include({ org: 'uat', user: 'user1@acme.example' });
    expect(finding).not.to.have.property('severity');
    expect(finding).not.to.have.property('confidence');
    expect(finding.message).to.contain('Use Any API Client in uat: user1@acme.example is no administrator');
  });

  it('is Moderate for administrators', () => {
    const holders = permissions({ UseAnyApiClient: [1], ModifyAllData: [1], CustomizeApplication: [1] });
    expect(onlyFinding(run(known(true), holders)).severity).to.equal(3);
  });

  it('does not apply while API Access Control is off, or where the permission does not exist', () => {
    expect(run(known(false))).to.deep.equal([]);
    const absent = known([{ permission: 'UseAnyApiClient', exists: false, holders: [] }]);
    expect(run(known(true), absent)).to.deep.equal([]);
    expect(run(unknown('not read'), absent)).to.deep.equal([]);
  });

  it('is less sure when nobody knows whether API Access Control is on', () => {
    const finding = onlyFinding(run(unknown('not read')));
    expect(finding.confidence).to.equal('medium');
    expect(finding.evidence).to.contain('API Access Control is on is not known');
  });

  it('cannot say without the holders', () => {
    expect(onlyReason(run(known(true), unknown('no View Setup')))).to.equal('no View Setup');
  });
});
