import { expect } from 'chai';
import { userAgentFlow as rule } from '../../../src/audit/rules/userAgentFlow.js';
import { known, unknown, type Fact, type InventoryApp, type InventorySettings } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, context, onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';

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
});
