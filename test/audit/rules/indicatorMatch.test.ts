import { expect } from 'chai';
import { indicatorMatch as rule } from '../../../src/audit/rules/indicatorMatch.js';
import type { AppUsage } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aLog, aUsage } from './aUsage.js';
import { onlyFinding } from './anInventory.js';
import { aLogin, aUser, findings, inOrg, logins, orgConnectedApp, reasons, run } from './inOrg.js';

const app = orgConnectedApp();
const called = (overrides: Partial<AppUsage>) =>
  inOrg([app], { logins: logins(), users: known([aUser()]), apiUsage: known(aLog([aUsage(overrides)])) });
const from = (ip: string) => [
  { ip, calls: 3, firstSeen: '2026-11-20T00:00:00.000Z', lastSeen: '2026-11-20T00:10:00.000Z' },
];

describe('indicator-match', () => {
  it('finds a published address: Moderate, low confidence, with case and day of the list', () => {
    const finding = onlyFinding(run(rule, called({ addresses: from('208.68.36.90') })));
    expect(finding).to.include({ app, org: 'uat', severity: 3, confidence: 'low', subject: 'address 208.68.36.90' });
    expect(finding.message).to.contain('UNC6395').and.contain('August 2025').and.contain('list of 2026-11-23');
    expect(finding.evidence).to.contain('billing@acme.example.integration');
  });

  it('finds it in the login history, for an app that the org does not have too', () => {
    const group = aLogin({ application: 'Drift', sourceIp: '3.239.45.43' });
    const inventory = inOrg([app], { logins: logins(group), apiUsage: known(aLog([])) });
    const finding = onlyFinding(run(rule, inventory));
    expect(finding).to.include({ appName: 'Drift', subject: 'address 3.239.45.43' });
    expect(finding.message).to.contain('Gainsight');
  });

  it('finds the name of a tool: High; one that honest programs have too: Moderate and low', () => {
    const tool = onlyFinding(run(rule, called({ clients: { 'salesforce-multi-org-fetcher/1.0': 9 } })));
    expect(tool).to.include({ confidence: 'medium', subject: 'client Salesforce-Multi-Org-Fetcher/1.0' });
    expect(tool).not.to.have.property('severity');
    expect(rule.severity).to.equal(2);
    const common = onlyFinding(run(rule, called({ clients: { 'python-requests/2.32.4': 9 } })));
    expect(common).to.include({ severity: 3, confidence: 'low' });
  });

  it('finds clients that name no app, all of them at once', () => {
    const unnamed = { keyKind: 'client-and-user' as const, appId: undefined, appName: undefined };
    const usages = ['a', 'b'].map((key) =>
      aUsage({ ...unnamed, key, addresses: from('154.41.95.2'), clients: { 'Salesforce-CLI/1.0': 2 } }),
    );
    const found = findings(run(rule, inOrg([], { logins: logins(), apiUsage: known(aLog(usages)) })));
    expect(found.map(({ subject, app: of, appName }) => [subject, of, appName])).to.deep.equal([
      ['address 154.41.95.2', undefined, undefined],
      ['client Salesforce-CLI/1.0', undefined, undefined],
    ]);
    expect(found[1]?.evidence).to.contain(': 4 calls');
  });

  it('holds for everything else, and for logins that failed', () => {
    expect(run(rule, called({ clients: { 'python-requests/2.31.0': 9, constructor: 1 } }))).to.be.empty;
    const failed = aLogin({ sourceIp: '208.68.36.90', status: 'Invalid Password' });
    expect(run(rule, inOrg([app], { logins: logins(failed), apiUsage: known(aLog([])) }))).to.be.empty;
  });

  it('is inconclusive without the logs, whatever one of them shows', () => {
    const group = aLogin({ sourceIp: '208.68.36.90' });
    const outcomes = run(rule, inOrg([app], { logins: logins(group), apiUsage: unknown('no log') }));
    expect(findings(outcomes)).to.have.length(1);
    expect(reasons(outcomes)).to.deep.equal(['no log']);
    const blind = inOrg([app], { logins: unknown('no logins'), apiUsage: unknown('no log') });
    expect(reasons(run(rule, blind))).to.deep.equal(['no log', 'no logins']);
  });
});
