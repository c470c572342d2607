import { expect } from 'chai';
import { partnerMandateUnmet as rule } from '../../../src/audit/rules/partnerMandateUnmet.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { aManifest, anApp, check, onlyFinding, onlyReason } from './anInventory.js';
import { findings, reasons } from './inOrg.js';

const packaged = (overrides: Partial<InventoryApp> = {}) => anApp({ managed: true, namespace: 'acme', ...overrides });

describe('partner-mandate-unmet', () => {
  it('finds a packaged app that lacks all of it: Moderate, each point named', () => {
    const app = packaged({
      pkceRequired: known(false),
      refreshTokenRotation: known(false),
      refreshToken: known({ rule: 'never' }),
      ipRanges: known([]),
    });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, confidence: 'medium' });
    for (const point of ['requires no PKCE', 'rotates no refresh tokens', 'more than 30 days', 'has no address ranges'])
      expect(finding.message).to.contain(point);
    expect(finding.evidence).to.equal(
      'isPkceRequired is false; isRefreshTokenRotationEnabled is false; refreshTokenPolicyType is never; trustedIpRanges is empty',
    );
    expect(rule.severity).to.equal(3);
  });

  it('finds an app of a vendor by the manifest, whom it names', () => {
    const manifest = aManifest({ vendor: { name: 'Acme GmbH', dueDiligence: [] } });
    const finding = onlyFinding(check(rule, anApp({ manifest, ipRanges: known([]) })));
    expect(finding.message).to.contain('an app of Acme GmbH');
  });

  it('takes 30 days of idle time or life, and no more', () => {
    for (const days of [30, 31]) {
      for (const token of ['inactivity', 'lifetime'] as const) {
        expect(check(rule, packaged({ refreshToken: known({ rule: token, days }) }))).to.have.length(days - 30);
      }
    }
    expect(check(rule, packaged({ refreshToken: known({ rule: 'inactivity', hours: 720 }) }))).to.be.empty;
    expect(check(rule, packaged({ refreshToken: known({ rule: 'immediate' }) }))).to.be.empty;
  });

  it('passes one’s own apps, those of Salesforce, and flows that need none of it', () => {
    expect(
      check(rule, anApp({ pkceRequired: known(false) }), packaged({ firstParty: true, pkceRequired: known(false) })),
    ).to.be.empty;
    const headless = {
      callbackUrls: known([]),
      pkceRequired: known(false),
      refreshTokenRotation: known(false),
      refreshToken: known({ rule: 'never' as const }),
    };
    expect(check(rule, packaged(headless))).to.be.empty;
  });

  it('is inconclusive for what does not come back, beside what is found', () => {
    const unread = { pkceRequired: unknown('its metadata did not come back') };
    expect(onlyReason(check(rule, packaged(unread)))).to.contain(
      'isPkceRequired: ask its vendor, since its metadata did not come back',
    );
    const outcomes = check(rule, packaged({ ...unread, ipRanges: known([]) }));
    expect([findings(outcomes).length, reasons(outcomes).length]).to.deep.equal([1, 1]);
  });

  it('is inconclusive where it is not known whether a demand applies, and passes what is met anyhow', () => {
    const unread = { callbackUrls: unknown('its callbacks did not come back') };
    expect(check(rule, packaged(unread))).to.be.empty;
    expect(reasons(check(rule, packaged({ ...unread, pkceRequired: known(false) }))).join()).to.contain(
      'its callbacks did not come back',
    );
  });
});
