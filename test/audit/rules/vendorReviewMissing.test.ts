import { expect } from 'chai';
import { vendorReviewMissing as rule } from '../../../src/audit/rules/vendorReviewMissing.js';
import type { InventoryManifest } from '../../../src/inventory/types.js';
import { aManifest, anApp, anInventory, context, onlyFinding } from './anInventory.js';

const vendor = { name: 'Acme GmbH', dueDiligence: [] };
const lines = { criticality: 3, vendor: 12, 'vendor.dueDiligence': 14, 'review.last': 40 };

const good = { vendor: { name: 'Acme GmbH', dueDiligence: ['https://acme.example/soc2'] } };

describe('vendor-review-missing', () => {
  it('finds a vendor without due diligence, at its line', () => {
    const manifest = aManifest({ vendor }, { lines });
    const app = anApp({ manifest });
    const finding = onlyFinding(rule.check(anInventory({ apps: [app], manifests: [manifest] }), context));
    expect(finding).to.include({ app });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal({ file: manifest.file, startLine: 14, startColumn: 1 });
    expect(rule.severity).to.equal(4);
  });

  it('finds it for an app that was not read', () => {
    const outcomes = rule.check(
      anInventory({ apps: [], manifests: [aManifest({ vendor }, { lines: { criticality: 3, vendor: 12 } })] }),
      context,
    );
    expect(onlyFinding(outcomes)).to.include({ appName: 'Billing' });
    expect(onlyFinding(outcomes).location?.startLine).to.equal(12);
  });

  it('holds with due diligence, passes own apps, and leaves unreadable manifests to others', () => {
    const reviewed = aManifest(good, { lines });
    const manifests = [reviewed, aManifest(), aManifest({ vendor }, { app: undefined })];
    expect(rule.check(anInventory({ manifests }), context)).to.be.empty;
  });

  const gaps = (manifest: InventoryManifest) =>
    onlyFinding(rule.check(anInventory({ manifests: [manifest] }), context));

  it('finds a manifest that does not say how critical the app is', () => {
    expect(gaps(aManifest(good, { lines: { vendor: 12 } }))).to.include({ subject: 'criticality' });
  });

  it('finds a review that nobody recorded, or that is overdue, at its line', () => {
    const overdue = gaps(aManifest({ ...good, review: { everyDays: 365, last: '2025-11-22' } }, { lines }));
    expect(overdue).to.include({ subject: 'review' });
    expect(overdue.location?.startLine).to.equal(40);
    expect(gaps(aManifest({ ...good, review: { everyDays: 365 } }, { lines })).message).to.contain(
      'nobody has recorded',
    );
    const due = aManifest({ ...good, review: { everyDays: 365, last: '2025-11-23' } }, { lines });
    expect(rule.check(anInventory({ manifests: [due] }), context)).to.be.empty;
  });

  it('points at the first line where the lines are not known', () => {
    const manifest = aManifest({ vendor }, { lines: { criticality: 3 } });
    expect(gaps(manifest).location).to.deep.equal({ file: manifest.file, startLine: 1, startColumn: 1 });
  });
});
