import { expect } from 'chai';
import { sessionTimeoutMissing as rule } from '../../../src/audit/rules/sessionTimeoutMissing.js';
import type { InventoryProfile } from '../../../src/inventory/evidence.js';
import { known, unknown, type Fact, type InventorySettings } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';
import { aUser, inOrg, orgApp, orgConnectedApp, run } from './inOrg.js';

const minutes = (value: number) => ({ sessionTimeoutMinutes: known<number | undefined>(value, at(4)) });

describe('session-timeout-missing', () => {
  it('finds an app without a timeout, with medium confidence because profile and org may have one', () => {
    const app = anApp({ registration: 'connected-app', sessionTimeoutMinutes: known(undefined) });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, subject: 'missing', confidence: 'medium' });
    expect(finding).not.to.have.property('severity');
    expect(finding.evidence).to.equal('sessionTimeout is not set');
    expect(rule.severity).to.equal(3);
  });

  it('finds more than two hours', () => {
    const finding = onlyFinding(check(rule, anApp(minutes(240))));
    expect(finding).to.include({ subject: 'long', evidence: 'sessionTimeoutInMinutes is 240' });
    expect(finding.location).to.deep.equal(at(4));
  });

  it('finds more than 15 minutes for a command-line tool', () => {
    const byManifest = anApp({ ...minutes(120), manifest: aManifest({ model: 'cli' }) });
    const byCallback = anApp({
      ...minutes(16),
      callbackUrls: known([{ value: 'http://localhost:1717/OauthRedirect' }]),
    });
    for (const app of [byManifest, byCallback]) {
      expect(onlyFinding(check(rule, app)).message).to.contain('15 is the limit for a command-line tool');
    }
  });

  it('holds at two hours, and at 15 minutes for a command-line tool', () => {
    expect(check(rule, anApp(minutes(120)), anApp({ ...minutes(15), manifest: aManifest({ model: 'cli' }) }))).to.be
      .empty;
  });

  it('does not take an app that signs in by certificate for a command-line tool', () => {
    const callbackUrls = known([{ value: 'http://localhost:1717/OauthRedirect' }]);
    expect(check(rule, anApp({ ...minutes(120), callbackUrls, certificate: known('MIIB') }))).to.be.empty;
  });

  it('passes an app without OAuth', () => {
    expect(check(rule, anApp({ ...minutes(999), usesOauth: known(false) }))).to.be.empty;
  });

  it('is inconclusive without the policies', () => {
    expect(onlyReason(check(rule, anApp({ sessionTimeoutMinutes: unknown('no policies') })))).to.equal('no policies');
  });

  describe('without its own, in an org', () => {
    const profile = (name: string, sessionTimeoutMinutes?: number) => ({
      name,
      loginIpRanges: [],
      sessionTimeoutMinutes,
    });
    const settings = (org: Fact<number>): InventorySettings => ({
      origin: { kind: 'org', org: 'uat', id: '00D' },
      ...unreadSecurity,
      blockUsernamePasswordFlow: known(true),
      blockUserAgentFlow: known(true),
      pkceRequired: known(true),
      apiAccessControl: known(true),
      clientSecretsReadable: known(false),
      sessionTimeoutMinutes: org,
    });
    const app = orgApp({ sessionTimeoutMinutes: known(undefined) });
    const inUat = (org: Fact<number>, profiles: Fact<InventoryProfile[]>, one = app, users = known([aUser()])) =>
      run(rule, inOrg([one], { profiles, users }, { settings: [settings(org)] }));

    it('takes the timeout of the org, and the profile’s before it', () => {
      expect(inUat(known(120), known([profile('Integration')]))).to.be.empty;
      expect(inUat(known(1440), known([profile('Integration', 60)]))).to.be.empty;
      expect(inUat(known(120), known([]))).to.be.empty;
      const byOrg = onlyFinding(inUat(known(1440), known([profile('Integration')])));
      expect(byOrg).to.include({ app, subject: 'missing', confidence: 'high' });
      expect(byOrg.message).to.contain('last 1440 minutes by the org, 120 is the limit');
      const byProfile = onlyFinding(inUat(known(30), known([profile('Integration', 240)])));
      expect(byProfile.message).to.contain('240 minutes by the profile Integration');
    });

    it('takes the profiles of its users, or the longest of all where no user is known', () => {
      const runAs = orgConnectedApp({
        sessionTimeoutMinutes: known(undefined),
        clientCredentials: {
          settings: known(true),
          policy: known(true),
          runAsUser: known('billing@acme.example.integration'),
        },
      });
      const profiles = known([profile('Integration', 60), profile('Sales', 720)]);
      expect(inUat(known(30), profiles, runAs)).to.be.empty;
      expect(onlyFinding(inUat(known(30), profiles)).message).to.contain('720 minutes by the profile Sales');
    });

    it('is less sure where profiles or settings are not known', () => {
      const unknowns = [
        inUat(known(30), unknown('no profiles')),
        inUat(unknown('no settings'), known([profile('Integration'), profile('Sales', 15)])),
      ];
      for (const outcomes of unknowns) expect(onlyFinding(outcomes).confidence).to.equal('medium');
      expect(inUat(unknown('no settings'), known([profile('Integration', 15)]))).to.be.empty;
    });
  });
});
