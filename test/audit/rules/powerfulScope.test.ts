import { expect } from 'chai';
import { powerfulScope as rule } from '../../../src/audit/rules/powerfulScope.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const asking = (...values: string[]) => ({
  scopes: known(values.map((value, index) => ({ value, at: at(index + 1) }))),
});

describe('rule powerful-scope', () => {
  for (const scope of [
    'sfap_api',
    'mcp_api',
    'cdp_ingest_api',
    'user_registration_api',
    'pwdless_login_api',
    'einstein_gpt_api',
  ]) {
    it(`finds ${scope}`, () => {
      const app = anApp(asking('api', scope));
      const finding = onlyFinding(check(rule, app));
      expect(rule.severity).to.equal(3);
      expect(finding.app).to.equal(app);
      expect(finding.location).to.deep.equal(at(2));
      expect(finding.subject).to.equal(scope);
      expect(finding.message).to.contain('Billing').and.to.contain(scope);
      expect(finding.confidence).to.equal('medium');
    });
  }

  it("is sure of a vendor's app", () => {
    const vendor = anApp({
      ...asking('api', 'mcp_api'),
      manifest: aManifest({ vendor: { name: 'Acme', dueDiligence: [] } }),
    });
    expect(onlyFinding(check(rule, vendor)).confidence).to.equal('high');
    expect(onlyFinding(check(rule, anApp({ ...asking('api', 'mcp_api'), managed: true }))).confidence).to.equal('high');
  });

  it('holds for everyday scopes', () => {
    expect(check(rule, anApp(), anApp(asking('full', 'web')), anApp(asking()))).to.deep.equal([]);
  });

  it('leaves AI products alone that ask for nothing else', () => {
    expect(check(rule, anApp(asking('mcp_api', 'sfap_api', 'refresh_token')))).to.deep.equal([]);
  });

  it("leaves one's own and Salesforce's own apps alone", () => {
    const own = anApp({ ...asking('api', 'mcp_api'), manifest: aManifest() });
    expect(check(rule, own, anApp({ ...asking('api', 'mcp_api'), firstParty: true }))).to.deep.equal([]);
  });

  it('cannot say without the scopes', () => {
    expect(onlyReason(check(rule, anApp({ scopes: unknown('managed'), managed: true })))).to.equal('managed');
    const unreadable = { ...aManifest(), app: undefined };
    expect(check(rule, anApp({ ...asking('api', 'mcp_api'), manifest: unreadable }))).to.have.length(1);
  });
});
