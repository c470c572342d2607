import { expect } from 'chai';
import { privilegedUserToken as rule } from '../../../src/audit/rules/privilegedUserToken.js';
import { unknown, type InventoryToken } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aToken, ofOrg, permissions, userId } from './anOrg.js';

const run = (tokens: InventoryToken[], holders: Parameters<typeof permissions>[0] = { ViewAllData: [1] }) =>
  ofOrg(rule, { tokens, evidence: { permissionHolders: permissions(holders) } });

describe('rule privileged-user-token', () => {
  for (const permission of ['ModifyAllData', 'ViewAllData', 'CustomizeApplication']) {
    it(`finds tokens of holders of ${permission}`, () => {
      const finding = onlyFinding(run([aToken()], { [permission]: [1] }));
      expect(finding.app?.name).to.equal('Billing');
      expect(finding.user).to.equal('user1@acme.example');
    });
  }

  it('says who, by what, and since when', () => {
    const second = aToken({ id: '0CQ2', createdDate: '2025-02-03T00:00:00.000Z', lastUsedDate: undefined });
    const finding = onlyFinding(
      run([aToken(), second], { ViewAllData: [1], ModifyAllData: [[1, 'permission set X']] }),
    );
    expect(rule.severity).to.equal(2);
    expect(finding).to.include({ org: 'uat' });
    expect(finding).not.to.have.property('confidence');
    expect(finding.message).to.equal(
      'Billing can act as user1@acme.example in uat, who reaches all of its data or set-up, since 2025-02-03.',
    );
    expect(finding.evidence).to.equal(
      '2 tokens, last used 2026-11-20; user1@acme.example: Modify All Data (permission set X), View All Data (profile Admin); OauthToken 0CQ000000000001 and 0CQ2; read 2026-11-23T00:00:00.000Z',
    );
  });

  it('gives one finding per app, without a user when there are several', () => {
    const other = aToken({ userId: userId(2), username: 'user2@acme.example' });
    const finding = onlyFinding(run([aToken(), other], { ModifyAllData: [1, 2] }));
    expect(finding).not.to.have.property('user');
    expect(finding.message).to.contain('user1@acme.example and user2@acme.example in uat, who reach all');
  });

  it("leaves Salesforce's own tools alone, and inactive and ordinary users", () => {
    expect(run([aToken({ appName: 'Salesforce CLI' })])).to.deep.equal([]);
    expect(run([aToken({ userIsActive: false })])).to.deep.equal([]);
    expect(run([aToken({ userId: userId(2) })])).to.deep.equal([]);
    expect(run([aToken()], { AuthorApex: [1] })).to.deep.equal([]);
    const apps = [anOrgApp({ firstParty: true })];
    const permissionHolders = permissions({ ViewAllData: [1] });
    expect(ofOrg(rule, { apps, tokens: [aToken()], evidence: { permissionHolders } })).to.deep.equal([]);
  });

  it('cannot say without the holders or the tokens, and needs no holders without tokens', () => {
    const hidden = { permissionHolders: unknown('no View Setup') };
    const tokens = [aToken(), aToken({ appName: 'Other' })];
    expect(onlyReason(ofOrg(rule, { tokens, evidence: hidden }))).to.equal('no View Setup');
    expect(ofOrg(rule, { evidence: hidden })).to.deep.equal([]);
    const inventory = { tokens: [{ org: 'uat', rows: unknown('no Customize Application') }] };
    expect(onlyReason(ofOrg(rule, { inventory }))).to.equal('no Customize Application');
  });
});
