import { expect } from 'chai';
import type { InventoryApp, Origin } from '../../../src/inventory/types.js';
import { inventoryAppFromDocuments } from '../../../src/registration/read/inventoryApps.js';
import { readDocument } from '../../../src/registration/readDocument.js';
import { needCorpus, readCorpusFile } from '../corpus.js';

const source: Origin = { kind: 'source', file: '' };

const read = (lines: string[], origin: Origin = source, name = 'A'): InventoryApp => {
  const document = readDocument(
    `connectedApps/${name}.connectedApp-meta.xml`,
    ['<ConnectedApp>', ...lines, '</ConnectedApp>'].join('\n'),
  );
  const [app] = inventoryAppFromDocuments([document], origin).apps;
  if (!app) throw new Error('no app');
  return app;
};

const at = (startLine: number, startColumn: number) => ({
  file: 'connectedApps/A.connectedApp-meta.xml',
  startLine,
  startColumn,
});

describe('a connected app from its file', () => {
  it('says whether it has settings for a mobile client, and keeps no element of the file', () => {
    const mobile = read(['<label>A</label>', '<mobileStartUrl>https://a.example/m</mobileStartUrl>']);
    expect(mobile.mobile).to.equal(true);
    expect(mobile.documents).to.have.length(1);
    expect(mobile.documents[0]?.root?.children).to.deep.equal([]);
    expect(read(['<label>A</label>']).mobile).to.equal(false);
  });

  it('tells a secret from the place where a pipeline writes one', () => {
    const secret = (text: string) =>
      read(['<oauthConfig>', `<consumerSecret>${text}</consumerSecret>`, '</oauthConfig>']).secretElements;
    expect(secret('${SECRET}')[0]?.value).to.deep.equal({ element: 'consumerSecret', isTemplate: true });
    expect(secret('0123456789ABCDEF')[0]?.value).to.deep.equal({ element: 'consumerSecret', isTemplate: false });
  });

  it('has the defaults of the platform for what the file leaves out', () => {
    const app = read(['<label>A</label>', '<oauthConfig>', '</oauthConfig>']);
    const no = { known: true, value: false };
    const yes = { known: true, value: true };
    expect(app).to.deep.include({
      permittedUsers: { known: true, value: 'self-authorize' },
      ipRelaxation: { known: true, value: 'enforce' },
      refreshToken: { known: true, value: { rule: 'never' } },
      sessionTimeoutMinutes: { known: true, value: undefined },
      pkceRequired: no,
      secretOptional: no,
      secretRequiredForRefresh: yes,
      refreshTokenRotation: no,
      deviceFlow: no,
      guestCodeCredentialFlow: no,
      clientCredentials: { settings: no, policy: no, runAsUser: { known: true, value: undefined } },
      certificate: { known: true, value: undefined },
      enabled: yes,
    });
  });

  it('tells where each thing stands', () => {
    const app = read([
      '<contactEmail>a@b.example</contactEmail>',
      '<label>A</label>',
      '<oauthConfig>',
      '  <callbackUrl>https://a.example/cb',
      '    http://b.example/cb</callbackUrl>',
      '  <consumerKey>3MVG9</consumerKey>',
      '  <consumerSecret>hidden</consumerSecret>',
      '  <isAdminApproved>true</isAdminApproved>',
      '  <scopes>OfflineAccess</scopes>',
      '  <scopes>NewOne</scopes>',
      '</oauthConfig>',
      '<permissionSetName>Acme Access</permissionSetName>',
      '<permissionSetName></permissionSetName>',
      '<profileName>System Administrator</profileName>',
    ]);
    expect(app).to.deep.include({
      usesOauth: { known: true, value: true, at: at(4, 1) },
      callbackUrls: {
        known: true,
        value: [
          { value: 'https://a.example/cb', at: at(5, 16) },
          { value: 'http://b.example/cb', at: at(6, 5) },
        ],
      },
      permittedUsers: { known: true, value: 'admin-approved', at: at(9, 3) },
      scopes: {
        known: true,
        value: [
          { value: 'refresh_token', at: at(10, 3) },
          { value: 'NewOne', at: at(11, 3) },
        ],
      },
      grants: {
        known: true,
        value: {
          permissionSets: [{ value: 'Acme Access', at: at(13, 1) }],
          profiles: [{ value: 'System Administrator', at: at(15, 1) }],
        },
      },
      orgBound: [{ value: { element: 'consumerKey', value: '3MVG9' }, at: at(7, 3) }],
      secretElements: [{ value: { element: 'consumerSecret', isTemplate: false }, at: at(8, 3) }],
    });
    expect(JSON.stringify({ ...app, documents: [] })).to.not.include('hidden');
  });

  it('reads every policy', () => {
    const withPolicy = (ip: string, refresh: string) =>
      read([
        '<oauthPolicy>',
        `<ipRelaxation>${ip}</ipRelaxation>`,
        `<refreshTokenPolicy>${refresh}</refreshTokenPolicy>`,
        '</oauthPolicy>',
        '<sessionPolicy><sessionTimeout>15</sessionTimeout></sessionPolicy>',
      ]);
    const app = withPolicy('BYPASS_2FACTOR', 'specific_lifetime:3:MONTHS');
    expect(app.ipRelaxation).to.deep.include({ value: 'bypass-with-second-factor', at: at(3, 1) });
    expect(app.refreshToken).to.deep.include({ value: { rule: 'lifetime', days: 90 }, at: at(4, 1) });
    expect(app.sessionTimeoutMinutes).to.deep.include({ value: 15 });
    const rules = ['zero', 'infinite', 'specific_inactivity:12:HOURS'].map((text) => {
      const { refreshToken } = withPolicy('ENFORCE', text);
      return refreshToken.known && refreshToken.value;
    });
    expect(rules).to.deep.equal([{ rule: 'immediate' }, { rule: 'never' }, { rule: 'inactivity', hours: 12 }]);
  });

  it('says that it does not know where a value is none that we know', () => {
    const app = read([
      '<oauthPolicy>',
      '<ipRelaxation>Enforce</ipRelaxation>',
      '<refreshTokenPolicy>soon</refreshTokenPolicy>',
      '</oauthPolicy>',
    ]);
    expect(app.ipRelaxation).to.deep.equal({
      known: false,
      reason: '<ipRelaxation> has the value "Enforce", which is none that we know',
    });
    expect(app.refreshToken.known).to.equal(false);
  });

  it('takes the numbers that XML Schema knows for booleans, and no other words', () => {
    const { permittedUsers: zero } = read(['<oauthConfig><isAdminApproved>0</isAdminApproved></oauthConfig>']);
    expect(zero).to.deep.include({ known: true, value: 'self-authorize' });
    const { permittedUsers: one } = read(['<oauthConfig><isAdminApproved>1</isAdminApproved></oauthConfig>']);
    expect(one).to.deep.include({ known: true, value: 'admin-approved' });
    const { permittedUsers: word } = read(['<oauthConfig><isAdminApproved>maybe</isAdminApproved></oauthConfig>']);
    expect(word).to.deep.equal({
      known: false,
      reason: '<isAdminApproved> has the value "maybe", which is none that we know',
    });
  });

  it('does not know a session timeout that is no number', () => {
    const app = read(['<sessionPolicy><sessionTimeout>2h</sessionTimeout></sessionPolicy>']);
    expect(app.sessionTimeoutMinutes).to.deep.equal({
      known: false,
      reason: '<sessionTimeout> has the value "2h", which is no number',
    });
  });

  it('keeps a range that lacks an end, and passes blank lines between callback URLs', () => {
    const app = read([
      '<ipRanges><start>198.51.100.1</start></ipRanges>',
      '<ipRanges><end>198.51.100.9</end></ipRanges>',
      '<oauthConfig><callbackUrl>https://a.example',
      '   ',
      'https://b.example</callbackUrl></oauthConfig>',
    ]);
    expect(app.ipRanges.known && app.ipRanges.value.map(({ start, end }) => [start, end])).to.deep.equal([
      ['198.51.100.1', ''],
      ['', '198.51.100.9'],
    ]);
    expect(app.callbackUrls).to.deep.equal({
      known: true,
      value: [
        { value: 'https://a.example', at: at(4, 27) },
        { value: 'https://b.example', at: at(6, 1) },
      ],
    });
  });

  it('takes nil and empty elements as not there', () => {
    const app = read(['<contactEmail xsi:nil="true"/>', '<oauthConfig><consumerKey></consumerKey></oauthConfig>']);
    expect(app.contactEmail).to.deep.equal({ known: true, value: undefined });
    expect(app.consumerKey).to.deep.equal({ known: true, value: undefined });
    expect(app.orgBound).to.deep.equal([]);
  });

  it('knows apps without OAuth and apps of packages', () => {
    expect(read(['<samlConfig/>']).usesOauth).to.deep.equal({ known: true, value: false });
    expect(read([], source, 'acme__Packaged_App')).to.include({
      name: 'acme__Packaged_App',
      namespace: 'acme',
      managed: true,
    });
    expect(read([], source, 'Acme_App')).to.include({ namespace: undefined, managed: false });
  });

  it('gives no places and no files for what an org sent', () => {
    const origin: Origin = { kind: 'org', org: 'uat', id: '0H4' };
    const app = read(['<oauthConfig><callbackUrl>https://a.example</callbackUrl></oauthConfig>'], origin);
    expect(app).to.deep.include({ origin, documents: [] });
    expect(app.callbackUrls).to.deep.equal({ known: true, value: [{ value: 'https://a.example' }] });
  });

  it('leaves out apps whose file cannot be read', () => {
    const documents = ['<ConnectedApp>', '<Other/>'].map((text) => readDocument('A.connectedApp', text));
    expect(inventoryAppFromDocuments(documents, source)).to.deep.equal({ apps: [], orphans: [] });
  });

  it('reads the made-up files of the corpus', function () {
    needCorpus(this);
    const names = ['CommentInCallback', 'Wildcard', 'Prefixed', 'Utf16le', 'OneLine', 'Comments', 'SecretInSource'];
    const documents = names.map((name) => readCorpusFile(`synthetic/${name}.connectedApp-meta.xml`));
    const { apps } = inventoryAppFromDocuments(documents, source);
    expect(apps.map(({ name }) => name)).to.deep.equal(names);
    const places = (index: number) => {
      const fact = apps[index]?.callbackUrls;
      return fact?.known
        ? fact.value.map(({ value, at: place }) => `${place?.startLine}:${place?.startColumn} ${value}`)
        : [];
    };
    expect(places(0)).to.deep.equal(['6:35 https://login.salesforce.com/services/oauth2/callback']);
    expect(places(1)).to.deep.equal([
      '6:22 https://*.example.com/cb',
      '7:13 http://app.example.com/cb',
      '8:13 myapp://cb',
    ]);
    const scopesOf = (index: number) => {
      const fact = apps[index]?.scopes;
      return fact?.known ? fact.value.map(({ value }) => value).join() : undefined;
    };
    for (const index of [2, 3, 4]) expect(scopesOf(index)).to.equal('api,web,full,refresh_token');
    expect(scopesOf(5), 'a scope in a comment is none').to.equal('api,web,refresh_token');
    expect(apps[6]?.secretElements).to.have.length(1);
  });
});
