import { expect } from 'chai';
import { flowWithoutPrerequisite as rule } from '../../../src/audit/rules/flowWithoutPrerequisite.js';
import { known, unknown, type Fact, type InventoryApp } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const user = known<string | undefined>('erp@acme.example');
const withClientCredentials = (
  settings: Fact<boolean>,
  policy: Fact<boolean>,
  runAsUser: Fact<string | undefined> = user,
): InventoryApp => anApp({ clientCredentials: { settings, policy, runAsUser } });

const certificate = known<string | undefined>('MIIC', at(4));
const apiOnly = known([{ value: 'api' }]);

describe('rule flow-without-prerequisite', () => {
  it('finds client credentials without a run-as user', () => {
    const app = withClientCredentials(known(true, at(5)), known(true), known(undefined));
    const finding = onlyFinding(check(rule, app));
    expect(rule.severity).to.equal(3);
    expect(finding.app).to.equal(app);
    expect(finding.subject).to.equal('client-credentials: user');
    expect(finding.location).to.deep.equal(at(5));
    expect(finding.message).to.contain('Billing').and.to.contain('run-as user');
  });

  it('finds client credentials that are on at one side only', () => {
    const inPolicies = onlyFinding(check(rule, withClientCredentials(known(false, at(6)), known(true, at(7)))));
    expect(inPolicies.message).to.contain('on in its policies and off in its settings');
    expect(inPolicies.location).to.deep.equal(at(6));
    const inSettings = onlyFinding(check(rule, withClientCredentials(known(true, at(6)), known(false))));
    expect(inSettings.message).to.contain('on in its settings and off in its policies');
    expect(inSettings.location).to.deep.equal(at(6));
  });

  it('finds JWT bearer without the refresh_token scope', () => {
    const finding = onlyFinding(check(rule, anApp({ certificate, scopes: apiOnly })));
    expect(finding.subject).to.equal('jwt-bearer: refresh_token');
    expect(finding.location).to.deep.equal(at(4));
    expect(finding.confidence).to.equal('medium');
    const declared = anApp({ certificate, scopes: apiOnly, manifest: aManifest({ flow: 'jwt-bearer' }) });
    expect(onlyFinding(check(rule, declared))).not.to.have.property('confidence');
  });

  it('finds JWT bearer without a certificate, when the manifest names that flow', () => {
    const finding = onlyFinding(check(rule, anApp({ manifest: aManifest({ flow: 'jwt-bearer' }) })));
    expect(finding.subject).to.equal('jwt-bearer: certificate');
  });

  it('finds the code flow without a callback', () => {
    const finding = onlyFinding(check(rule, anApp({ callbackUrls: known([]) })));
    expect(finding.subject).to.equal('authorization-code: callback');
    const declared = anApp({ callbackUrls: known([]), certificate: unknown('no file'), manifest: aManifest() });
    expect(check(rule, declared)).to.have.length(1);
  });

  it('holds when everything is there', () => {
    const apps = [
      anApp(),
      withClientCredentials(known(true), known(true)),
      anApp({ certificate }),
      anApp({ certificate, manifest: aManifest({ flow: 'jwt-bearer' }) }),
    ];
    expect(check(rule, ...apps)).to.deep.equal([]);
  });

  it('leaves flows that the app does not use alone', () => {
    const noCallback = { callbackUrls: known([]) };
    const apps = [
      { ...withClientCredentials(known(true), known(true)), ...noCallback },
      anApp({ ...noCallback, certificate }),
      anApp({ ...noCallback, deviceFlow: known(true) }),
      anApp({ certificate, scopes: apiOnly, manifest: aManifest() }),
      anApp({ ...noCallback, usesOauth: known(false) }),
      anApp({ ...noCallback, origin: { kind: 'org', org: 'uat', id: '0xI1' } }),
    ];
    expect(check(rule, ...apps)).to.deep.equal([]);
  });

  it('cannot say when the other side was not read', () => {
    expect(onlyReason(check(rule, withClientCredentials(unknown('no settings'), known(true))))).to.equal('no settings');
    expect(onlyReason(check(rule, withClientCredentials(known(true), known(true), unknown('no user read'))))).to.equal(
      'no user read',
    );
    expect(check(rule, withClientCredentials(unknown('no settings'), known(false)))).to.deep.equal([]);
  });

  it('cannot say without certificate, scopes or callbacks, when they matter', () => {
    const jwt = { manifest: aManifest({ flow: 'jwt-bearer' }) };
    expect(onlyReason(check(rule, anApp({ ...jwt, certificate: unknown('no certificate') })))).to.equal(
      'no certificate',
    );
    expect(onlyReason(check(rule, anApp({ certificate, scopes: unknown('no scopes') })))).to.equal('no scopes');
    expect(onlyReason(check(rule, anApp({ callbackUrls: unknown('no callbacks') })))).to.equal('no callbacks');
    const unclear = { callbackUrls: known([]), certificate: unknown('no certificate') };
    expect(onlyReason(check(rule, anApp(unclear)))).to.equal('no certificate');
    expect(onlyReason(check(rule, anApp({ usesOauth: unknown('managed') })))).to.equal('managed');
  });
});
