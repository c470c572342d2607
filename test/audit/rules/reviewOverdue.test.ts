import { expect } from 'chai';
import type { InventoryManifest } from '../../../src/inventory/types.js';
import { reviewOverdue as rule } from '../../../src/audit/rules/reviewOverdue.js';
import type { Outcome } from '../../../src/audit/rule.js';
import { aManifest, anApp, anInventory, context, onlyFinding } from './anInventory.js';

const lines = { review: 20, 'review.last': 21 };
const reviewed = (last: string | undefined, everyDays = 365): InventoryManifest =>
  aManifest({ review: { everyDays, last } }, { lines });

const check = (...manifests: InventoryManifest[]): Outcome[] => rule.check(anInventory({ manifests }), context);

/** What is said of an app that nobody reviewed, in an org that knows how old it is. */
const inOrg = (createdDate: string | undefined): Outcome[] => {
  const manifest = reviewed(undefined);
  const app = anApp({ manifest, origin: { kind: 'org', org: 'uat', id: '0xI1' }, record: { createdDate } });
  return rule.check(anInventory({ apps: [app], manifests: [manifest] }), context);
};

describe('review-overdue', () => {
  it('finds a review that is overdue by a day, at its line', () => {
    const finding = onlyFinding(check(reviewed('2025-11-22')));
    expect(finding.message).to.equal('Billing was last reviewed on 2025-11-22; a review is due every 365 days.');
    expect(finding.location).to.include({ startLine: 21, startColumn: 1 });
    expect(finding).to.include({ appName: 'Billing' });
  });

  it('names the app that was read', () => {
    const manifest = reviewed('2025-01-01');
    const app = anApp({ manifest });
    expect(onlyFinding(rule.check(anInventory({ apps: [app], manifests: [manifest] }), context))).to.include({ app });
  });

  it('holds on the day on which it is due, and goes by the days of the manifest', () => {
    expect(check(reviewed('2025-11-23'))).to.be.empty;
    expect(onlyFinding(check(reviewed('2026-10-23', 30))).message).to.contain('every 30 days');
  });

  it('finds a review of a day that is yet to come', () => {
    expect(onlyFinding(check(reviewed('2026-11-24'))).message).to.contain('yet to come');
    expect(check(reviewed('2026-11-23'))).to.be.empty;
  });

  it('finds an app that is older than that and was never reviewed', () => {
    expect(onlyFinding(inOrg('2025-11-01T10:00:00.000+0000')).message).to.contain('since 2025-11-01');
    expect(inOrg('2026-06-01T10:00:00.000+0000')).to.be.empty;
  });

  it('cannot say whether a review is due where nobody knows the age of the app', () => {
    expect(check(reviewed(undefined))).to.deep.equal([
      {
        kind: 'inconclusive',
        appName: 'Billing',
        reason: 'no review of it is recorded, and how old it is only an org tells',
      },
    ]);
    expect(inOrg(undefined)).to.have.length(1);
    const [both, ...rest] = check(reviewed(undefined), reviewed(undefined));
    expect(rest).to.be.empty;
    expect(both).to.include({ kind: 'inconclusive' });
    expect(both?.kind === 'inconclusive' && both.reason).to.contain('of 2 apps');
  });

  it('leaves apps of vendors and unreadable manifests to other rules', () => {
    const vendor = { name: 'Acme GmbH', dueDiligence: [] };
    const ofVendor = aManifest({ vendor, review: { everyDays: 365, last: '2020-01-01' } }, { lines });
    expect(check(ofVendor, aManifest({}, { app: undefined }))).to.be.empty;
  });
});
