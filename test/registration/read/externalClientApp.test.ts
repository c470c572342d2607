import { expect } from 'chai';
import type { InventoryApp, Origin } from '../../../src/inventory/types.js';
import { inventoryAppFromDocuments } from '../../../src/registration/read/inventoryApps.js';
import { readDocument } from '../../../src/registration/readDocument.js';
import { corpusFiles, needCorpus, readCorpusFile } from '../corpus.js';

const source: Origin = { kind: 'source', file: '' };

const types = {
  eca: 'ExternalClientApplication',
  ecaOauth: 'ExtlClntAppOauthSettings',
  ecaGlblOauth: 'ExtlClntAppGlobalOauthSettings',
  ecaOauthPlcy: 'ExtlClntAppOauthConfigurablePolicies',
  ecaPlcy: 'ExtlClntAppConfigurablePolicies',
  ecaSamlPlcy: 'ExtlClntAppSamlConfigurablePolicies',
  ecaPush: 'ExtlClntAppPushSettings',
};
type Ending = keyof typeof types;

const document = (file: string, ending: Ending, ...lines: string[]) =>
  readDocument(`${file}.${ending}-meta.xml`, [`<${types[ending]}>`, ...lines, `</${types[ending]}>`].join('\n'));

const parent = (name: string) => `<externalClientApplication>${name}</externalClientApplication>`;
const header = (name: string, folder = '') => document(`${folder}${name}`, 'eca', `<label>${name}</label>`);

const only = (apps: InventoryApp[]): InventoryApp => {
  expect(apps).to.have.length(1);
  const [app] = apps;
  if (!app) throw new Error('no app');
  return app;
};

