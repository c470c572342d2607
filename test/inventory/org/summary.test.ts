import { expect } from 'chai';
import { summarizeApp } from '../../../src/inventory/org/appSummary.js';
import { chooseApp } from '../../../src/inventory/org/chooseApp.js';
import { compareFacts } from '../../../src/inventory/org/compareFacts.js';
import { unknownApp } from '../../../src/inventory/org/unknownApp.js';
import { unreadNotes } from '../../../src/inventory/org/unreadNotes.js';
import { known, unknown, type InventoryApp, type InventoryToken } from '../../../src/inventory/types.js';
import { readManifest } from '../../../src/manifest/read.js';

const anApp = (changes: Partial<InventoryApp> = {}): InventoryApp => ({
  ...unknownApp(
    {
      name: 'AcmeErp',
      label: 'Acme ERP',
      origin: { kind: 'org', org: 'dev', id: '0xI000000000001AAA' },
      registration: 'external-client-app',
    },
    'nobody told',
  ),
  ...changes,
});

const token = (changes: Partial<InventoryToken>): InventoryToken => ({
  id: '',
  org: 'dev',
  appName: 'Acme ERP',
  userId: '005000000000001AAA',
  ...changes,
});

const manifestOf = (flow: string, more = '') => {
  const { app } = readManifest(
    `name: AcmeErp\nmodel: backend\nflow: ${flow}\nowner: { email: a@acme.example }\nscopes: { api: Reads orders }\n${more}`,
    'clientapps/AcmeErp.clientapp.yaml',
  );
  if (!app) throw new Error('the manifest is wrong');
  return app;
};

describe('one line of an app', () => {
  it('counts its tokens by id, and by name where a token has no id', () => {
    const rows = known([
      token({ applicationId: '0xI000000000001', lastUsedDate: '2026-11-01T10:00:00.000+0000' }),
      token({ userId: '005000000000002AAA', lastUsedDate: '2026-11-02T00:30:00.000+0100' }),
      token({ applicationId: '0xI000000000009AAA' }),
      token({ appName: 'Another' }),
      token({ org: 'prod' }),
    ]);
    const summary = summarizeApp(anApp(), { tokens: [{ org: 'dev', rows }] });
    expect(summary).to.include({ tokens: 2, users: 2, lastUsed: '2026-11-01T23:30:00.000Z' });
  });

  it('has no number where nobody could count, and says why', () => {
    const summary = summarizeApp(anApp(), { tokens: [{ org: 'dev', rows: unknown('no right') }] });
    expect(summary).not.to.have.any.keys('tokens', 'users', 'lastUsed', 'scopes', 'permittedUsers');
    expect(summary.unread.map(({ what, reason }) => `${what}: ${reason}`)).to.deep.equal([
      'permitted users: nobody told',
      'scopes: nobody told',
      'tokens, users, last used: no right',
    ]);
  });

  it('gives each reason once, and a whole source that is missing first', () => {
    const apps = ['A', 'B', 'C', 'D'].map((name) => ({
      name,
      unread: [
        { what: 'scopes', reason: 'no metadata' },
        { what: 'tokens', reason: 'no right' },
      ],
    }));
    const notes = unreadNotes(
      [
        { source: 'org:dev/OauthToken', status: 'partial', reason: 'no right' },
        { source: 'org:dev/metadata', status: 'complete' },
      ],
      apps,
    );
    expect(notes).to.deep.equal(['dev/OauthToken: no right', 'scopes of A, B, C and 1 more: no metadata']);
  });
});

describe('the app that a name means', () => {
  it('has the API name before the label, and the declared family before the other', () => {
    const external = anApp();
    const connected = anApp({ registration: 'connected-app' });
    const labelled = anApp({ name: 'Other', label: 'AcmeErp' });
    expect(chooseApp([labelled, connected, external], 'acmeerp')).to.deep.equal({ app: external, others: [connected] });
    expect(chooseApp([labelled, connected, external], 'AcmeErp', 'connected-app').app).to.equal(connected);
    expect(chooseApp([labelled], 'AcmeErp').app).to.equal(labelled);
    expect(chooseApp([labelled], 'Nobody')).to.deep.equal({ others: [] });
  });
});

describe('manifest, source and org side by side', () => {
  const row = (fact: string, sources: Parameters<typeof compareFacts>[0]) =>
    compareFacts(sources).facts.find((one) => one.fact === fact);

  it('marks what differs, whatever the order and the spelling of ranges', () => {
    const manifest = manifestOf('client-credentials', 'policies: { ipRanges: [203.0.113.7, 198.51.100.0/24] }');
    const org = anApp({
      scopes: known([{ value: 'full' }, { value: 'api' }]),
      ipRanges: known([
        { start: '198.51.100.0', end: '198.51.100.255' },
        { start: '203.0.113.7', end: '203.0.113.7' },
      ]),
    });
    expect(row('scopes', { manifest, org })).to.deep.equal({
      fact: 'scopes',
      manifest: 'api',
      org: 'api, full',
      differs: true,
    });
    expect(row('IP ranges', { manifest, org })?.differs).to.equal(false);
  });

  it('finds no difference where somebody knows nothing, but says who', () => {
    const manifest = manifestOf('client-credentials');
    const { facts, unread } = compareFacts({ manifest, org: anApp() });
    expect(facts.filter(({ differs, fact }) => differs && fact !== 'label')).to.deep.equal([]);
    expect(unread).to.deep.include({ what: 'scopes in the org', reason: 'nobody told' });
  });

  it('knows what a difference means: keys that source leaves out, ids of users, the scope that jwt-bearer needs', () => {
    const source = anApp({ consumerKey: known(undefined), scopes: known([{ value: 'api' }]) });
    const org = anApp({ consumerKey: known('3MVG9'), scopes: known([{ value: 'api' }, { value: 'refresh_token' }]) });
    expect(row('consumer key', { source, org })?.differs).to.equal(false);
    expect(row('scopes', { manifest: manifestOf('jwt-bearer'), source, org })?.differs).to.equal(false);
    expect(row('scopes', { source, org })?.differs).to.equal(true);

    const manifest = manifestOf('client-credentials', 'identity: { user: Erp@acme.example }');
    const runAs = (user: string): InventoryApp => {
      const app = anApp();
      return { ...app, clientCredentials: { ...app.clientCredentials, runAsUser: known(user) } };
    };
    expect(row('run-as user', { manifest, org: runAs('erp@acme.example') })?.differs).to.equal(false);
    expect(row('run-as user', { manifest, org: runAs('005000000000001AAA') })?.differs).to.equal(false);
    expect(row('run-as user', { manifest, org: runAs('other@acme.example') })?.differs).to.equal(true);
  });
});
