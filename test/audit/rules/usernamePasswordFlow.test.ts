import { expect } from 'chai';
import { usernamePasswordFlow as rule } from '../../../src/audit/rules/usernamePasswordFlow.js';
import { known, unknown, type Fact, type InventorySettings } from '../../../src/inventory/types.js';
import { anInventory, at, context, onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';
import { aLogin, aUser, findings, inOrg, logins, orgConnectedApp, reasons, run } from './inOrg.js';

const file = 'settings/OauthOidc.settings-meta.xml';
const settings = (block: Fact<boolean>, org?: string): InventorySettings => ({
  origin: org ? { kind: 'org', org, id: org } : { kind: 'source', file },
  ...unreadSecurity,
  blockUsernamePasswordFlow: block,
  blockUserAgentFlow: known(true),
  pkceRequired: known(true),
  apiAccessControl: known(true),
  clientSecretsReadable: known(false),
});
const check = (...all: InventorySettings[]) => rule.check(anInventory({ settings: all }), context);

describe('username-password-flow', () => {
  it('finds an org that allows it: Moderate, with the day of its end', () => {
    const finding = onlyFinding(check(settings(known(false, at(3, file)))));
    expect(finding).to.include({
      severity: 3,
      evidence: 'OauthOidcSettings.blockOAuthUnPwFlow is false',
    });
    expect(finding).not.to.have.property('app');
    expect(finding.location).to.deep.equal(at(3, file));
    expect(finding.message).to.contain('on 2027-02-20, in 89 days');
    expect(rule.severity).to.equal(1);
  });

  it('names the org', () => {
    expect(onlyFinding(check(settings(known(false), 'uat'))).org).to.equal('uat');
  });

  it('holds where it is blocked', () => {
    expect(check(settings(known(true)))).to.be.empty;
  });

  it('says nothing about a project that keeps no settings of its org', () => {
    expect(check()).to.be.empty;
    expect(check(settings(unknown('no OauthOidc.settings')))).to.be.empty;
  });

  it('is inconclusive when a project keeps other settings, or an org could not be read', () => {
    const documents = [
      { type: 'SecuritySettings', name: 'Security', file: 'settings/Security.settings', problems: [] },
    ];
    const kept = rule.check(anInventory({ settings: [settings(unknown('not in source'))], documents }), context);
    expect(onlyReason(kept)).to.equal('not in source');
    expect(onlyReason(check(settings(unknown('no permission'), 'uat')))).to.equal('no permission');
  });

  describe('in use', () => {
    const app = orgConnectedApp();
    const password = (overrides = {}) => aLogin({ loginSubType: 'OauthUsernamePassword', ...overrides });
    const used = (block: Fact<boolean>, ...groups: ReturnType<typeof aLogin>[]) =>
      inOrg([app], { logins: logins(...groups), users: known([aUser()]) }, { settings: [settings(block, 'uat')] });

    it('finds each app once: Critical, with the user and the last time', () => {
      const groups = [
        password(),
        password({ count: 2, last: '2026-11-22T09:00:00.000Z' }),
        password({ application: 'Stray' }),
      ];
      const [allowed, ...inUse] = findings(run(rule, used(known(false), ...groups)));
      expect(allowed).to.include({ subject: 'allowed', severity: 3 });
      expect(inUse.map((one) => one.app?.name ?? one.appName)).to.deep.equal(['Billing', 'Stray']);
      expect(inUse[0]).to.include({ subject: 'in use', severity: 1, confidence: 'medium', org: 'uat' });
      expect(inUse[0]?.message).to.contain('last on 2026-11-22').and.contain('on 2027-02-20, in 89 days');
      expect(inUse[0]?.evidence).to.contain('32 logins').and.contain('as billing@acme.example.integration');
    });

    it('knows the spelling that orgs show, and is about the org where no app is named', () => {
      const group = password({ loginSubType: 'OAuth Username-Password', application: 'N/A' });
      const finding = findings(run(rule, used(known(false), group)))[1];
      expect(finding).to.include({ subject: 'in use of 00D000000000001', confidence: 'high' });
      expect(finding).not.to.have.any.keys('app', 'appName');
    });

    it('holds where the org blocks it, for other flows, and for attempts that failed', () => {
      expect(run(rule, used(known(true), password()))).to.be.empty;
      const others = used(known(false), aLogin(), password({ status: 'Invalid Password' }));
      expect(findings(run(rule, others)).map(({ subject }) => subject)).to.deep.equal(['allowed']);
    });

    it('is inconclusive without the login history or the status, unless the org blocks it', () => {
      const unread = (block: Fact<boolean>) =>
        inOrg([app], { logins: unknown('no logins') }, { settings: [settings(block, 'uat')] });
      expect(reasons(run(rule, unread(known(false))))).to.deep.equal(['no logins']);
      expect(run(rule, unread(known(true)))).to.be.empty;
      expect(reasons(run(rule, used(known(false), password({ status: undefined }))))).to.have.length(1);
    });
  });
});
