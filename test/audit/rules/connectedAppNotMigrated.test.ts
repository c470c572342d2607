import { expect } from 'chai';
import { connectedAppNotMigrated as rule } from '../../../src/audit/rules/connectedAppNotMigrated.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { anApp, anInventory, check, context, onlyFinding, onlyReason } from './anInventory.js';

const connectedApp = (overrides: Partial<InventoryApp> = {}) => anApp({ registration: 'connected-app', ...overrides });
const on = (day: string) => rule.check(anInventory({ apps: [connectedApp()] }), { ...context, today: new Date(day) });

describe('connected-app-not-migrated', () => {
  it('finds a local connected app: Moderate for now', () => {
    const app = connectedApp();
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, severity: 3 });
    expect(finding.message).to.contain("Summer '27");
  });

  it('is High from half a year before', () => {
    expect(onlyFinding(on('2026-12-10')).severity).to.equal(3);
    expect(onlyFinding(on('2026-12-11')).severity).to.equal(2);
    expect(onlyFinding(on('2028-01-01')).severity).to.equal(2);
  });

  it('holds for an External Client App', () => {
    expect(check(rule, anApp())).to.be.empty;
  });

  it('passes packaged apps, those of Salesforce, and apps without OAuth', () => {
    expect(
      check(
        rule,
        connectedApp({ managed: true }),
        connectedApp({ firstParty: true }),
        connectedApp({ usesOauth: known(false) }),
      ),
    ).to.be.empty;
  });

  it('is inconclusive when nobody knows whether it uses OAuth', () => {
    expect(onlyReason(check(rule, connectedApp({ usesOauth: unknown('SOQL does not say') })))).to.equal(
      'SOQL does not say',
    );
  });
});
