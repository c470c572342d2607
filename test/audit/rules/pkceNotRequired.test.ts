import { expect } from 'chai';
import { pkceNotRequired as rule } from '../../../src/audit/rules/pkceNotRequired.js';
import { known, unknown, type InventorySettings } from '../../../src/inventory/types.js';
import {
  aManifest,
  anApp,
  anInventory,
  at,
  check,
  context,
  onlyFinding,
  onlyReason,
  unreadSecurity,
} from './anInventory.js';

const open = known(false, at(11));
const placeholder = known([{ value: 'https://unused.invalid/callback' }]);

const orgWide = (origin: InventorySettings['origin']): InventorySettings => ({
  origin,
  ...unreadSecurity,
  blockUsernamePasswordFlow: known(true),
  blockUserAgentFlow: known(true),
  pkceRequired: known(true),
  apiAccessControl: known(true),
  clientSecretsReadable: known(false),
});

describe('pkce-not-required', () => {
  it('finds a confidential client: Moderate', () => {
    const app = anApp({ pkceRequired: open });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, severity: 3, evidence: 'isPkceRequired is false' });
    expect(finding.location).to.deep.equal(at(11));
  });

  it('finds a public client: High', () => {
    const optional = anApp({ pkceRequired: open, secretOptional: known(true) });
    const native = anApp({
      pkceRequired: known(false),
      callbackUrls: known([{ value: 'http://localhost:1717/OauthRedirect' }]),
    });
    for (const app of [optional, native]) expect(onlyFinding(check(rule, app)).severity).to.equal(2);
    expect(onlyFinding(check(rule, native)).evidence).to.equal('isPkceRequired is not set, so it is off');
    // A web app on a developer's machine: its secret is required.
    const local = anApp({ pkceRequired: open, callbackUrls: known([{ value: 'http://localhost:3000/cb' }]) });
    expect(onlyFinding(check(rule, local)).severity).to.equal(3);
  });

  it('finds an app with client credentials and a callback that is used', () => {
    const clientCredentials = { settings: known(true), policy: known(true), runAsUser: known('a@b.example') };
    expect(onlyFinding(check(rule, anApp({ pkceRequired: open, clientCredentials }))).kind).to.equal('finding');
  });

  it('holds where it is required', () => {
    expect(check(rule, anApp())).to.be.empty;
  });

  it('passes apps without the code flow: a dummy callback beside a certificate or client credentials', () => {
    const clientCredentials = { settings: known(true), policy: known(true), runAsUser: known('a@b.example') };
    const localhost = known([{ value: 'http://localhost:1717/OauthRedirect' }]);
    expect(
      check(
        rule,
        anApp({ pkceRequired: open, certificate: known('MIIB'), callbackUrls: localhost }),
        anApp({ pkceRequired: open, clientCredentials, callbackUrls: placeholder }),
        anApp({ pkceRequired: open, callbackUrls: known([]) }),
        anApp({ pkceRequired: open, manifest: aManifest({ flow: 'client-credentials' }) }),
      ),
    ).to.be.empty;
  });

  it('passes apps of an org that requires it of all, and packaged ones', () => {
    const app = anApp({ pkceRequired: open });
    const settings = [orgWide({ kind: 'source', file: 'settings/OauthOidc.settings-meta.xml' })];
    expect(rule.check(anInventory({ apps: [app], settings }), context)).to.be.empty;
    expect(check(rule, anApp({ pkceRequired: open, managed: true }), anApp({ pkceRequired: open, firstParty: true })))
      .to.be.empty;
  });

  it('finds apps when one of several folders of settings does not require it', () => {
    const app = anApp({ pkceRequired: open });
    const source = orgWide({ kind: 'source', file: 'prod/settings/OauthOidc.settings-meta.xml' });
    const settings = [source, { ...source, pkceRequired: known(false) }];
    expect(onlyFinding(rule.check(anInventory({ apps: [app], settings }), context)).app).to.equal(app);
  });

  it('does not take the switch of one org for another', () => {
    const settings = [orgWide({ kind: 'org', org: 'uat', id: '00D' })];
    const app = anApp({ pkceRequired: open });
    expect(onlyFinding(rule.check(anInventory({ apps: [app], settings }), context)).app).to.equal(app);
  });

  it('is inconclusive without the setting or the callbacks', () => {
    expect(onlyReason(check(rule, anApp({ pkceRequired: unknown('no global settings') })))).to.equal(
      'no global settings',
    );
    expect(onlyReason(check(rule, anApp({ pkceRequired: open, callbackUrls: unknown('no callbacks') })))).to.equal(
      'no callbacks',
    );
  });
});
