import { expect } from 'chai';
import { runAsUserUnfit as rule } from '../../../src/audit/rules/runAsUserUnfit.js';
import type { InventoryUser } from '../../../src/inventory/evidence.js';
import { known, unknown, type Fact, type InventoryApp } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';
import { aUser, inUat, ofOrg, permissions, userId } from './anOrg.js';

const user = 'billing@acme.example.integration';
const backend = (runAsUser: Fact<string | undefined>, overrides: Partial<InventoryApp> = {}) =>
  anApp({ clientCredentials: { settings: known(true, at(14)), policy: known(true), runAsUser }, ...overrides });
const manifest = aManifest({ model: 'backend', flow: 'client-credentials', identity: { user } });

const inUatOrg = (
  runAsUser: Fact<string | undefined>,
  record: InventoryUser,
  overrides: Partial<InventoryApp> = {},
  permissionHolders = permissions({}),
) =>
  ofOrg(rule, {
    apps: [backend(runAsUser, { origin: inUat(), ...overrides })],
    evidence: { users: known([record]), permissionHolders },
  });

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
    const fit = aUser(1, { username: 'admin@acme.example', apiOnly: known(true) });
    expect(onlyFinding(inUatOrg(known('admin@acme.example'), fit, { manifest })).subject).to.equal('other-user');
    const byId = onlyFinding(inUatOrg(known(userId(1).slice(0, 15)), fit, { manifest }));
    expect(byId.message).to.contain('runs as admin@acme.example, but');
    const inSource = { manifest: { ...manifest, environments: ['uat'] } };
    expect(onlyFinding(check(rule, backend(known('admin@acme.example'), inSource))).subject).to.equal('other-user');
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
    const fit = aUser(1, { username: 'other@acme.example', apiOnly: known(true) });
    const environments = { manifest: { ...manifest, environments: ['uat'] } };
    expect(onlyReason(inUatOrg(known('other@acme.example'), fit, environments))).to.contain('uat');
    expect(onlyReason(check(rule, backend(unknown('no policies'))))).to.equal('no policies');
  });

  it('finds a privileged user in an org', () => {
    const fit = aUser(1, { username: user, apiOnly: known(true) });
    const finding = onlyFinding(inUatOrg(known(user), fit, {}, permissions({ ManageUsers: [1] })));
    expect(finding).to.include({ subject: 'privileged', org: 'uat', user });
    expect(finding.message).to.equal(`Billing runs as ${user}, who has Manage Users (profile Admin).`);
    expect(finding.evidence).to.contain(`User ${userId(1)}; read`);
  });

  it('finds a user who is not API only, and one who is inactive or frozen', () => {
    const subject = (overrides: Partial<InventoryUser>) =>
      onlyFinding(inUatOrg(known(user), aUser(1, { username: user, ...overrides }))).subject;
    expect(subject({})).to.equal('interactive');
    expect(subject({ isActive: false })).to.equal('inactive');
    expect(subject({ isFrozen: known(true), apiOnly: known(true) })).to.equal('inactive');
  });

  it('holds for a fit user', () => {
    expect(inUatOrg(known(user), aUser(1, { username: user, apiOnly: known(true) }))).to.be.empty;
    expect(inUatOrg(known(userId(1)), aUser(1, { username: user, apiOnly: known(true) }), { manifest })).to.be.empty;
  });

  it('cannot say of a user whom the org does not show', () => {
    const fit = aUser(1, { username: user, apiOnly: known(true) });
    expect(onlyReason(inUatOrg(known('gone@acme.example'), fit))).to.contain('gone@acme.example, who is not among');
    expect(onlyReason(inUatOrg(known(user), fit, {}, unknown('no View Setup')))).to.equal('no View Setup');
    expect(onlyReason(inUatOrg(known(user), { ...fit, apiOnly: unknown('hidden') }))).to.equal('hidden');
    expect(onlyReason(check(rule, backend(known(user), { origin: inUat() })))).to.contain('of uat were not read');
  });
});
