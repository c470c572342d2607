import { expect } from 'chai';
import { apiVersionOld as rule } from '../../../src/audit/rules/apiVersionOld.js';
import type { AppUsage } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aLog, aUsage } from './aUsage.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { inOrg, orgConnectedApp, run } from './inOrg.js';

const app = orgConnectedApp();
const called = (...usages: Array<Partial<AppUsage>>) => inOrg([app], { apiUsage: known(aLog(usages.map(aUsage))) });
const soap = { families: { SOAP: 9 }, resources: { login: 3, query: 6 } };

describe('api-version-old', () => {
  it('finds retired versions: Moderate', () => {
    const finding = onlyFinding(run(rule, called({ versions: { '29.0': 3, '30.0': 4, '66.0': 90 } })));
    expect(finding).to.include({ app, org: 'uat', severity: 3, subject: 'retired', confidence: 'high' });
    expect(finding.message).to.contain('API 29.0 and 30.0');
    expect(finding.evidence).to.contain('7 calls');
  });

  it('finds versions that lose SOAP login(): Low, with the day', () => {
    const finding = onlyFinding(run(rule, called({ ...soap, versions: { '64.0': 9 } })));
    expect(finding).to.include({ subject: 'SOAP login', confidence: 'medium' });
    expect(finding).not.to.have.property('severity');
    expect(finding.message).to.contain("Summer '27");
    expect(rule.severity).to.equal(4);
  });

  it('passes versions of today without login(), as SDKs have by default, and new ones with it', () => {
    expect(run(rule, called({ versions: { '31.0': 9, '58.0': 9 } }))).to.be.empty;
    expect(run(rule, called({ ...soap, versions: { '65.0': 9 } }))).to.be.empty;
    expect(run(rule, called({ versions: { '': 5, unknown: 3 } }))).to.be.empty;
  });

  it('makes one finding of all clients that name no app', () => {
    const unnamed = {
      keyKind: 'client-and-user' as const,
      appId: undefined,
      appName: undefined,
      versions: { '20.0': 2 },
    };
    const finding = onlyFinding(run(rule, called({ ...unnamed, key: 'Loader@jo' }, { ...unnamed, key: 'Old@jo' })));
    expect(finding).not.to.have.property('app');
    expect(finding.message).to.contain('Clients that name no app (Loader@jo and Old@jo)');
  });

  it('is inconclusive without the log, and with one that names no version', () => {
    expect(onlyReason(run(rule, called({ versions: {} }, { versions: { '': 4 } })))).to.equal(
      'ApiTotalUsage names no API version',
    );
    expect(onlyReason(run(rule, inOrg([app], { apiUsage: unknown('no log') })))).to.equal('no log');
  });

  it('finds clients that name no app and log in by SOAP with a version that still works otherwise', () => {
    const unnamed = { keyKind: 'client-and-user' as const, appId: undefined, appName: undefined, key: 'Loader@jo' };
    expect(onlyFinding(run(rule, called({ ...unnamed, ...soap, versions: { '60.0': 2 } }))).subject).to.contain(
      'SOAP login',
    );
    expect(run(rule, called({ ...unnamed, versions: { '60.0': 2 } }))).to.be.empty;
  });
});
