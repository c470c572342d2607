import { expect } from 'chai';
import { selfAuthorizationAllowed as rule } from '../../../src/audit/rules/selfAuthorizationAllowed.js';
import { known, unknown, type Inventory, type InventoryApp } from '../../../src/inventory/types.js';
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

const open = (overrides: Partial<InventoryApp> = {}) =>
  anApp({ permittedUsers: known('self-authorize' as const, at(8)), ...overrides });

const settings = (accessControl: boolean, origin: InventoryApp['origin']): Inventory['settings'][number] => ({
  origin,
  apiAccessControl: known(accessControl),
  ...unreadSecurity,
  blockUsernamePasswordFlow: unknown('not read'),
  blockUserAgentFlow: unknown('not read'),
  pkceRequired: unknown('not read'),
  clientSecretsReadable: unknown('not read'),
});

describe('rule self-authorization-allowed', () => {
  it('finds an app that all users may authorise', () => {
    const app = open();
    const finding = onlyFinding(check(rule, app));
    expect(rule.severity).to.equal(2);
    expect(finding).not.to.have.property('severity');
    expect(finding.app).to.equal(app);
    expect(finding.location).to.deep.equal(at(8));
    expect(finding.message).to.contain('Billing');
    expect(finding.confidence).to.equal('high');
  });

  it('holds for an admin-approved app and for one without OAuth', () => {
    expect(check(rule, anApp(), open({ usesOauth: known(false) }))).to.deep.equal([]);
  });

  it('is Moderate for a connected app under API Access Control, and for no other', () => {
    const org = { kind: 'org' as const, org: 'uat', id: '0H4000000000001' };
    const severityOf = (app: InventoryApp, ...found: Inventory['settings']) =>
      onlyFinding(rule.check(anInventory({ apps: [app], settings: found }), context)).severity;
    const connected = open({ registration: 'connected-app', origin: org });
    expect(severityOf(connected, settings(true, org))).to.equal(3);
    expect(severityOf(connected, settings(false, org))).to.equal(undefined);
    expect(severityOf(connected, settings(true, { ...org, org: 'production' }))).to.equal(undefined);
    expect(severityOf(open({ origin: org }), settings(true, org))).to.equal(undefined);
    expect(onlyFinding(check(rule, connected)).evidence).to.contain('API Access Control is on is not known');
    expect(onlyFinding(check(rule, open())).evidence).to.equal('all users may self-authorise');
  });

  it('leaves mobile apps that are meant for everyone alone', () => {
    const apps = [open({ manifest: aManifest({ model: 'mobile' }) }), open({ mobile: true })];
    expect(check(rule, ...apps)).to.deep.equal([]);
    expect(check(rule, open({ mobile: false, manifest: aManifest() }))).to.have.length(1);
  });

  it('leaves apps with sign-up scopes alone', () => {
    const signUp = [{ value: 'user_registration_api' }, { value: 'api' }];
    expect(check(rule, open({ scopes: known(signUp) }))).to.deep.equal([]);
    expect(check(rule, open({ scopes: known([...signUp, { value: 'full' }]) }))).to.have.length(1);
  });

  it('leaves apps with client credentials only alone', () => {
    const clientCredentials = { settings: known(true), policy: known(true), runAsUser: known('erp@acme.example') };
    expect(check(rule, open({ clientCredentials, callbackUrls: known([]) }))).to.deep.equal([]);
    expect(check(rule, open({ clientCredentials }))).to.have.length(1);
  });

  it('is less sure of native apps, and of apps whose flows are not known', () => {
    const native = open({ callbackUrls: known([{ value: 'acme.billing://callback' }]) });
    expect(onlyFinding(check(rule, native)).confidence).to.equal('low');
    expect(
      onlyFinding(
        check(rule, open({ callbackUrls: known([{ value: 'https://a.example/cb' }, { value: 'acme:/cb' }]) })),
      ).confidence,
    ).to.equal('high');
    const bare = open({ callbackUrls: unknown('no settings'), certificate: unknown('no settings') });
    expect(onlyFinding(check(rule, bare)).confidence).to.equal('medium');
  });

  it('cannot say without the policy', () => {
    expect(onlyReason(check(rule, anApp({ permittedUsers: unknown('no policies') })))).to.equal('no policies');
    expect(onlyReason(check(rule, anApp({ usesOauth: unknown('managed') })))).to.equal('managed');
  });
});