describe('an External Client App from its files', () => {
  it('says which file is missing where it does not know', () => {
    const app = only(inventoryAppFromDocuments([header('A')], source).apps);
    expect(app.label).to.equal('A');
    expect(app.scopes).to.deep.equal({ known: false, reason: 'the file A.ecaOauth is not in source' });
    expect(app.pkceRequired).to.deep.equal({ known: false, reason: 'the file A.ecaGlblOauth is not in source' });
    expect(app.permittedUsers).to.deep.equal({ known: false, reason: 'the file A.ecaOauthPlcy is not in source' });
    expect(app.enabled).to.deep.equal({ known: false, reason: 'the file A.ecaPlcy is not in source' });
    expect(app.usesOauth.known).to.equal(false);
    expect(app.description).to.deep.equal({ known: true, value: undefined });
  });

  it('says that a file cannot be read', () => {
    const broken = readDocument('A_glbloauth.ecaGlblOauth-meta.xml', '<Extl');
    const { apps, orphans } = inventoryAppFromDocuments([header('A'), header('A_glbl'), broken], source);
    expect(apps[1]?.consumerKey).to.deep.equal({
      known: false,
      reason: 'the file A_glbloauth.ecaGlblOauth-meta.xml cannot be read',
    });
    expect(apps[0]?.consumerKey).to.deep.include({ reason: 'the file A.ecaGlblOauth is not in source' });
    expect(orphans).to.deep.equal([]);
  });

  it('takes a file that cannot be read to no app whose name it does not begin with', () => {
    const broken = readDocument('Other_glbloauth.ecaGlblOauth-meta.xml', '<Extl');
    const { apps, orphans } = inventoryAppFromDocuments([header('A'), broken], source);
    expect(only(apps).consumerKey).to.deep.equal({
      known: false,
      reason: 'the file A.ecaGlblOauth is not in source',
    });
    expect(orphans).to.deep.equal([]);
  });

  it('has the defaults of the platform for what the files leave out', () => {
    const satellites = (['ecaOauth', 'ecaGlblOauth', 'ecaOauthPlcy', 'ecaPlcy'] as const).map((ending) =>
      document('whatever', ending, parent('A')),
    );
    const no = { known: true, value: false };
    const yes = { known: true, value: true };
    expect(only(inventoryAppFromDocuments([...satellites, header('A')], source).apps)).to.deep.include({
      usesOauth: yes,
      permittedUsers: { known: true, value: 'self-authorize' },
      ipRelaxation: { known: true, value: 'enforce' },
      refreshToken: { known: true, value: { rule: 'lifetime', days: 365 } },
      pkceRequired: yes,
      secretOptional: no,
      secretRequiredForRefresh: yes,
      refreshTokenRotation: no,
      clientCredentials: { settings: no, policy: no, runAsUser: { known: true, value: undefined } },
      enabled: yes,
      ipRanges: { known: true, value: [] },
    });
  });

  it('tells where each thing stands', () => {
    const files = [
      header('A'),
      document(
        'A_oauth',
        'ecaOauth',
        '<commaSeparatedOauthScopes>Api,',
        '  OfflineAccess, New</commaSeparatedOauthScopes>',
        parent('A'),
        '<oauthLink>00D:888</oauthLink>',
      ),
      document(
        'A_g',
        'ecaGlblOauth',
        '<callbackUrl>x://a</callbackUrl>',
        '<consumerSecret>hidden</consumerSecret>',
        parent('A'),
        '<shouldRotateConsumerKey>true</shouldRotateConsumerKey>',
        '<shouldRotateConsumerSecret>false</shouldRotateConsumerSecret>',
      ),
      document(
        'A_p',
        'ecaOauthPlcy',
        '<commaSeparatedPermissionSet>A_Access,  0PS1</commaSeparatedPermissionSet>',
        parent('A'),
        '<refreshTokenPolicyType>SpecificInactivity</refreshTokenPolicyType>',
        '<refreshTokenValidityPeriod>2</refreshTokenValidityPeriod>',
        '<refreshTokenValidityUnit>Months</refreshTokenValidityUnit>',
      ),
    ];
    const app = only(inventoryAppFromDocuments(files, source).apps);
    const place = (file: string, startLine: number, startColumn: number) => ({ file, startLine, startColumn });
    const settings = 'A_oauth.ecaOauth-meta.xml';
    expect(app.scopes).to.deep.equal({
      known: true,
      value: [
        { value: 'api', at: place(settings, 2, 28) },
        { value: 'refresh_token', at: place(settings, 3, 3) },
        { value: 'New', at: place(settings, 3, 18) },
      ],
    });
    expect(app.orgBound).to.deep.equal([
      { value: { element: 'oauthLink', value: '00D:888' }, at: place(settings, 5, 1) },
    ]);
    expect(app.secretElements).to.deep.equal([
      { value: { element: 'consumerSecret', isTemplate: false }, at: place('A_g.ecaGlblOauth-meta.xml', 3, 1) },
    ]);
    expect(app.rotatesOnDeploy.map(({ value }) => value.element)).to.deep.equal(['shouldRotateConsumerKey']);
    expect(app.grants).to.deep.equal({
      known: true,
      value: {
        permissionSets: [
          { value: 'A_Access', at: place('A_p.ecaOauthPlcy-meta.xml', 2, 30) },
          { value: '0PS1', at: place('A_p.ecaOauthPlcy-meta.xml', 2, 41) },
        ],
        profiles: [],
      },
    });
    expect(app.refreshToken).to.deep.include({ value: { rule: 'inactivity', days: 60 } });
    expect(app.origin).to.deep.equal({ kind: 'source', file: 'A.eca-meta.xml' });
    expect(app.documents.map(({ file }) => file)).to.have.length(4);
    expect(JSON.stringify({ ...app, documents: [] })).to.not.include('hidden');
  });

  it('counts the grants of SAML policies and the secrets of push settings', () => {
    const files = [
      header('A'),
      document('A_p', 'ecaOauthPlcy', parent('A')),
      document('A_s', 'ecaSamlPlcy', '<commaSeparatedPermissionSet>B</commaSeparatedPermissionSet>', parent('A')),
      document(
        'A_x',
        'ecaPush',
        '<applePushConfig>',
        '<signingKey>hidden</signingKey>',
        '</applePushConfig>',
        parent('A'),
      ),
    ];
    const app = only(inventoryAppFromDocuments(files, source).apps);
    expect(app.grants.known && app.grants.value.permissionSets.map(({ value }) => value)).to.deep.equal(['B']);
    expect(app.secretElements.map(({ value, at }) => `${value.element} ${at?.startLine}`)).to.deep.equal([
      'signingKey 3',
    ]);
  });

  it('knows an app without OAuth, and either kill switch', () => {
    const saml = document('A_s', 'ecaSamlPlcy', parent('A'));
    expect(only(inventoryAppFromDocuments([header('A'), saml], source).apps).usesOauth).to.deep.equal({
      known: true,
      value: false,
    });
    const enabled = (...lines: string[]) => {
      const fact = only(
        inventoryAppFromDocuments([header('A'), document('A_p', 'ecaPlcy', parent('A'), ...lines)], source).apps,
      ).enabled;
      return fact.known && fact.value;
    };
    expect(enabled('<isEnabled>true</isEnabled>', '<isOauthPluginEnabled>true</isOauthPluginEnabled>')).to.equal(true);
    expect(enabled('<isEnabled>true</isEnabled>', '<isOauthPluginEnabled>false</isOauthPluginEnabled>')).to.equal(
      false,
    );
    expect(enabled('<isEnabled>false</isEnabled>')).to.equal(false);
  });

  it('gives files without an app, or a second file of a type, back with a problem', () => {
    const files = [
      header('A'),
      document('B_oauth', 'ecaOauth', parent('B')),
      document('A_oauth', 'ecaOauth', parent('A')),
      document('A_oauth2', 'ecaOauth', parent('A')),
    ];
    const { orphans } = inventoryAppFromDocuments(files, source);
    expect(orphans.map(({ name, problems }) => ({ name, problem: problems.at(-1) }))).to.deep.equal([
      {
        name: 'B_oauth',
        problem: {
          kind: 'wrong-value',
          message: 'there is no External Client App "B" beside this file',
          line: 2,
          column: 1,
        },
      },
      {
        name: 'A_oauth2',
        problem: { kind: 'wrong-value', message: '"A" has another file of this type', line: 2, column: 1 },
      },
    ]);
  });

  it('keeps apps of one name in different folders apart', () => {
    const uri = (url: string) => `<callbackUrl>${url}</callbackUrl>`;
    const files = [
      header('A', 'env/prod/eca/'),
      header('A', 'env/uat/eca/'),
      document('env/uat/global/A_g', 'ecaGlblOauth', uri('https://uat.example'), parent('A')),
      document('env/prod/global/A_g', 'ecaGlblOauth', uri('https://prod.example'), parent('A')),
    ];
    const { apps, orphans } = inventoryAppFromDocuments(files, source);
    const urls = apps.map(({ callbackUrls }) => callbackUrls.known && callbackUrls.value.map(({ value }) => value));
    expect(urls).to.deep.equal([['https://prod.example'], ['https://uat.example']]);
    expect(orphans).to.deep.equal([]);
  });

  it('puts the real files of the corpus together', function () {
    needCorpus(this);
    // File names carry the repository there, so apps go by what their satellites say.
    const documents = corpusFiles('eca').map((file) => {
      const read = readCorpusFile(file);
      return { ...read, name: read.name.split('__').slice(2).join('__') };
    });
    const { apps, orphans } = inventoryAppFromDocuments(documents, source);
    expect(apps.map(({ name }) => name)).to.have.members([
      'SOLU_CI_CD',
      'CommandCenterAuth',
      'Copilot_Studio_Portfolio_Analysis',
      'ecaViaMetadata',
      'Claude_MCP',
    ]);
    expect(orphans).to.deep.equal([]);
    const copilot = apps.find(({ name }) => name.startsWith('Copilot'));
    expect(copilot?.clientCredentials.runAsUser).to.deep.include({ known: true });
    expect(copilot?.orgBound.map(({ value }) => value.element)).to.have.members([
      'orgScopedExternalApp',
      'oauthLink',
      'consumerKey',
    ]);
  });
});
