import { expect } from 'chai';
import { integrationLicenseUnused as rule } from '../../../src/audit/rules/integrationLicenseUnused.js';
import type { InventoryLicense, InventoryUser } from '../../../src/inventory/evidence.js';
import { known, unknown, type Fact } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { aUser, ofOrg } from './anOrg.js';

const seats = (total: number, used: number): Fact<InventoryLicense[]> =>
  known([
    { name: 'Salesforce', total: 10, used: 9 },
    { name: 'Salesforce Integration', total, used },
  ]);
const apiOnly = { apiOnly: known(true) };
const run = (users: InventoryUser[], licenses = seats(5, 2)) =>
  ofOrg(rule, { evidence: { users: known(users), licenses } });

describe('rule integration-license-unused', () => {
  it('finds integration users on the seats of people while others are free, once per org', () => {
    const platform = aUser(2, { ...apiOnly, license: 'Salesforce Platform' });
    const finding = onlyFinding(run([aUser(1, apiOnly), platform]));
    expect(rule.severity).to.equal(5);
    expect(finding).to.include({ org: 'uat', subject: 'Salesforce Integration of uat', confidence: 'medium' });
    expect(finding.message).to.equal(
      '2 integration users in uat have a licence made for people, while 3 seats of Salesforce Integration are free.',
    );
    expect(finding.evidence).to.contain(
      'user1@acme.example (Salesforce; it is API only) and user2@acme.example (Salesforce Platform; it is API only); User 005',
    );
  });

  it('holds without a free seat, and where the org has none', () => {
    expect(run([aUser(1, apiOnly)], seats(5, 5))).to.deep.equal([]);
    expect(run([aUser(1, apiOnly)], known([{ name: 'Salesforce', total: 10, used: 1 }]))).to.deep.equal([]);
  });

  it('leaves people, special licences and those already on it alone', () => {
    const users = [
      aUser(1),
      aUser(2, { username: 'sap.integration@acme.example' }),
      aUser(3, { ...apiOnly, license: 'Salesforce Integration' }),
      aUser(4, { ...apiOnly, license: 'Analytics Cloud Integration User' }),
    ];
    expect(run(users)).to.deep.equal([]);
  });

  it('cannot say without users, licences, or the licence of a program', () => {
    expect(onlyReason(ofOrg(rule, {}))).to.equal('it was not read');
    expect(onlyReason(run([aUser(1, apiOnly)], unknown('no licences')))).to.equal('no licences');
    expect(onlyReason(run([aUser(1, { ...apiOnly, license: undefined })]))).to.contain('does not show the licence');
    expect(run([aUser(1)], unknown('no licences'))).to.deep.equal([]);
  });

  it('speaks of one user and one seat', () => {
    expect(onlyFinding(run([aUser(1, apiOnly)], seats(5, 4))).message).to.equal(
      '1 integration user in uat has a licence made for people, while 1 seat of Salesforce Integration is free.',
    );
  });
});
