import { expect } from 'chai';
import { staleToken as rule } from '../../../src/audit/rules/staleToken.js';
import { known, unknown, type InventoryToken } from '../../../src/inventory/types.js';
import { context, onlyFinding, onlyReason } from './anInventory.js';
import { aToken, aUser, findings, ofOrg, userId } from './anOrg.js';

const daysAgo = (days: number) => new Date(context.today.getTime() - days * 86_400_000).toISOString();
const stale = (overrides: Partial<InventoryToken> = {}) => aToken({ lastUsedDate: daysAgo(91), ...overrides });
const run = (...tokens: InventoryToken[]) => ofOrg(rule, { tokens });

describe('rule stale-token', () => {
  it('finds tokens that were not used for 90 days, once per app', () => {
    const finding = onlyFinding(
      run(
        stale({ id: '0CQ2', createdDate: daysAgo(400) }),
        stale({ id: '0CQ1', createdDate: daysAgo(300), userId: userId(2), username: 'user2@acme.example' }),
        aToken(),
      ),
    );
    expect(rule.severity).to.equal(3);
    expect(finding.app?.name).to.equal('Billing');
    expect(finding).to.include({ org: 'uat', confidence: 'medium' });
    expect(finding).not.to.have.property('user');
    expect(finding).not.to.have.property('severity');
    expect(finding.message).to.equal(
      '2 tokens of Billing held by 2 users in uat have not been used for 90 days or ever.',
    );
    expect(finding.evidence).to.equal(
      '2 of 3 tokens, 0 never used, the others last on 2026-08-24; created 2025-10-19 to 2026-01-27; user1@acme.example and user2@acme.example; OauthToken 0CQ1 and 0CQ2; read 2026-11-23T00:00:00.000Z',
    );
  });

  it('holds on the 90th day, and for a new token that was not used yet', () => {
    expect(run(stale({ lastUsedDate: daysAgo(90) }))).to.deep.equal([]);
    expect(run(stale({ lastUsedDate: undefined, createdDate: daysAgo(1) }))).to.deep.equal([]);
  });

  it('finds a token that was never used', () => {
    const finding = onlyFinding(run(stale({ lastUsedDate: undefined, createdDate: daysAgo(91) })));
    expect(finding.evidence).to.contain('1 never used').and.to.contain('no day');
    expect(finding.user).to.equal('user1@acme.example');
    expect(run(stale({ lastUsedDate: undefined, createdDate: undefined }))).to.have.length(1);
  });

  it('leaves the tokens of inactive users to their own rule', () => {
    expect(run(stale({ userIsActive: false }))).to.deep.equal([]);
    const users = known([aUser(1, { isActive: false })]);
    expect(ofOrg(rule, { tokens: [stale({ userIsActive: undefined })], evidence: { users } })).to.deep.equal([]);
  });

  it("is Low for Salesforce's built-in apps, and names apps that are not registered", () => {
    const outcomes = findings(run(stale({ appName: 'Salesforce for iOS' }), stale({ appName: 'Gone' })));
    expect(outcomes.map(({ appName, severity }) => [appName, severity])).to.deep.equal([
      ['Salesforce for iOS', 4],
      ['Gone', undefined],
    ]);
  });

  it('lists a few rows and counts the rest', () => {
    const tokens = Array.from({ length: 60 }, (_, index) => stale({ id: `0CQ${String(index).padStart(3, '0')}` }));
    expect(onlyFinding(run(...tokens)).evidence).to.contain('OauthToken 0CQ000, 0CQ001, 0CQ002 and 57 more; read');
  });

  it('goes by the threshold', () => {
    const thresholds = { ...context.thresholds, staleTokenDays: 30 };
    expect(ofOrg(rule, { tokens: [stale({ lastUsedDate: daysAgo(31) })], context: { thresholds } })).to.have.length(1);
  });

  it('cannot say without the tokens', () => {
    const inventory = { tokens: [{ org: 'uat', rows: unknown('no Customize Application') }] };
    expect(onlyReason(ofOrg(rule, { inventory }))).to.equal('no Customize Application');
  });
});
