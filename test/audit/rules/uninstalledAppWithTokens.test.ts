import { expect } from 'chai';
import { uninstalledAppWithTokens as rule } from '../../../src/audit/rules/uninstalledAppWithTokens.js';
import { known, unknown, type Inventory, type InventoryToken } from '../../../src/inventory/types.js';
import { anApp, anInventory, context, evidence, onlyFinding, onlyReason } from './anInventory.js';
import { permissions } from './anOrg.js';

const token = (overrides: Partial<InventoryToken> = {}): InventoryToken => ({
  id: '0CQ000000000001',
  org: 'uat',
  appName: 'My Ticket Portal',
  userId: '005000000000001',
  username: 'ana@acme.example',
  lastUsedDate: '2026-11-20T10:11:12.000+0000',
  ...overrides,
});
const installed = anApp({
  name: 'Billing',
  label: 'Billing (ERP)',
  origin: { kind: 'org', org: 'uat', id: '0H4000000000001AAA' },
});
const run = (tokens: InventoryToken[], overrides: Partial<Inventory> = {}) =>
  rule.check(anInventory({ apps: [installed], tokens: [{ org: 'uat', rows: known(tokens) }], ...overrides }), context);

describe('rule uninstalled-app-with-tokens', () => {
  it('is Critical for an app that was used in the last 90 days', () => {
    const finding = onlyFinding(run([token(), token({ lastUsedDate: '2025-01-01T00:00:00.000+0000' })]));
    expect(finding.severity).to.equal(1);
    expect(finding.appName).to.equal('My Ticket Portal');
    expect(finding.org).to.equal('uat');
    expect(finding.user).to.equal('ana@acme.example');
    expect(finding.message).to.equal('My Ticket Portal holds 2 tokens of 1 user in uat, and is not installed there.');
    expect(finding.evidence).to.contain('last used 2026-11-20');
  });

  it('is High for an app that was not', () => {
    const days = (count: number) => new Date(context.today.getTime() - count * 86_400_000).toISOString();
    expect(rule.severity).to.equal(2);
    expect(onlyFinding(run([token({ lastUsedDate: days(90) })])).severity).to.equal(1);
    expect(onlyFinding(run([token({ lastUsedDate: days(91) })])).severity).to.equal(2);
    const never = onlyFinding(run([token({ lastUsedDate: undefined })]));
    expect(never.severity).to.equal(2);
    expect(never.evidence).to.contain('never');
  });

  it('is Critical for an app of a privileged user, however long ago, and says who', () => {
    const old = token({ lastUsedDate: '2025-01-01T00:00:00.000Z', createdDate: '2024-02-03T00:00:00.000Z' });
    const privileged = (holders: Parameters<typeof permissions>[0], overrides: Partial<InventoryToken> = {}) =>
      onlyFinding(run([{ ...old, ...overrides }], { orgs: [evidence({ permissionHolders: permissions(holders) })] }));
    const finding = privileged({ CustomizeApplication: [1] });
    expect(finding.severity).to.equal(1);
    expect(finding.evidence).to.equal(
      'no registration named My Ticket Portal; created 2024-02-03, last used 2025-01-01; ana@acme.example; privileged: ana@acme.example; OauthToken 0CQ000000000001; read 2026-11-23T00:00:00.000Z',
    );
    expect(privileged({ CustomizeApplication: [2] })).to.include({ severity: 2 });
    expect(privileged({ CustomizeApplication: [1] }, { userIsActive: false })).to.include({ severity: 2 });
    expect(onlyFinding(run([old])).evidence).to.contain('privileged is not known');
  });

  it('looks up 60,000 tokens and 500 apps in no time, and says it once per app', () => {
    const apps = Array.from({ length: 500 }, (_, index) =>
      anApp({ name: `App ${index}`, origin: { kind: 'org', org: 'uat', id: `0H4${String(index).padStart(12, '0')}` } }),
    );
    const tokens = Array.from({ length: 60_000 }, (_, index) =>
      token({ id: `0CQ${index}`, appName: `App ${index % 510}` }),
    );
    const started = performance.now();
    expect(run(tokens, { apps })).to.have.length(10);
    expect(performance.now() - started).to.be.below(2000);
  });

  it('gives one finding per app, with the user only when there is one', () => {
    const outcomes = run([
      token(),
      token({ username: undefined, userId: '005000000000002' }),
      token({ appName: 'Other' }),
    ]);
    expect(outcomes.map((one) => one.kind === 'finding' && [one.appName, one.user])).to.deep.equal([
      ['My Ticket Portal', undefined],
      ['Other', 'ana@acme.example'],
    ]);
  });

  it('holds for installed apps: by id, by name and by label', () => {
    const renamed = token({ appName: 'Old name', applicationId: '0H4000000000001' });
    expect(run([renamed, token({ appName: 'billing' }), token({ appName: 'Billing (ERP)' })])).to.deep.equal([]);
  });

  it('takes apps of another org and of source for not installed', () => {
    const elsewhere = anApp({ name: 'My Ticket Portal', origin: { kind: 'org', org: 'prod', id: '0H41' } });
    const tokens = ['uat', 'prod'].map((org) => ({ org, rows: known(org === 'uat' ? [token()] : []) }));
    expect(run([], { tokens, apps: [elsewhere, anApp({ name: 'My Ticket Portal' })] })).to.have.length(1);
  });

  it('is less sure when the token names a registration that was not seen', () => {
    expect(onlyFinding(run([token({ applicationId: '0H4000000000009' })])).confidence).to.equal('medium');
    expect(onlyFinding(run([token()]))).not.to.have.property('confidence');
  });

  it("leaves Salesforce's own built-in apps alone, and wants its tools installed", () => {
    expect(run([token({ appName: 'Salesforce for iOS' })])).to.deep.equal([]);
    expect(onlyFinding(run([token({ appName: 'Data Loader' })])).remedy).to.contain("Salesforce's own Data Loader");
    expect(onlyFinding(run([token()]))).not.to.have.property('remedy');
  });

  it('cannot say without the tokens, or without all registrations', () => {
    expect(
      onlyReason(run([], { tokens: [{ org: 'uat', rows: unknown('Customize Application is missing') }] })),
    ).to.equal('Customize Application is missing');
    const coverage: Inventory['coverage'] = [
      { source: 'org:uat/ExternalClientApplication', status: 'unavailable', reason: 'no such object' },
    ];
    expect(onlyReason(run([token()], { coverage }))).to.equal('no such object');
    expect(onlyReason(run([token()], { coverage: [{ ...coverage[0]!, reason: undefined }] }))).to.contain('in full');
    const fine: Inventory['coverage'] = [
      { source: 'org:uat/ConnectedApplication', status: 'complete' },
      { source: 'org:uat/LoginHistory', status: 'partial' },
    ];
    expect(onlyFinding(run([token()], { coverage: fine })).appName).to.equal('My Ticket Portal');
  });
});
