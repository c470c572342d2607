import { expect } from 'chai';
import { secretOptionalOnRefresh as rule } from '../../../src/audit/rules/secretOptionalOnRefresh.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const open = known(false, at(10));

describe('secret-optional-on-refresh', () => {
  it('finds a confidential client that refreshes without its secret', () => {
    const app = anApp({ secretRequiredForRefresh: open });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, evidence: 'isSecretRequiredForRefreshToken is false' });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(10));
    expect(rule.severity).to.equal(3);
  });

  it('holds where the secret is required', () => {
    expect(check(rule, anApp())).to.be.empty;
  });

  it('passes public clients', () => {
    expect(
      check(
        rule,
        anApp({ secretRequiredForRefresh: open, secretOptional: known(true) }),
        anApp({ secretRequiredForRefresh: open, manifest: aManifest({ model: 'cli' }) }),
        anApp({ secretRequiredForRefresh: open, callbackUrls: known([{ value: 'acme://done' }]) }),
      ),
    ).to.be.empty;
  });

  it('passes packaged apps', () => {
    expect(check(rule, anApp({ secretRequiredForRefresh: open, managed: true }))).to.be.empty;
  });

  it('passes apps that get no refresh token', () => {
    expect(check(rule, anApp({ secretRequiredForRefresh: open, scopes: known([{ value: 'api' }]) }))).to.be.empty;
  });

  it('is inconclusive when the setting is not known', () => {
    expect(onlyReason(check(rule, anApp({ secretRequiredForRefresh: unknown('no file') })))).to.equal('no file');
  });
});
