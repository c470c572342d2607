import { expect } from 'chai';
import { userAgentFlow as rule } from '../../../src/audit/rules/userAgentFlow.js';
import { known, unknown, type Fact, type InventoryApp, type InventorySettings } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, context, onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';
import { aLogin, findings, inOrg, logins, orgApp, orgConnectedApp, reasons, run } from './inOrg.js';

const file = 'settings/OauthOidc.settings-meta.xml';
const settings = (block: Fact<boolean>): InventorySettings => ({
  origin: { kind: 'org', org: 'prod', id: '00D' },
  ...unreadSecurity,
  blockUsernamePasswordFlow: known(true),
  blockUserAgentFlow: block,
  pkceRequired: known(true),
  apiAccessControl: known(true),
  clientSecretsReadable: known(false),
});
const check = (block: Fact<boolean>, apps: InventoryApp[] = [anApp()]) =>
  rule.check(anInventory({ apps, settings: [settings(block)] }), context);

describe('user-agent-flow', () => {
  it('finds an org that allows it: Moderate, with the day of its end', () => {
    const finding = onlyFinding(check(known(false, at(4, file))));
    expect(finding).to.include({
      severity: 3,
      org: 'prod',
      evidence: 'OauthOidcSettings.blockOAuthUsrAgtFlow is false',
    });
    expect(finding.location).to.deep.equal(at(4, file));
    expect(finding.message).to.contain('2027-02-20');
    expect(rule.severity).to.equal(2);
  });

  it('holds where it is blocked', () => {
    expect(check(known(true))).to.be.empty;
  });

  it('passes where a hybrid mobile app needs it', () => {
    const hybrid = anApp({
      scopes: known([{ value: 'api' }, { value: 'web' }]),
      callbackUrls: known([{ value: 'acmemobile://done' }]),
    });
    expect(check(known(false), [anApp(), hybrid])).to.be.empty;
  });

  it('is inconclusive when the switch is not known', () => {
    expect(onlyReason(check(unknown('no permission')))).to.equal('no permission');
  });

  describe('in use', () => {
    const inUat = (block: Fact<boolean>): InventorySettings => ({
      ...settings(block),
      origin: { kind: 'org', org: 'uat', id: '00D' },
    });
    const agent = (overrides = {}) => aLogin({ loginSubType: 'OauthUserAgent', ...overrides });
    const used = (apps: InventoryApp[], ...groups: ReturnType<typeof aLogin>[]) =>
      findings(run(rule, inOrg(apps, { logins: logins(...groups) }, { settings: [inUat(known(false))] }))).filter(
        ({ subject }) => subject === 'in use',
      );
    const hybrid = orgApp({
      scopes: known([{ value: 'web' }, { value: 'refresh_token' }]),
      callbackUrls: known([{ value: 'acmemobile://done' }]),
    });

    it('finds an app by any of its three subtypes: High', () => {
      const app = orgConnectedApp();
      for (const loginSubType of ['OauthUserAgent', 'OauthUserAgentIdToken', 'OauthHybridUserAgent']) {
        const found = used([app], agent({ loginSubType }));
        expect(found, loginSubType).to.have.length(1);
        expect(found[0]).to.include({ app, severity: 2 });
      }
    });

    it('passes the hybrid flow of a hybrid mobile app, and apps of Salesforce', () => {
      expect(used([hybrid], agent({ loginSubType: 'OauthHybridUserAgent' }))).to.be.empty;
      expect(used([hybrid], agent())).to.have.length(1);
      expect(used([orgApp({ firstParty: true })], agent())).to.be.empty;
    });

    it('is inconclusive once without the login history', () => {
      const inventory = inOrg([hybrid], { logins: unknown('no logins') }, { settings: [inUat(known(false))] });
      expect(reasons(run(rule, inventory))).to.deep.equal(['no logins']);
    });
  });
});
