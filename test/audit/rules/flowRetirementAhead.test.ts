import { expect } from 'chai';
import { flowRetirementAhead as rule } from '../../../src/audit/rules/flowRetirementAhead.js';
import { known, unknown, type InventoryApp, type InventorySettings } from '../../../src/inventory/types.js';
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
import { aLogin, findings, inOrg as inUat, logins, orgApp, orgConnectedApp, reasons, run } from './inOrg.js';

const settings = (blocked: boolean): InventorySettings => ({
  origin: { kind: 'source', file: 'settings/OauthOidc.settings-meta.xml' },
  ...unreadSecurity,
  blockUsernamePasswordFlow: known(blocked),
  blockUserAgentFlow: known(blocked),
  pkceRequired: known(false),
  apiAccessControl: known(false),
  clientSecretsReadable: known(false),
});
const inOrg = (app: InventoryApp, blocked: boolean) =>
  rule.check(anInventory({ apps: [app], settings: [settings(blocked)] }), context);

const device = anApp({ registration: 'connected-app', deviceFlow: known(true, at(8)) });
const hybrid = anApp({
  scopes: known([{ value: 'web' }, { value: 'refresh_token' }]),
  callbackUrls: known([{ value: 'acmemobile://done' }]),
});
const passwords = anApp({ registration: 'connected-app', callbackUrls: known([]) });

describe('flow-retirement-ahead', () => {
  it('finds the device flow, with the countdown', () => {
    const finding = onlyFinding(check(rule, device));
    expect(finding).to.include({ app: device, confidence: 'high' });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(8));
    expect(finding.message).to.contain('on 2026-11-30, in 7 days');
    expect(rule.severity).to.equal(2);
  });

  it('says since when, after the day', () => {
    const outcomes = rule.check(anInventory({ apps: [device] }), { ...context, today: new Date('2026-12-01') });
    expect(onlyFinding(outcomes).message).to.contain('since 2026-11-30');
  });

  it('finds what looks like a hybrid mobile app, with low confidence', () => {
    const finding = onlyFinding(check(rule, hybrid));
    expect(finding).to.include({ app: hybrid, confidence: 'low' });
    expect(finding.message).to.contain('2027-02-20');
  });

  it('finds a connected app that can have no flow but passwords, where the org allows them', () => {
    const dummy = {
      ...passwords,
      callbackUrls: known([{ value: 'https://login.salesforce.com/services/oauth2/success' }]),
    };
    for (const app of [passwords, dummy]) expect(onlyFinding(inOrg(app, false))).to.include({ app, confidence: 'low' });
  });

  it('passes a connected app that has another flow', () => {
    const others: Array<Partial<InventoryApp>> = [
      { callbackUrls: known([{ value: 'https://erp.acme.com/cb' }]) },
      { callbackUrls: known([{ value: 'http://localhost:1717/OauthRedirect' }]) },
      { certificate: known('MIIB') },
      { clientCredentials: { ...passwords.clientCredentials, settings: known(true) } },
      { registration: 'external-client-app' },
    ];
    for (const other of others) expect(inOrg({ ...passwords, ...other }, false)).to.be.empty;
  });

  it('combines what one app has, the nearest day first', () => {
    const finding = onlyFinding(check(rule, { ...hybrid, registration: 'connected-app', deviceFlow: known(true) }));
    expect(finding.message).to.match(/2026-11-30.*2027-02-20/);
    expect(finding.confidence).to.equal('high');
  });

  it('holds for an app of today', () => {
    expect(check(rule, anApp())).to.be.empty;
    expect(inOrg(anApp(), false)).to.be.empty;
  });

  it('passes flows that the org blocks, and passwords where nothing says that it allows them', () => {
    expect(inOrg(hybrid, true)).to.be.empty;
    const mixed = anInventory({ apps: [hybrid, passwords], settings: [settings(true), settings(false)] });
    expect(rule.check(mixed, context)).to.have.length(2);
    expect(inOrg(passwords, true)).to.be.empty;
    expect(check(rule, passwords)).to.be.empty;
  });

  it('passes the device flow of a local External Client App with localhost, apps with a manifest, those of Salesforce', () => {
    const callbackUrls = known([{ value: 'http://localhost:1717/OauthRedirect' }]);
    expect(check(rule, anApp({ deviceFlow: known(true), callbackUrls }))).to.be.empty;
    expect(inOrg({ ...passwords, manifest: aManifest({ flow: 'jwt-bearer' }) }, false)).to.be.empty;
    expect(check(rule, { ...device, firstParty: true })).to.be.empty;
  });

  it('is inconclusive when nobody knows whether it uses OAuth', () => {
    expect(onlyReason(check(rule, { ...device, usesOauth: unknown('no settings') }))).to.equal('no settings');
  });

  it('finds what an app really does by its logins, several flows in one finding, the nearest day first', () => {
    const app = orgConnectedApp();
    const groups = [
      aLogin({ loginType: 'Other Apex API', loginSubType: undefined }),
      aLogin({ loginSubType: 'OauthUsernamePassword', count: 4 }),
      aLogin({ loginSubType: 'OauthHybridUserAgent' }),
    ];
    const finding = onlyFinding(run(rule, inUat([app], { logins: logins(...groups) })));
    expect(finding).to.include({ app, org: 'uat', confidence: 'medium' });
    expect(finding.message).to.match(/2027-02-20, in 89 days.*2027-02-20.*Summer '27/);
    expect(finding.evidence).to.contain('4 logins');
  });

  it('prefers what logins show to a guess at the same flow', () => {
    const app = orgApp({ scopes: hybrid.scopes, callbackUrls: hybrid.callbackUrls });
    const finding = onlyFinding(
      run(rule, inUat([app], { logins: logins(aLogin({ loginSubType: 'OauthHybridUserAgent' })) })),
    );
    expect(finding.confidence).to.equal('medium');
    expect(finding.evidence).not.to.contain('hybrid mobile apps have');
  });

  it('finds clients that are no apps of the org, and leaves those that name none to the rules of their flows', () => {
    const groups = ['Stray', 'N/A'].map((application) => aLogin({ application, loginSubType: 'OauthUserAgent' }));
    expect(onlyFinding(run(rule, inUat([], { logins: logins(...groups) })))).to.include({
      appName: 'Stray',
      org: 'uat',
    });
  });

  it('passes logins that failed, by flows that the org blocks, and by apps of Salesforce', () => {
    const group = aLogin({ loginSubType: 'OauthUserAgent' });
    const uat = { ...settings(true), origin: { kind: 'org' as const, org: 'uat', id: '00D' } };
    expect(run(rule, inUat([orgApp()], { logins: logins(group) }, { settings: [uat] }))).to.be.empty;
    expect(run(rule, inUat([orgApp()], { logins: logins({ ...group, status: 'Failed' }) }))).to.be.empty;
    expect(run(rule, inUat([orgApp({ firstParty: true })], { logins: logins(group) }))).to.be.empty;
  });

  it('is inconclusive once without the login history, beside what settings show', () => {
    const outcomes = run(
      rule,
      inUat([orgConnectedApp({ deviceFlow: known(true) }), orgApp()], { logins: unknown('no logins') }),
    );
    expect(findings(outcomes)).to.have.length(1);
    expect(reasons(outcomes)).to.deep.equal(['no logins']);
  });

  it('is not sure of the device flow where it is not known whether the app may keep it', () => {
    const app = anApp({ deviceFlow: known(true), callbackUrls: unknown('not read') });
    const finding = check(rule, app).find(({ kind }) => kind === 'finding');
    expect(finding).to.include({ confidence: 'low' });
  });
});
