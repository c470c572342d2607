import { expect } from 'chai';
import { vendorReviewMissing as rule } from '../../../src/audit/rules/vendorReviewMissing.js';
import { aManifest, anApp, anInventory, context, onlyFinding } from './anInventory.js';

const vendor = { name: 'Acme GmbH', dueDiligence: [] };
const lines = { vendor: 12, 'vendor.dueDiligence': 14 };

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
      anInventory({ apps: [], manifests: [aManifest({ vendor }, { lines: { vendor: 12 } })] }),
      context,
    );
    expect(onlyFinding(outcomes)).to.include({ appName: 'Billing' });
    expect(onlyFinding(outcomes).location?.startLine).to.equal(12);
  });

  it('holds with due diligence, passes own apps, and leaves unreadable manifests to others', () => {
    const reviewed = aManifest({ vendor: { name: 'Acme GmbH', dueDiligence: ['https://acme.example/soc2'] } });
    const manifests = [reviewed, aManifest(), aManifest({ vendor }, { app: undefined })];
    expect(rule.check(anInventory({ manifests }), context)).to.be.empty;
  });
});
