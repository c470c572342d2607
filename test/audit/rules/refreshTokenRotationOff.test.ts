import { expect } from 'chai';
import { refreshTokenRotationOff as rule } from '../../../src/audit/rules/refreshTokenRotationOff.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const off = known(false, at(12));

describe('refresh-token-rotation-off', () => {
  it('finds a confidential client without rotation: Moderate', () => {
    const app = anApp({ refreshTokenRotation: off });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, severity: 3 });
    expect(finding.location).to.deep.equal(at(12));
    expect(finding.evidence).to.equal('isRefreshTokenRotationEnabled is false');
  });

  it('finds a public client without rotation: High', () => {
    const optional = anApp({ refreshTokenRotation: off, secretOptional: known(true) });
    const native = anApp({ refreshTokenRotation: known(false), callbackUrls: known([{ value: 'acme://done' }]) });
    const declared = anApp({ refreshTokenRotation: off, manifest: aManifest({ model: 'mobile' }) });
    for (const app of [optional, native, declared]) expect(onlyFinding(check(rule, app)).severity).to.equal(2);
    expect(onlyFinding(check(rule, native)).evidence).to.contain('is not set, so it is off');
  });

  it('holds with rotation', () => {
    expect(check(rule, anApp())).to.be.empty;
  });

  it('passes apps that get no refresh token, end it at once, or sign in without a user', () => {
    expect(
      check(
        rule,
        anApp({ refreshTokenRotation: off, scopes: known([{ value: 'api' }]) }),
        anApp({ refreshTokenRotation: off, refreshToken: known({ rule: 'immediate' }) }),
        anApp({ refreshTokenRotation: off, manifest: aManifest({ model: 'backend', flow: 'jwt-bearer' }) }),
        anApp({
          refreshTokenRotation: off,
          certificate: known('MIIB'),
          callbackUrls: known([{ value: 'https://unused.invalid/callback' }]),
        }),
      ),
    ).to.be.empty;
  });

  it('passes packaged apps, where the vendor decides', () => {
    expect(check(rule, anApp({ refreshTokenRotation: off, managed: true }))).to.be.empty;
  });

  it('is inconclusive where the setting cannot be read', () => {
    expect(onlyReason(check(rule, anApp({ refreshTokenRotation: unknown('no query has it') })))).to.equal(
      'no query has it',
    );
  });
});
