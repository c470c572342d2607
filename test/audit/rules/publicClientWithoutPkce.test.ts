import { expect } from 'chai';
import { publicClientWithoutPkce as rule } from '../../../src/audit/rules/publicClientWithoutPkce.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, check, context, onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';

const optional = known(true, at(6));

describe('public-client-without-pkce', () => {
  it('finds an optional secret without PKCE', () => {
    const app = anApp({ secretOptional: optional, pkceRequired: known(false) });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(6));
    expect(finding.message).to.contain('Billing');
    expect(rule.severity).to.equal(3);
  });

  it('holds for a native app with PKCE, and for a required secret', () => {
    expect(check(rule, anApp({ secretOptional: optional }), anApp({ pkceRequired: known(false) }))).to.be.empty;
  });

  it('passes an app without the code flow', () => {
    const app = anApp({
      secretOptional: optional,
      pkceRequired: known(false),
      certificate: known('MIIB'),
      callbackUrls: known([{ value: 'https://example.com/dummy' }]),
    });
    expect(check(rule, app)).to.be.empty;
  });

  it('passes packaged apps, and apps of an org that requires PKCE of all', () => {
    const app = anApp({ secretOptional: optional, pkceRequired: known(false) });
    expect(check(rule, { ...app, managed: true })).to.be.empty;
    const origin = { kind: 'source', file: 'settings/OauthOidc.settings-meta.xml' } as const;
    const off = known(false);
    const settings = {
      ...unreadSecurity,
      blockUsernamePasswordFlow: off,
      blockUserAgentFlow: off,
      apiAccessControl: off,
      clientSecretsReadable: off,
    };
    const inventory = anInventory({ apps: [app], settings: [{ origin, ...settings, pkceRequired: known(true) }] });
    expect(rule.check(inventory, context)).to.be.empty;
  });

  it('is inconclusive when PKCE is not known', () => {
    const app = anApp({ secretOptional: optional, pkceRequired: unknown('no global settings') });
    expect(onlyReason(check(rule, app))).to.equal('no global settings');
  });
});
