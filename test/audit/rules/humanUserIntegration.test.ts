import { expect } from 'chai';
import { humanUserIntegration as rule } from '../../../src/audit/rules/humanUserIntegration.js';
import type { AppUsage, InventoryUser } from '../../../src/inventory/evidence.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { context, onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aUser, findings, ofOrg, userId } from './anOrg.js';
import { aLog, aUsage } from './aUsage.js';

const busy = (overrides: Partial<AppUsage> = {}): AppUsage =>
  aUsage({
    calls: 30_000,
    days: { '2026-11-20': 1000, '2026-11-21': 1000 },
    users: [{ userId: userId(1).slice(0, 15), calls: 30_000 }],
    ...overrides,
  });
const run = (usage: AppUsage, user: Partial<InventoryUser> = {}, app: Partial<InventoryApp> = {}) =>
  ofOrg(rule, {
    apps: [anOrgApp(app)],
    evidence: { users: known([aUser(1, user), aUser(2)]), apiUsage: known(aLog([usage])) },
  });

describe('rule human-user-integration', () => {
  it("finds a program on a person's login", () => {
    const finding = onlyFinding(run(busy()));
    expect(rule.severity).to.equal(2);
    expect(finding.app?.name).to.equal('Billing');
    expect(finding).to.include({
      org: 'uat',
      user: 'user1@acme.example',
      subject: '005000000000001',
      confidence: 'medium',
      message: 'Billing calls uat 1000 times a day as user1@acme.example, who is a person.',
    });
    expect(finding.evidence).to.contain('30000 calls on 30 days from 2026-10-24 to 2026-11-22, weekends too');
    expect(run(busy({ users: [{ userId: userId(1), calls: 29_999 }] }))).to.deep.equal([]);
  });

  it('finds clients that name no app', () => {
    const curl = busy({
      key: 'curl@user1@acme.example',
      keyKind: 'client-and-user',
      appId: undefined,
      appName: undefined,
    });
    expect(onlyFinding(run(curl)).appName).to.equal('curl@user1@acme.example');
  });

  it('names each person', () => {
    const users = [1, 2].map((number) => ({ userId: userId(number), calls: 30_000 }));
    expect(findings(run(busy({ users }))).map(({ user }) => user)).to.deep.equal([
      'user1@acme.example',
      'user2@acme.example',
    ]);
  });

  it('is not sure after less than a week', () => {
    const short = busy({ daysWithData: 1, days: { '2026-11-20': 1000 }, users: [{ userId: userId(1), calls: 1000 }] });
    expect(onlyFinding(run(short)).confidence).to.equal('low');
  });

  it('leaves clients alone that rest at weekends, and tools of many people', () => {
    expect(run(busy({ days: { '2026-11-19': 15_000, '2026-11-20': 15_000 } }))).to.deep.equal([]);
    expect(run(busy({ days: { '2026-11-20': 30_000, '2026-11-21': 0 } }))).to.deep.equal([]);
    const everyone = Array.from({ length: 6 }, (_, index) => aUser(index + 1));
    const usage = busy({ users: everyone.map(({ id }) => ({ userId: id, calls: 30_000 })) });
    const told = (users: InventoryUser[]) => ({ evidence: { users: known(users), apiUsage: known(aLog([usage])) } });
    expect(ofOrg(rule, told(everyone))).to.deep.equal([]);
    expect(ofOrg(rule, told(everyone.slice(1)))).to.have.length(5);
  });

  it("leaves programs' users, other user types, inactive users and Salesforce's own apps alone", () => {
    for (const user of [
      { license: 'Salesforce Integration' },
      { apiOnly: known(true) },
      { username: 'erp.api@acme.example' },
      { userType: 'AutomatedProcess' },
      { isActive: false },
    ]) {
      expect(run(busy(), user), JSON.stringify(user)).to.deep.equal([]);
    }
    expect(run(busy({ appId: undefined, appName: 'Data Loader' }))).to.deep.equal([]);
    expect(run(busy(), {}, { firstParty: true })).to.deep.equal([]);
    expect(run(busy({ categories: { LIGHTNING_UI: 30_000 } }))).to.deep.equal([]);
  });

  it('cannot say from a log without categories', () => {
    expect(onlyReason(run(busy({ categories: {} })))).to.equal(
      'ApiTotalUsage does not say which calls are those of external applications',
    );
  });

  it('goes by the threshold, and cannot say without users or log', () => {
    const thresholds = { ...context.thresholds, machineCallsPerDay: 1001 };
    const told = { users: known([aUser(1)]), apiUsage: known(aLog([busy()])) };
    expect(ofOrg(rule, { evidence: told, context: { thresholds } })).to.deep.equal([]);
    expect(onlyReason(ofOrg(rule, { evidence: { ...told, users: unknown('no users') } }))).to.equal('no users');
    expect(onlyReason(ofOrg(rule, { evidence: { ...told, apiUsage: unknown('no log') } }))).to.equal('no log');
  });
});
