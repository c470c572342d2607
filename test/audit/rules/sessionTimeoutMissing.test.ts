import { expect } from 'chai';
import { sessionTimeoutMissing as rule } from '../../../src/audit/rules/sessionTimeoutMissing.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

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
});
