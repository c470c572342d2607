import { expect } from 'chai';
import { refreshScopeUnneeded as rule } from '../../../src/audit/rules/refreshScopeUnneeded.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const clientCredentials = { settings: known(true), policy: known(true), runAsUser: known('erp@acme.example') };
const headless = (overrides: Partial<InventoryApp> = {}) =>
  anApp({
    scopes: known([{ value: 'api' }, { value: 'refresh_token', at: at(4) }]),
    callbackUrls: known([]),
    clientCredentials,
    ...overrides,
  });

describe('rule refresh-scope-unneeded', () => {
  it('finds the scope with client credentials only', () => {
    const app = headless();
    const finding = onlyFinding(check(rule, app));
    expect(rule.severity).to.equal(3);
    expect(finding.app).to.equal(app);
    expect(finding.location).to.deep.equal(at(4));
    expect(finding.message).to.contain('Billing');
  });

  it('holds without the scope', () => {
    expect(check(rule, headless({ scopes: known([{ value: 'api' }]) }))).to.deep.equal([]);
  });

  it('leaves apps with another flow alone', () => {
    const apps = [anApp(), headless({ callbackUrls: known([{ value: 'https://erp.acme.example/cb' }]) })];
    expect(check(rule, ...apps)).to.deep.equal([]);
  });

  it('leaves JWT bearer alone, which needs the scope', () => {
    const off = { ...clientCredentials, settings: known(false) };
    const jwt = headless({ clientCredentials: off, certificate: known('MIIC') });
    expect(check(rule, jwt, headless({ certificate: known('MIIC') }))).to.deep.equal([]);
    expect(check(rule, headless({ manifest: aManifest({ flow: 'jwt-bearer' }) }))).to.deep.equal([]);
  });

  it('cannot say without the facts, when they matter', () => {
    expect(onlyReason(check(rule, headless({ scopes: unknown('no scopes') })))).to.equal('no scopes');
    expect(onlyReason(check(rule, headless({ callbackUrls: unknown('no settings') })))).to.equal('no settings');
    const off = { ...clientCredentials, policy: known(false) };
    expect(check(rule, headless({ clientCredentials: off, scopes: unknown('no scopes') }))).to.deep.equal([]);
  });
});
