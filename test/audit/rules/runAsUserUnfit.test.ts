import { expect } from 'chai';
import { runAsUserUnfit as rule } from '../../../src/audit/rules/runAsUserUnfit.js';
import { known, unknown, type Fact, type InventoryApp } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const user = 'billing@acme.example.integration';
const backend = (runAsUser: Fact<string | undefined>, overrides: Partial<InventoryApp> = {}) =>
  anApp({ clientCredentials: { settings: known(true, at(14)), policy: known(true), runAsUser }, ...overrides });
const manifest = aManifest({ model: 'backend', flow: 'client-credentials', identity: { user } });

describe('run-as-user-unfit', () => {
  it('finds a flow without a user, at the switch', () => {
    const app = backend(known(undefined));
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({
      app,
      subject: 'missing',
      evidence: 'clientCredentialsFlowUser is not set',
    });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(14));
    expect(rule.severity).to.equal(2);
    expect(onlyFinding(check(rule, backend(known(' ')))).subject).to.equal('missing');
  });

  it('finds another user than the manifest declares', () => {
    const app = backend(known('admin@acme.example', at(15)), { manifest });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, subject: 'other-user' });
    expect(finding.location).to.deep.equal(at(15));
    expect(finding.message).to.equal(`Billing runs as admin@acme.example, but its manifest declares ${user}.`);
  });

  it('finds it in an org too, and in source although environments have their own', () => {
    const inOrg = { manifest, origin: { kind: 'org', org: 'uat', id: '0xI' } } as const;
    const inSource = { manifest: { ...manifest, environments: ['uat'] } };
    for (const where of [inOrg, inSource]) {
      expect(onlyFinding(check(rule, backend(known('admin@acme.example'), where))).subject).to.equal('other-user');
    }
  });

  it('holds for the declared user, in any case and as a sandbox has it, and where nothing is declared', () => {
    expect(
      check(
        rule,
        backend(known(user), { manifest }),
        backend(known(user.toUpperCase()), { manifest }),
        backend(known(`${user}.uat`), { manifest }),
        backend(known('someone@acme.example')),
      ),
    ).to.be.empty;
  });

  it('passes an app whose flow is off on either side', () => {
    const off = { runAsUser: known(undefined) };
    expect(
      check(
        rule,
        anApp(),
        anApp({ clientCredentials: { settings: known(true), policy: known(false), ...off } }),
        anApp({ clientCredentials: { settings: unknown('no file'), policy: known(false), ...off } }),
      ),
    ).to.be.empty;
  });

  it('is inconclusive for an id, for an org with users of its own, and without the policies', () => {
    expect(onlyReason(check(rule, backend(known('005000000000001AAA'), { manifest })))).to.contain('an id');
    const inOrg = backend(known('other@acme.example'), {
      manifest: { ...manifest, environments: ['uat'] },
      origin: { kind: 'org', org: 'uat', id: '0xI' },
    });
    expect(onlyReason(check(rule, inOrg))).to.contain('uat');
    expect(onlyReason(check(rule, backend(unknown('no policies'))))).to.equal('no policies');
  });
});
