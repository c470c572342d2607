import { expect } from 'chai';
import { sharedIntegrationUser as rule } from '../../../src/audit/rules/sharedIntegrationUser.js';
import type { OrgEvidence } from '../../../src/inventory/evidence.js';
import { known, unknown, type InventoryApp, type InventoryToken } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, check, context, evidence, onlyReason } from './anInventory.js';
import { aUser } from './anOrg.js';
import { aLog, aUsage } from './aUsage.js';

const runAs = (name: string, user: string | undefined, overrides: Partial<InventoryApp> = {}) =>
  anApp({
    name,
    label: name,
    clientCredentials: { settings: known(true), policy: known(true), runAsUser: known(user, at(6)) },
    ...overrides,
  });
const org = (id: string) => ({ origin: { kind: 'org' as const, org: 'uat', id } });
const token = (appName: string, overrides: Partial<InventoryToken> = {}): InventoryToken => ({
  id: '0CQ1',
  org: 'uat',
  appName,
  userId: '005000000000001AAA',
  username: 'erp@acme.example',
  ...overrides,
});
const quiet = { users: known([]), apiUsage: known(aLog([])) };
const run = (apps: InventoryApp[], tokens: InventoryToken[] = [], told: Partial<OrgEvidence> = {}) =>
  rule.check(
    anInventory({
      apps,
      tokens: [{ org: 'uat', rows: known(tokens) }],
      orgs: [evidence({ ...quiet, ...told })],
    }),
    context,
  );
const appNames = (outcomes: ReturnType<typeof run>) =>
  outcomes.map((one) => one.kind === 'finding' && (one.app?.name ?? one.appName));

