import { expect } from 'chai';
import { unusedApp as rule } from '../../../src/audit/rules/unusedApp.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aLog, aUsage } from './aUsage.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { aLogin, aToken, inOrg, logins, orgConnectedApp, run, tokensOf } from './inOrg.js';

const app = orgConnectedApp();
const silence = { logins: logins(), apiUsage: known(aLog([])) };
const old = '2026-08-01T00:00:00.000Z';

describe('unused-app', () => {
  it('finds an app that no token, login or call shows: Moderate, with the windows', () => {
    const finding = onlyFinding(run(rule, inOrg([app], silence, { tokens: tokensOf([]) })));
    expect(finding).to.include({ app, org: 'uat', confidence: 'low' });
    expect(finding.evidence)
      .to.contain('LoginHistory since 2026-08-25')
      .and.contain('ApiTotalUsage 2026-10-24 to 2026-11-23');
    expect(rule.severity).to.equal(3);
  });

  it('finds one whose tokens have not been used since, and is surer of long logs', () => {
    const apiUsage = known(aLog([], { from: '2026-08-01T00:00:00.000Z' }));
    const tokens = tokensOf([aToken({ lastUsedDate: old }), aToken({ appName: 'Another', lastUsedDate: undefined })]);
    const finding = onlyFinding(run(rule, inOrg([app], { ...silence, apiUsage }, { tokens })));
    expect(finding.message).to.contain('since 2026-08-01');
    expect(finding.confidence).to.equal('medium');
    const ageless = { ...app, record: undefined };
    expect(onlyFinding(run(rule, inOrg([ageless], { ...silence, apiUsage }, { tokens }))).confidence).to.equal('low');
  });

  it('holds for any use: a token, a login by name or label, a failed one, a call', () => {
    const none = tokensOf([]);
    const labelled = { ...app, label: 'Billing app' };
    expect(run(rule, inOrg([app], silence, { tokens: tokensOf([aToken()]) }))).to.be.empty;
    expect(run(rule, inOrg([app], { ...silence, logins: logins(aLogin()) }, { tokens: none }))).to.be.empty;
    expect(
      run(
        rule,
        inOrg([labelled], { ...silence, logins: logins(aLogin({ application: 'billing APP' })) }, { tokens: none }),
      ),
    ).to.be.empty;
    expect(run(rule, inOrg([app], { ...silence, logins: logins(aLogin({ status: 'Failed' })) }, { tokens: none }))).to
      .be.empty;
    expect(run(rule, inOrg([app], { ...silence, apiUsage: known(aLog([aUsage()])) }, { tokens: none }))).to.be.empty;
  });

  it('passes new apps, those of Salesforce and those without OAuth', () => {
    const passes = [
      { record: { createdDate: '2026-10-01T00:00:00.000Z' } },
      { firstParty: true },
      { usesOauth: known(false) },
    ];
    for (const other of passes) {
      expect(run(rule, inOrg([{ ...app, ...other }], silence, { tokens: tokensOf([]) }))).to.be.empty;
    }
  });

  it('is inconclusive as soon as one of the three is not known, once for all apps', () => {
    const tokens = tokensOf([]);
    const gaps = [
      inOrg([app], { ...silence, logins: unknown('no logins') }, { tokens }),
      inOrg([app], { ...silence, apiUsage: unknown('no log') }, { tokens }),
      inOrg([app], silence, { tokens: [{ org: 'uat', rows: unknown('cut at 2,500 rows') }] }),
    ];
    expect(gaps.map((inventory) => onlyReason(run(rule, inventory)))).to.deep.equal([
      'no logins',
      'no log',
      'cut at 2,500 rows',
    ]);
    const two = [app, orgConnectedApp({ name: 'Other', label: 'Other', origin: { kind: 'org', org: 'uat', id: '' } })];
    const outcomes = run(rule, inOrg(two, { ...silence, apiUsage: unknown('no log') }, { tokens }));
    expect(onlyReason(outcomes)).to.equal('2 apps (Billing and Other): no log');
    expect(outcomes[0]).to.include({ org: 'uat' });
  });

  it('holds for a use that one source shows, whatever the others are', () => {
    const inventory = inOrg(
      [app],
      { logins: unknown('no logins'), apiUsage: unknown('no log') },
      { tokens: tokensOf([aToken()]) },
    );
    expect(run(rule, inventory)).to.be.empty;
  });
});
