import { expect } from 'chai';
import type { ClientApp } from '../../../src/app/clientApp.js';
import { secretRotationOverdue as rule } from '../../../src/audit/rules/secretRotationOverdue.js';
import { known } from '../../../src/inventory/types.js';
import { aManifest, anApp, anInventory, check, context, onlyFinding, onlyReason } from './anInventory.js';

const rotated = (lastRotated: string | undefined, rotateEveryDays = 180, app: Partial<ClientApp> = {}) => {
  const credentials = { store: 'sf', rotateEveryDays, ...(lastRotated && { lastRotated }) };
  const manifest = aManifest({ credentials, ...app }, { lines: { 'credentials.lastRotated': 30 } });
  const apps = [anApp({ manifest })];
  return { apps, outcomes: rule.check(anInventory({ apps, manifests: [manifest] }), context) };
};

describe('secret-rotation-overdue', () => {
  it('finds a secret older than its period: Moderate', () => {
    const { apps, outcomes } = rotated('2026-05-26');
    const finding = onlyFinding(outcomes);
    expect(finding).to.include({ app: apps[0], severity: 3 });
    expect(finding.location).to.deep.equal({
      file: 'clientapps/Billing.clientapp.yaml',
      startLine: 30,
      startColumn: 1,
    });
    expect(finding.message).to.equal('The client secret of Billing is 181 days old; it should be rotated every 180.');
  });

  it('finds a secret older than a year, whatever its period: High', () => {
    expect(onlyFinding(rotated('2025-11-22', 3650).outcomes).severity).to.equal(2);
    expect(onlyFinding(rotated('2025-11-22', 90).outcomes).severity).to.equal(2);
    expect(onlyFinding(rotated('2025-11-23', 90).outcomes).severity).to.equal(3);
  });

  it('holds on the last day', () => {
    expect(rotated('2026-05-27').outcomes).to.be.empty;
    expect(rotated('2025-11-23', 3650).outcomes).to.be.empty;
  });

  it('finds it for a manifest whose registration was not read', () => {
    const credentials = { store: 'sf', rotateEveryDays: 180, lastRotated: '2026-01-01' };
    const outcomes = rule.check(anInventory({ apps: [], manifests: [aManifest({ credentials })] }), context);
    expect(onlyFinding(outcomes).appName).to.equal('Billing');
  });

  it('passes apps without a secret', () => {
    for (const model of [{ flow: 'jwt-bearer', model: 'backend' }, { model: 'cli' }, { model: 'mobile' }] as const) {
      expect(rotated('2020-01-01', 180, model).outcomes).to.be.empty;
    }
    const certificate = known('MIIB');
    const callbackUrls = known([{ value: 'https://unused.invalid/callback' }]);
    expect(check(rule, anApp({ certificate, callbackUrls }), anApp({ secretOptional: known(true) }))).to.be.empty;
  });

  it('passes packaged apps', () => {
    expect(check(rule, anApp({ managed: true }), anApp({ firstParty: true }))).to.be.empty;
  });

  it('is inconclusive without a record, or without a manifest', () => {
    expect(onlyReason(rotated(undefined).outcomes)).to.contain('credentials.lastRotated');
    expect(onlyReason(check(rule, anApp()))).to.equal('no manifest records when its secret was last rotated');
  });

  it('says it once where there are no manifests at all, and by app where there are', () => {
    const apps = [anApp(), anApp({ name: 'Other' })];
    expect(onlyReason(check(rule, ...apps))).to.contain('2 apps were last rotated: Billing, Other');
    const some = rule.check(anInventory({ apps, manifests: [aManifest({ name: 'Third' })] }), context);
    expect(some.map(({ app }) => app?.name)).to.deep.equal(['Billing', 'Other']);
  });
});
