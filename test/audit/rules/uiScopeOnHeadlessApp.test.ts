import { expect } from 'chai';
import { uiScopeOnHeadlessApp as rule } from '../../../src/audit/rules/uiScopeOnHeadlessApp.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const clientCredentials = { settings: known(true), policy: known(true), runAsUser: known('erp@acme.example') };
const headless = (scope: string, overrides: Partial<InventoryApp> = {}) =>
  anApp({
    scopes: known([{ value: 'api' }, { value: scope, at: at(4) }]),
    callbackUrls: known([]),
    clientCredentials,
    ...overrides,
  });

describe('rule ui-scope-on-headless-app', () => {
  for (const scope of ['web', 'visualforce', 'lightning']) {
    it(`finds ${scope} with client credentials only`, () => {
      const app = headless(scope);
      const finding = onlyFinding(check(rule, app));
      expect(rule.severity).to.equal(3);
      expect(finding.app).to.equal(app);
      expect(finding.location).to.deep.equal(at(4));
      expect(finding.subject).to.equal(scope);
      expect(finding.message).to.contain('Billing').and.to.contain(scope);
      expect(finding.evidence).to.contain('client credentials only');
      expect(finding.confidence).to.equal('high');
    });
  }

  it('finds it with JWT bearer only, by certificate or manifest', () => {
    const off = { ...clientCredentials, settings: known(false), policy: known(false) };
    const jwt = headless('web', { clientCredentials: off, certificate: known('MIIC') });
    expect(onlyFinding(check(rule, jwt)).evidence).to.contain('JWT bearer only');
    const declared = headless('web', {
      clientCredentials: off,
      callbackUrls: known([{ value: 'https://a.example/cb' }]),
      manifest: aManifest({ flow: 'jwt-bearer', model: 'backend' }),
    });
    expect(check(rule, declared)).to.have.length(1);
  });

  it('finds it with both', () => {
    expect(onlyFinding(check(rule, headless('web', { certificate: known('MIIC') }))).evidence).to.contain(
      'client credentials and JWT bearer only',
    );
  });

  it('is less sure when a placeholder stands for the callback', () => {
    for (const value of [
      'https://login.salesforce.com/services/oauth2/success',
      'https://example.com',
      'http://localhost/x',
    ]) {
      const app = headless('web', { callbackUrls: known([{ value }]) });
      expect(onlyFinding(check(rule, app)).confidence, value).to.equal('medium');
    }
  });

  it('holds for API scopes, and for apps with a real callback', () => {
    const interactive = headless('web', { callbackUrls: known([{ value: 'https://erp.acme.example/cb' }]) });
    const device = headless('web', { deviceFlow: known(true) });
    const declared = headless('web', { manifest: aManifest() });
    expect(check(rule, anApp(), headless('chatter_api'), interactive, device, declared)).to.deep.equal([]);
  });

  it('leaves apps that open the org in a browser alone', () => {
    const apps = [
      headless('web', { callbackUrls: known([{ value: 'http://localhost:1717/OauthRedirect' }]) }),
      headless('web', { manifest: aManifest({ flow: 'jwt-bearer', model: 'cli' }) }),
      headless('web', {
        manifest: aManifest({
          flow: 'client-credentials',
          model: 'backend',
          scopes: { web: 'Front door links in mails' },
        }),
      }),
      headless('web', { firstParty: true }),
    ];
    expect(check(rule, ...apps)).to.deep.equal([]);
  });

  it('cannot say without scopes or flows, when they matter', () => {
    expect(onlyReason(check(rule, headless('web', { scopes: unknown('no scopes') })))).to.equal('no scopes');
    const bare = { callbackUrls: unknown('no settings'), certificate: unknown('no settings') };
    expect(onlyReason(check(rule, headless('web', bare)))).to.equal('no settings');
    expect(onlyReason(check(rule, headless('web', { certificate: unknown('no certificate') })))).to.equal(
      'no certificate',
    );
    const half = { ...clientCredentials, policy: unknown('no policies') };
    expect(onlyReason(check(rule, headless('web', { clientCredentials: half })))).to.equal('no policies');
    expect(check(rule, anApp(bare))).to.deep.equal([]);
  });
});
