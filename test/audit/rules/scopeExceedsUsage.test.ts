import { expect } from 'chai';
import { scopeExceedsUsage as rule } from '../../../src/audit/rules/scopeExceedsUsage.js';
import type { ApiUsage, AppUsage } from '../../../src/inventory/evidence.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { at, onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, findings, ofOrg } from './anOrg.js';
import { aLog, aUsage } from './aUsage.js';

const withScopes = (scopes: string[], overrides: Partial<InventoryApp> = {}) =>
  anOrgApp({ scopes: known(scopes.map((value, index) => ({ value, at: at(index + 1) }))), ...overrides });
const run = (app: InventoryApp, usage: Partial<AppUsage> = {}, log: Partial<ApiUsage> = {}) =>
  ofOrg(rule, { apps: [app], evidence: { apiUsage: known(aLog([aUsage(usage)], log)) } });

describe('rule scope-exceeds-usage', () => {
  it('finds API scopes that no call needed, each at its place', () => {
    const outcomes = findings(run(withScopes(['api', 'chatter_api', 'wave_api', 'eclair_api'])));
    expect(rule.severity).to.equal(3);
    expect(outcomes.map(({ subject }) => subject)).to.deep.equal(['chatter_api', 'wave_api', 'eclair_api']);
    const [first] = outcomes;
    expect(first).to.include({ org: 'uat', confidence: 'medium' });
    expect(first).not.to.have.property('severity');
    expect(first!.location).to.deep.equal(at(2));
    expect(first!.message).to.equal(
      'Billing may use chatter_api, and none of its 100 calls from 2026-10-24 to 2026-11-23 needed it: api was enough.',
    );
    expect(first!.evidence).to.equal('ApiTotalUsage of 30 days: /query (100)');
  });

  it('finds api where a narrower scope was enough', () => {
    const resources = { '/connect/records': 70, '/wave': 30 };
    const finding = onlyFinding(run(withScopes(['api', 'chatter_api', 'wave_api']), { resources }));
    expect(finding.subject).to.equal('api');
    expect(finding.message).to.contain('chatter_api and wave_api was enough');
    expect(finding.evidence).to.contain('/connect/records (70) and /wave (30)');
  });

  it('holds for scopes in use, and for those that leave no trace', () => {
    const resources = { '/chatter/feeds': 1, '/query': 1, '/wave/datasets': 2 };
    expect(run(withScopes(['api', 'chatter_api', 'wave_api', 'web', 'refresh_token']), { resources })).to.deep.equal(
      [],
    );
    for (const family of ['SOAP', 'Bulk', 'ApexREST']) {
      expect(run(withScopes(['api']), { resources: {}, families: { [family]: 3 } })).to.deep.equal([]);
    }
    expect(run(withScopes(['api']), { resources: { '/connector': 1 } })).to.deep.equal([]);
  });

  it('leaves full, unused and first-party apps to others', () => {
    expect(run(withScopes(['full', 'wave_api']))).to.deep.equal([]);
    expect(run(withScopes(['wave_api']), { appId: '0H4000000000009', key: '0H4000000000009' })).to.deep.equal([]);
    expect(run(withScopes(['api', 'wave_api'], { firstParty: true }))).to.deep.equal([]);
    expect(run(withScopes(['api', 'wave_api'], { usesOauth: known(false) }))).to.deep.equal([]);
  });

  it('only informs after a few days of log', () => {
    const app = withScopes(['api', 'wave_api']);
    expect(onlyFinding(run(app, {}, { daysWithData: 29 }))).to.include({ severity: 5, confidence: 'low' });
  });

  it('is not sure when composite requests or calls without an app may hide some', () => {
    const app = withScopes(['api', 'wave_api']);
    const composite = { resources: { '/composite/batch': 5 } };
    expect(onlyFinding(run(app, composite)).confidence).to.equal('low');
    const unattributed = onlyFinding(run(app, {}, { calls: 200, unattributedCalls: 20 }));
    expect(unattributed.confidence).to.equal('low');
    expect(unattributed.evidence).to.contain('10 % of all calls name no app');
    expect(onlyFinding(run(app, {}, { calls: 200, unattributedCalls: 19 })).confidence).to.equal('medium');
  });

  it('cannot say without the log, once for all apps, nor without the scopes of a used app', () => {
    const apps = [withScopes(['api']), withScopes(['api'], { name: 'Other' })];
    expect(onlyReason(ofOrg(rule, { apps, evidence: { apiUsage: unknown('no log') } }))).to.equal('no log');
    expect(ofOrg(rule, { apps: [withScopes(['web'])], evidence: { apiUsage: unknown('no log') } })).to.deep.equal([]);
    expect(onlyReason(run(withScopes([], { scopes: unknown('managed') })))).to.equal('managed');
    expect(onlyReason(run(withScopes(['api']), { truncated: true }))).to.contain('more of it');
    expect(onlyReason(run(withScopes(['api']), { resources: {} }))).to.contain('does not say');
  });

  it('names the resources with most calls first, equals by name', () => {
    const resources = { '/sobjects/Case': 20, '/query': 20, '/limits': 10, '/search': 50 };
    expect(onlyFinding(run(withScopes(['api', 'wave_api']), { resources })).evidence).to.equal(
      'ApiTotalUsage of 30 days: /search (50), /query (20), /sobjects/Case (20) and /limits (10)',
    );
  });
});
