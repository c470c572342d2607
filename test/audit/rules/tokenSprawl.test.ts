import { expect } from 'chai';
import { tokenSprawl as rule } from '../../../src/audit/rules/tokenSprawl.js';
import { unknown, type InventoryApp, type InventoryToken } from '../../../src/inventory/types.js';
import { aManifest, onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aToken, findings, ofOrg, userId } from './anOrg.js';

const tokensOf = (count: number, user = 1, overrides: Partial<InventoryToken> = {}) =>
  Array.from({ length: count }, (_, index) =>
    aToken({
      id: `0CQ${user}-${index}`,
      userId: userId(user),
      username: `user${user}@acme.example`,
      ...overrides,
    }),
  );
const run = (tokens: InventoryToken[], app: Partial<InventoryApp> = {}) =>
  ofOrg(rule, { tokens, apps: [anOrgApp(app)] });

describe('rule token-sprawl', () => {
  it('is Low for a user with more than five tokens of an app', () => {
    const finding = onlyFinding(run(tokensOf(6)));
    expect(finding).to.include({ severity: 4, subject: 'per-app', user: 'user1@acme.example', confidence: 'medium' });
    expect(finding.message).to.equal('user1@acme.example holds more than 5 tokens of Billing in uat.');
    expect(finding.evidence).to.contain('user1@acme.example (6)').and.to.contain('0CQ1-0, 0CQ1-1, 0CQ1-2 and 3 more');
    expect(run(tokensOf(5))).to.deep.equal([]);
  });

  it('names the worst users of an app first', () => {
    const finding = onlyFinding(run([...tokensOf(6, 2), ...tokensOf(6), ...tokensOf(9, 3), ...tokensOf(5, 4)]));
    expect(finding.message).to.equal('3 users each hold more than 5 tokens of Billing in uat.');
    expect(finding.evidence).to.contain('user3@acme.example (9), user1@acme.example (6) and user2@acme.example (6)');
  });

  it('is Moderate for a user with more than 20 tokens of all apps', () => {
    const apps = (count: number) =>
      Array.from({ length: count }, (_, index) => tokensOf(5, 1, { appName: `App ${index}` })).flat();
    expect(run(apps(4))).to.deep.equal([]);
    const finding = onlyFinding(run([...apps(4), ...tokensOf(1)]));
    expect(rule.severity).to.equal(3);
    expect(finding).not.to.have.property('severity');
    expect(finding).to.include({ subject: '005000000000001 of uat', user: 'user1@acme.example', org: 'uat' });
    expect(finding.message).to.equal('user1@acme.example holds 21 tokens of 5 apps in uat.');
  });

  it('names 20 users, and the others together', () => {
    const many = Array.from({ length: 22 }, (_, user) => tokensOf(21, user + 1)).flat();
    const outcomes = findings(run(many));
    expect(outcomes).to.have.length(22);
    expect(outcomes[20]).to.include({ subject: 'more-users of uat' });
    expect(outcomes[20]!.message).to.equal('2 more users in uat hold more than 20 tokens each.');
    expect(outcomes[21]).to.include({ subject: 'per-app' });
  });

  it('leaves apps for several devices alone', () => {
    expect(run(tokensOf(30, 1, { appName: 'Salesforce for iOS' }))).to.deep.equal([]);
    expect(run(tokensOf(30), { manifest: aManifest({ model: 'mobile' }) })).to.deep.equal([]);
    expect(run(tokensOf(30), { mobile: true })).to.deep.equal([]);
    expect(run(tokensOf(6, 1, { appName: 'Salesforce CLI' }))).to.have.length(1);
  });

  it('cannot say without the tokens', () => {
    const inventory = { tokens: [{ org: 'uat', rows: unknown('no Customize Application') }] };
    expect(onlyReason(ofOrg(rule, { inventory }))).to.equal('no Customize Application');
  });
});
