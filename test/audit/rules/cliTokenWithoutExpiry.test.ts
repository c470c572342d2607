import { expect } from 'chai';
import { cliTokenWithoutExpiry as rule } from '../../../src/audit/rules/cliTokenWithoutExpiry.js';
import { known, unknown, type Fact, type InventoryApp } from '../../../src/inventory/types.js';
import type { RefreshTokenPolicy } from '../../../src/app/clientApp.js';
import { aManifest, onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aToken, ofOrg, userId } from './anOrg.js';

const cli = (refreshToken: Fact<RefreshTokenPolicy>, overrides: Partial<InventoryApp> = {}) =>
  anOrgApp({ name: 'Salesforce CLI', label: 'Salesforce CLI', firstParty: true, refreshToken, ...overrides });
const tokens = [
  aToken({ appName: 'Salesforce CLI' }),
  aToken({ id: '0CQ2', appName: 'Salesforce CLI', userId: userId(2), username: 'user2@acme.example' }),
];
const run = (app: InventoryApp, isSandbox: Fact<boolean> = known(false)) =>
  ofOrg(rule, { apps: [app], tokens, evidence: { isSandbox } });
const policy = (rule: 'lifetime' | 'inactivity', days: number) => known<RefreshTokenPolicy>({ rule, days });

describe('rule cli-token-without-expiry', () => {
  it('finds tokens that never expire', () => {
    const finding = onlyFinding(run(cli(known({ rule: 'never' }))));
    expect(rule.severity).to.equal(2);
    expect(finding.app?.name).to.equal('Salesforce CLI');
    expect(finding.org).to.equal('uat');
    expect(finding.message).to.equal('2 tokens of Salesforce CLI on the computers of 2 users never expire.');
    expect(finding.evidence).to.contain('at most 90 days wanted').and.to.contain('0CQ000000000001 and 0CQ2; read');
  });

  it('finds tokens that live for more than 90 days', () => {
    expect(onlyFinding(run(cli(policy('lifetime', 91)))).message).to.contain('live for 91 days');
    expect(onlyFinding(run(cli(policy('inactivity', 180)))).message).to.contain('until they are unused for 180 days');
    expect(onlyFinding(run(cli(known({ rule: 'lifetime', hours: 2400 })))).message).to.contain('live for 100 days');
  });

  it('holds for tokens that expire', () => {
    for (const own of [policy('lifetime', 90), policy('inactivity', 30), known({ rule: 'immediate' } as const)]) {
      expect(run(cli(own))).to.deep.equal([]);
    }
  });

  it('looks at apps that are made for the command line', () => {
    const own = { name: 'Release', label: 'Release', firstParty: false };
    const refreshToken = known({ rule: 'never' } as const);
    const withTokens = (app: InventoryApp) =>
      ofOrg(rule, { apps: [app], tokens: [aToken({ appName: 'Release' })], evidence: { isSandbox: known(false) } });
    expect(withTokens(cli(refreshToken, { ...own, manifest: aManifest({ model: 'cli' }) }))).to.have.length(1);
    expect(withTokens(cli(refreshToken, { ...own, manifest: aManifest({ model: 'web' }) }))).to.deep.equal([]);
  });

  it('leaves sandboxes alone, and tools that are not installed to the rule on those', () => {
    expect(run(cli(known({ rule: 'never' })), known(true))).to.deep.equal([]);
    expect(run(anOrgApp())).to.deep.equal([]);
  });

  it('cannot say without the policy, the kind of org or the tokens', () => {
    expect(onlyReason(run(cli(unknown('SOQL has no unit'))))).to.equal('SOQL has no unit');
    expect(onlyReason(run(cli(known({ rule: 'never' })), unknown('no Organization')))).to.equal('no Organization');
    const inventory = { tokens: [{ org: 'uat', rows: unknown('no Customize Application') }] };
    expect(onlyReason(ofOrg(rule, { inventory }))).to.equal('no Customize Application');
  });
});
