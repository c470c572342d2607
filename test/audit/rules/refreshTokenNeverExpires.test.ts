import { expect } from 'chai';
import { refreshTokenNeverExpires as rule } from '../../../src/audit/rules/refreshTokenNeverExpires.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const never = known({ rule: 'never' } as const, at(7));
const certificate = known<string | undefined>('MIIB');

describe('refresh-token-never-expires', () => {
  it('finds an app whose refresh tokens never expire', () => {
    const app = anApp({ refreshToken: never });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, confidence: 'high' });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(7));
    expect(finding.message).to.contain('Billing');
    expect(finding.evidence).to.contain('refreshTokenPolicyType');
    expect(rule.severity).to.equal(2);
  });

  it('says when it is the default that never expires', () => {
    const app = anApp({ registration: 'connected-app', refreshToken: known({ rule: 'never' }) });
    expect(onlyFinding(check(rule, app)).evidence).to.equal('refreshTokenPolicy is not set, so they do not expire');
  });

  it('is less sure of an app that may sign in by certificate alone', () => {
    const callbackUrls = known([{ value: 'http://localhost:1717/OauthRedirect' }]);
    const app = anApp({ refreshToken: never, certificate, callbackUrls });
    expect(onlyFinding(check(rule, app)).confidence).to.equal('medium');
  });

  it('holds for a policy with an end', () => {
    expect(check(rule, anApp(), anApp({ refreshToken: known({ rule: 'immediate' }) }))).to.be.empty;
  });

  it('passes an app without the refresh_token scope', () => {
    expect(check(rule, anApp({ refreshToken: never, scopes: known([{ value: 'api' }, { value: 'full' }]) }))).to.be
      .empty;
  });

  it('passes an app whose only flows give no refresh token', () => {
    const manifest = aManifest({ model: 'backend', flow: 'jwt-bearer' });
    expect(
      check(rule, anApp({ refreshToken: never, manifest }), anApp({ refreshToken: never, callbackUrls: known([]) })),
    ).to.be.empty;
  });

  it('still finds an app without a callback that has the device flow', () => {
    const app = anApp({ refreshToken: never, callbackUrls: known([]), deviceFlow: known(true) });
    expect(onlyFinding(check(rule, app)).app).to.equal(app);
  });

  it('is inconclusive when the policy, the scopes or OAuth itself are not known', () => {
    expect(onlyReason(check(rule, anApp({ refreshToken: unknown('no policies in source') })))).to.equal(
      'no policies in source',
    );
    expect(onlyReason(check(rule, anApp({ refreshToken: never, scopes: unknown('no scopes') })))).to.equal('no scopes');
    expect(onlyReason(check(rule, anApp({ refreshToken: never, usesOauth: unknown('no settings') })))).to.equal(
      'no settings',
    );
  });

  it('says nothing of an unknown that cannot matter', () => {
    expect(check(rule, anApp({ refreshToken: unknown('no policies in source'), scopes: known([]) }))).to.be.empty;
    expect(check(rule, anApp({ scopes: unknown('no scopes') }))).to.be.empty;
  });
});
