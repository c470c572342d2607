import { expect } from 'chai';
import { orphanApp as rule } from '../../../src/audit/rules/orphanApp.js';
import type { InventoryUser } from '../../../src/inventory/evidence.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aUser, ofOrg, userId } from './anOrg.js';

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

  const inOrg = (app: Partial<InventoryApp>, ...users: InventoryUser[]) =>
    ofOrg(rule, { apps: [anOrgApp(app)], evidence: { users: known(users) } });
  const left = aUser(1, { email: 'Ana@acme.example', isActive: false });
  const record = { createdById: userId(1).slice(0, 15), createdDate: '2020-05-06T00:00:00.000Z' };

  it('finds a contact that is the address of an inactive user', () => {
    const finding = onlyFinding(inOrg({ contactEmail: known('ana@ACME.example') }, left));
    expect(finding).not.to.have.property('confidence');
    expect(finding.message).to.equal(
      'Whoever answers for Billing has left: ana@ACME.example is the address of an inactive user.',
    );
    expect(finding.evidence).to.equal(`inactive: user1@acme.example; User ${userId(1)}; read 2026-11-23T00:00:00.000Z`);
    const manifest = aManifest({ owner: { email: 'ana@acme.example' } });
    expect(inOrg({ manifest }, left)).to.have.length(1);
  });

  it('holds for a shared mailbox, and for an address that an active user has too', () => {
    expect(inOrg({ contactEmail: known('it@acme.example') }, left)).to.be.empty;
    const again = aUser(2, { email: 'ana@acme.example' });
    expect(inOrg({ contactEmail: known('ana@acme.example') }, left, again)).to.be.empty;
    expect(inOrg({ contactEmail: known('it@acme.example'), record }, left)).to.be.empty;
  });

  it('is surer when whoever made the app has left', () => {
    const finding = onlyFinding(inOrg({ contactEmail: none, record }, left));
    expect(finding.confidence).to.equal('high');
    expect(finding.evidence).to.contain('its creator on 2020-05-06, user1@acme.example, is inactive; User 005');
    expect(onlyFinding(inOrg({ contactEmail: none, record }, aUser(1))).confidence).to.equal('medium');
  });

  it('goes by the creator, with low confidence, when the contact is not known', () => {
    const contactEmail = unknown('managed');
    expect(onlyFinding(inOrg({ contactEmail, record }, left)).confidence).to.equal('low');
    expect(onlyReason(inOrg({ contactEmail, record }, aUser(1)))).to.equal('managed');
  });

  it('cannot say whether the contact has left without the users', () => {
    expect(onlyReason(ofOrg(rule, {}))).to.equal('it was not read');
  });

  it('names a creator who has left without the day where that is not told', () => {
    const undated = { createdById: userId(1) };
    expect(onlyFinding(inOrg({ contactEmail: none, record: undated }, left)).evidence).to.contain(
      'its creator, user1@acme.example, is inactive',
    );
  });
});
