import { expect } from 'chai';
import { usernamePasswordFlow as rule } from '../../../src/audit/rules/usernamePasswordFlow.js';
import { known, unknown, type Fact, type InventorySettings } from '../../../src/inventory/types.js';
import { anInventory, at, context, onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';

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
});
