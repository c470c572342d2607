import { expect } from 'chai';
import { tokenBurst as rule } from '../../../src/audit/rules/tokenBurst.js';
import type { OrgEvidence } from '../../../src/inventory/evidence.js';
import { known, unknown, type InventoryApp, type InventoryToken } from '../../../src/inventory/types.js';
import { context, onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aToken, ofOrg, userId } from './anOrg.js';

/** One grant an hour, each by another user. */
const burst = (users: number, overrides: Partial<InventoryToken> = {}, from = '2026-11-10T00:00:00.000Z') =>
  Array.from({ length: users }, (_, index) =>
    aToken({
      id: `0CQ${String(index).padStart(2, '0')}`,
      appName: 'Ticket Portal',
      userId: userId(index + 1),
      username: `user${index + 1}@acme.example`,
      createdDate: new Date(Date.parse(from) + index * 3_600_000).toISOString(),
      ...overrides,
    }),
  );
const run = (tokens: InventoryToken[], told: Partial<OrgEvidence> = {}, app: Partial<InventoryApp> = {}) =>
  ofOrg(rule, { tokens, evidence: told, apps: [anOrgApp(app)] });

describe('rule token-burst', () => {
  it('finds many users who let a new app in within a day', () => {
    const finding = onlyFinding(run(burst(10).reverse()));
    expect(rule.severity).to.equal(2);
    expect(finding).to.include({ appName: 'Ticket Portal', org: 'uat', confidence: 'medium' });
    expect(finding).not.to.have.property('subject');
    expect(finding.message).to.equal(
      '10 users let Ticket Portal into uat within 24 hours on 2026-11-10, before which nobody had used it.',
    );
    expect(finding.evidence).to.contain('created from 2026-11-10T00:00:00.000Z to 2026-11-10T09:00:00.000Z');
    expect(finding.evidence).to.contain('OauthToken 0CQ00, 0CQ01, 0CQ02 and 7 more; read');
  });

  it('counts users, not tokens, and only within the hours', () => {
    expect(run(burst(9))).to.deep.equal([]);
    expect(run(burst(30, { userId: userId(1), username: 'user1@acme.example' }))).to.deep.equal([]);
    const slow = burst(20).map((token, index) => ({
      ...token,
      createdDate: new Date(Date.parse('2026-10-01T00:00:00.000Z') + index * 3 * 3_600_000).toISOString(),
    }));
    expect(run(slow)).to.deep.equal([]);
    const thresholds = { ...context.thresholds, tokenBurstHours: 48 };
    expect(ofOrg(rule, { tokens: slow, context: { thresholds } })).to.have.length(1);
  });

  it('finds the worst window among other grants', () => {
    const early = burst(3, { id: '0CQA' }, '2026-09-20T00:00:00.000Z');
    const finding = onlyFinding(run([...burst(12), ...early]));
    expect(finding.message).to.equal('12 users let Ticket Portal into uat within 24 hours on 2026-11-10.');
    expect(finding.confidence).to.equal('low');
  });

  it('is not sure of a registered app', () => {
    const finding = onlyFinding(run(burst(10, { appName: 'Billing' })));
    expect(finding.confidence).to.equal('low');
    expect(finding.app?.name).to.equal('Billing');
  });

  it('holds for a rollout to approved users, for built-in apps and for long ago', () => {
    const tokens = burst(10, { appName: 'Billing' });
    const grants = [{ applicationId: '0H4000000000001', parentId: '0PS1', parent: 'Billing_Access', isProfile: false }];
    const access = (users: number) =>
      ({ appAccess: known({ grants, holders: { '0PS1': tokens.slice(0, users).map((one) => one.userId) } }) }) as const;
    expect(run(tokens, access(10))).to.deep.equal([]);
    expect(run(tokens, access(9))).to.have.length(1);
    expect(run(tokens, access(10), { permittedUsers: known('self-authorize') })).to.have.length(1);
    expect(run(burst(10, { appName: 'Salesforce for iOS' }))).to.deep.equal([]);
    expect(run(burst(10, {}, '2026-08-01T00:00:00.000Z'))).to.deep.equal([]);
  });

  it('finds a burst of look-alikes of Data Loader', () => {
    expect(run(burst(10, { appName: 'Data Loader' }))).to.have.length(1);
  });

  it('cannot say without the tokens or their dates', () => {
    expect(onlyReason(run(burst(10, { createdDate: undefined })))).to.contain('CreatedDate');
    const inventory = { tokens: [{ org: 'uat', rows: unknown('no Customize Application') }] };
    expect(onlyReason(ofOrg(rule, { inventory }))).to.equal('no Customize Application');
    expect(run([])).to.deep.equal([]);
  });
});