describe('rule shared-integration-user', () => {
  it('finds apps that run as the same user, each at its place', () => {
    const apps = [runAs('Erp', 'erp@acme.example'), runAs('Crm', 'ERP@acme.example'), runAs('Own', 'own@acme.example')];
    const outcomes = check(rule, ...apps);
    expect(rule.severity).to.equal(3);
    expect(appNames(outcomes)).to.deep.equal(['Erp', 'Crm']);
    const [finding] = outcomes;
    expect(finding).to.include({
      message: 'Erp acts as erp@acme.example, and so does Crm.',
      user: 'erp@acme.example',
      confidence: 'high',
    });
    expect(finding).to.have.deep.property('location', at(6));
  });

  it('names all the others', () => {
    const outcomes = check(rule, runAs('A', 'u@x.example'), runAs('B', 'u@x.example'), runAs('C', 'u@x.example'));
    expect(outcomes[2]).to.include({ message: 'C acts as u@x.example, and so do A, B.' });
  });

  it('says it once of a user that serves very many apps', () => {
    const apps = Array.from({ length: 21 }, (_, index) => runAs(`App${index + 10}`, 'u@x.example'));
    const outcomes = check(rule, ...apps);
    expect(outcomes).to.have.length(1);
    expect(outcomes[0]).to.include({ user: 'u@x.example', subject: 'u@x.example' });
    expect(outcomes[0]).to.have.property('message').that.contains('serves 21 apps: App10');
    expect(check(rule, ...apps.slice(1))).to.have.length(20);
  });

  it('finds tokens of other apps beside a run-as user, whatever the form of its id', () => {
    const erp = runAs('Erp', '005000000000001', org('0xI1'));
    const outcomes = run(
      [erp, anApp({ name: 'Crm', ...org('0H4000000000001') })],
      [token('Renamed', { applicationId: '0H4000000000001AAA' }), token('Gone'), token('Gone'), token('Erp')],
    );
    expect(appNames(outcomes)).to.deep.equal(['Erp', 'Crm', 'Gone']);
    expect(outcomes[2]).to.include({ org: 'uat', confidence: 'high', user: 'erp@acme.example' });
  });

  it('finds users named like integrations with low confidence', () => {
    const outcomes = run(
      [],
      [
        token('A', { username: 'sap.integration@acme.example' }),
        token('B', { username: 'sap.integration@acme.example' }),
      ],
    );
    expect(appNames(outcomes)).to.deep.equal(['A', 'B']);
    expect(outcomes[0]).to.include({ confidence: 'low' });
  });

  it('holds for one app per user, in source and in an org at once', () => {
    const erp = runAs('Erp', 'erp@acme.example');
    expect(run([erp, { ...erp, ...org('0xI1') }, runAs('Crm', 'crm@acme.example')], [token('Erp')])).to.deep.equal([]);
    expect(check(rule, runAs('A', undefined), runAs('B', undefined))).to.deep.equal([]);
  });

  it('finds programs by licence and API Only User, with high confidence', () => {
    for (const user of [{ license: 'Salesforce Integration' }, { apiOnly: known(true) }]) {
      const users = known([aUser(1, { username: 'ERP@acme.example', ...user })]);
      const outcomes = run([], [token('A'), token('B', { username: undefined })], { users });
      expect(appNames(outcomes)).to.deep.equal(['A', 'B']);
      expect(outcomes[0]).to.include({ confidence: 'high', user: 'erp@acme.example' });
    }
  });

  it('finds apps that only the API log shows', () => {
    const users = [{ userId: '005000000000001', calls: 9 }];
    const apps = [
      aUsage({ users }),
      aUsage({ users, appId: undefined, key: 'Portal', keyKind: 'name', appName: 'Portal' }),
      aUsage({ users, appId: undefined, key: 'Data Loader', keyKind: 'name', appName: 'Data Loader' }),
    ];
    const told = { apiUsage: known(aLog(apps)), users: known([aUser(1, { license: 'Salesforce Integration' })]) };
    const outcomes = run([anApp({ name: 'Billing', ...org('0H4000000000001') })], [], told);
    expect(appNames(outcomes)).to.deep.equal(['Billing', 'Portal']);
    expect(outcomes[1]).to.include({
      org: 'uat',
      evidence: 'user1@acme.example serves Billing and Portal; here as caller in the API log',
    });
    expect(run([], [], { ...told, users: known([aUser(1)]) })).to.deep.equal([]);
  });

  it('names ten others at most, and looks up many tokens in no time', () => {
    const tokens = Array.from({ length: 60_000 }, (_, index) =>
      token(`App ${index % 400}`, { id: `0CQ${index}`, username: `svc.${index % 2000}@acme.example` }),
    );
    const started = performance.now();
    expect(run([], [...tokens, token('Extra', { username: 'svc.1@acme.example' })])).to.have.length(2);
    expect(performance.now() - started).to.be.below(2000);
    const many = Array.from({ length: 12 }, (_, index) => runAs(`App ${index + 10}`, 'u@x.example'));
    expect(check(rule, ...many)[0])
      .to.have.property('message')
      .that.contains('App 20, 1 more.');
  });

  it('leaves people alone', () => {
    const ana = { username: 'ana.apicella@acme.example' };
    expect(run([], [token('A', ana), token('B', ana)])).to.deep.equal([]);
  });

  it("leaves Salesforce's own apps and tools alone", () => {
    const firstParty = runAs('Crm', 'erp@acme.example', { firstParty: true });
    expect(run([runAs('Erp', 'erp@acme.example'), firstParty], [token('Data Loader')])).to.deep.equal([]);
  });

  it('does not count a run-as user whose flow is off', () => {
    const off = { settings: known(false), policy: known(true), runAsUser: known('erp@acme.example') };
    expect(check(rule, runAs('Erp', 'erp@acme.example'), anApp({ clientCredentials: off }))).to.deep.equal([]);
  });

  it('cannot say without the run-as user or the tokens', () => {
    const hidden = { settings: known(true), policy: known(true), runAsUser: unknown('SOQL has none') };
    expect(onlyReason(check(rule, anApp({ clientCredentials: hidden })))).to.equal('SOQL has none');
    const tokens = [{ org: 'uat', rows: unknown('no permission') }];
    expect(onlyReason(rule.check(anInventory({ tokens, orgs: [evidence(quiet)] }), context))).to.equal('no permission');
    expect(onlyReason(run([], [], { apiUsage: unknown('no log'), users: unknown('no log') }))).to.equal('no log');
    const off = { ...hidden, settings: known(false) };
    const apps = [
      anApp({ clientCredentials: off }),
      anApp({ clientCredentials: hidden, usesOauth: known(false) }),
      anApp({ clientCredentials: hidden, firstParty: true }),
    ];
    expect(check(rule, ...apps)).to.deep.equal([]);
  });
});
