import { expect } from 'chai';
import { orphanApp as rule } from '../../../src/audit/rules/orphanApp.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const none = known<string | undefined>(undefined, at(2));

describe('orphan-app', () => {
  it('finds an app with neither contact nor manifest', () => {
    const app = anApp({ contactEmail: none });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, confidence: 'medium' });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(2));
    expect(rule.severity).to.equal(3);
    expect(onlyFinding(check(rule, anApp({ contactEmail: known(' ') }))).kind).to.equal('finding');
  });

  it('finds it behind a manifest that cannot be read', () => {
    const manifest = aManifest({}, { app: undefined });
    expect(onlyFinding(check(rule, anApp({ contactEmail: none, manifest }))).evidence).to.contain(manifest.file);
  });

  it('holds with a contact, a shared mailbox too', () => {
    expect(check(rule, anApp({ contactEmail: known('info@acme.example') }))).to.be.empty;
  });

  it('passes an app with a manifest, which has an owner, and packaged ones', () => {
    expect(
      check(
        rule,
        anApp({ contactEmail: none, manifest: aManifest() }),
        anApp({ contactEmail: none, managed: true }),
        anApp({ contactEmail: none, firstParty: true }),
      ),
    ).to.be.empty;
  });

  it('is inconclusive when the contact is not known', () => {
    expect(onlyReason(check(rule, anApp({ contactEmail: unknown('no .eca file') })))).to.equal('no .eca file');
  });
});
