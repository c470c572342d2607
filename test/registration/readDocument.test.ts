import { expect } from 'chai';
import { readDocument } from '../../src/registration/readDocument.js';
import { needCorpus, readCorpusFile, corpusFiles } from './corpus.js';

const connectedApp = (...lines: string[]) =>
  readDocument('A.connectedApp-meta.xml', ['<ConnectedApp>', ...lines, '</ConnectedApp>'].join('\n'));

const minimal = ['<contactEmail>a@b.example</contactEmail>', '<label>A</label>'];

const policies = (...lines: string[]) =>
  readDocument(
    'A_oauthPlcy.ecaOauthPlcy-meta.xml',
    ['<ExtlClntAppOauthConfigurablePolicies>', ...lines, '</ExtlClntAppOauthConfigurablePolicies>'].join('\n'),
  );

describe('readDocument', () => {
  it('takes type and name from the file name and has no problem with a right file', () => {
    const document = connectedApp(...minimal);
    expect(document).to.include({ type: 'ConnectedApp', name: 'A', file: 'A.connectedApp-meta.xml' });
    expect(document.problems).to.deep.equal([]);
  });

  it('reports an unknown element, with the right one where it can tell', () => {
    const { problems } = connectedApp(
      ...minimal,
      '<oauthConfig>',
      '  <callbackUrl>https://a.example</callbackUrl>',
      '  <isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>',
      '  <nonsense/>',
      '</oauthConfig>',
    );
    expect(problems).to.deep.equal([
      {
        kind: 'unknown-element',
        message: '<oauthConfig> has no <isClientCredentialsFlowEnabled>; did you mean <isClientCredentialEnabled>?',
        line: 6,
        column: 3,
      },
      { kind: 'unknown-element', message: '<oauthConfig> has no <nonsense>', line: 7, column: 3 },
    ]);
  });

  it('says into which group or file a misplaced element belongs', () => {
    expect(connectedApp(...minimal, '<scopes>Api</scopes>').problems[0]?.message).to.include(
      'it belongs into <oauthConfig>',
    );
    const { problems } = policies(
      '<externalClientApplication>A</externalClientApplication>',
      '<isPkceRequired>true</isPkceRequired>',
    );
    expect(problems[0]?.message).to.include('it belongs into the .ecaGlblOauth file');
  });

  it('reports the spelling of the other family and says the right one', () => {
    const { problems } = policies(
      '<externalClientApplication>A</externalClientApplication>',
      '<ipRelaxationPolicyType>ENFORCE</ipRelaxationPolicyType>',
      '<permittedUsersPolicyType>AdminApproved</permittedUsersPolicyType>',
      '<refreshTokenPolicyType>infinite</refreshTokenPolicyType>',
    );
    expect(problems.map(({ kind, line }) => `${kind} ${line}`)).to.deep.equal([
      'wrong-value 3',
      'wrong-value 4',
      'wrong-value 5',
    ]);
    expect(problems.map(({ message }) => message)).to.deep.equal([
      '"ENFORCE" is no value of <ipRelaxationPolicyType>; did you mean "Enforce"?',
      '"AdminApproved" is no value of <permittedUsersPolicyType>; did you mean "AdminApprovedPreAuthorized"?',
      '"infinite" is no value of <refreshTokenPolicyType>; did you mean "Infinite"?',
    ]);
  });

  it('tells the scope spellings of the families apart', () => {
    const settings = readDocument(
      'A_oauth.ecaOauth-meta.xml',
      [
        '<ExtlClntAppOauthSettings>',
        '  <commaSeparatedOauthScopes>Api, SFAP,refresh_token</commaSeparatedOauthScopes>',
        '  <externalClientApplication>A</externalClientApplication>',
        '</ExtlClntAppOauthSettings>',
      ].join('\n'),
    );
    expect(settings.problems).to.deep.equal([
      {
        kind: 'wrong-value',
        message: '"SFAP" is no value of <commaSeparatedOauthScopes>; did you mean "SFApiPlatform"?',
        line: 2,
        column: 35,
      },
      {
        kind: 'wrong-value',
        message: '"refresh_token" is no value of <commaSeparatedOauthScopes>; did you mean "RefreshToken"?',
        line: 2,
        column: 40,
      },
    ]);
  });

  it('reports wrong order once for each parent, with what it does to External Client Apps', () => {
    const { problems } = policies(
      '<permittedUsersPolicyType>AllSelfAuthorized</permittedUsersPolicyType>',
      '<externalClientApplication>A</externalClientApplication>',
      '<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>',
    );
    expect(problems).to.deep.equal([
      {
        kind: 'wrong-order',
        message:
          '<externalClientApplication> must stand before <permittedUsersPolicyType>, and the platform silently drops what is out of order',
        line: 3,
        column: 1,
      },
    ]);
  });

  it('reports repeated, missing and empty elements, wrong numbers and booleans', () => {
    const { problems } = connectedApp(
      '<contactEmail>a@b.example</contactEmail>',
      '<label>A</label>',
      '<label>B</label>',
      '<oauthConfig>',
      '<isAdminApproved>yes</isAdminApproved>',
      '<isPkceRequired/>',
      '</oauthConfig>',
      '<oauthPolicy>',
      '<ipRelaxation>Enforce</ipRelaxation>',
      '<refreshTokenPolicy>specific_lifetime:30</refreshTokenPolicy>',
      '</oauthPolicy>',
      '<sessionPolicy><sessionTimeout>2h</sessionTimeout></sessionPolicy>',
    );
    expect(problems.map(({ kind, line }) => `${line} ${kind}`)).to.have.members([
      '4 repeated-element',
      '6 wrong-value',
      '7 wrong-value',
      '5 missing-element',
      '10 wrong-value',
      '11 wrong-value',
      '13 wrong-value',
    ]);
    expect(problems.find(({ line }) => line === 10)?.message).to.include('did you mean "ENFORCE"?');
    expect(connectedApp('<label>A</label>').problems).to.deep.equal([
      { kind: 'missing-element', message: '<ConnectedApp> needs <contactEmail>', line: 1, column: 1 },
    ]);
  });

  it('takes a nil or empty contact, and wants the parent named', () => {
    expect(connectedApp('<contactEmail xsi:nil="true"/>', '<label>A</label>').problems).to.deep.equal([]);
    const settings =
      '<ExternalClientAppSettings><enableExternalClientApps xsi:nil="true"/></ExternalClientAppSettings>';
    expect(readDocument('ExternalClientApp.settings', settings).problems).to.deep.equal([]);
    expect(policies('<externalClientApplication/>').problems[0]).to.include({ kind: 'wrong-value', line: 2 });
  });

  it('reports elements where text belongs and text where elements belong', () => {
    const { problems } = connectedApp('<contactEmail>a</contactEmail>', '<label>A<b/></label>', '  stray');
    expect(problems.map(({ kind, line, column }) => `${kind} ${line}:${column}`)).to.deep.equal([
      'unknown-element 3:1',
      'wrong-value 4:3',
    ]);
  });

  it('passes unknown elements of profiles and settings', () => {
    expect(readDocument('A.profile', '<Profile><loginHours/></Profile>').problems).to.deep.equal([]);
    const settings = '<OauthOidcSettings><newInWinter>true</newInWinter></OauthOidcSettings>';
    expect(readDocument('OauthOidc.settings', settings).problems).to.deep.equal([]);
  });

  it('takes type and root as they are when the file name tells nothing', () => {
    const document = readDocument('A.xml', '<Other><a/></Other>');
    expect(document).to.include({ type: 'Other', name: 'A.xml' });
    expect(document.problems).to.deep.equal([]);
  });

  it('has no type where neither the file name nor a root tells one', () => {
    const document = readDocument('A.xml', '<Other>');
    expect(document).to.include({ type: '', name: 'A.xml', file: 'A.xml' });
    expect(document.root).to.equal(undefined);
    expect(document.problems.map(({ kind }) => kind)).to.deep.equal(['malformed']);
  });

  it('gives each made-up file of the corpus the right problem at the right line', function () {
    needCorpus(this);
    const found = corpusFiles('synthetic').flatMap((file) =>
      readCorpusFile(file).problems.map(({ kind, line }) => `${file.slice('synthetic/'.length)} ${line} ${kind}`),
    );
    expect(found).to.deep.equal([
      'BareAmpersand.connectedApp-meta.xml 6 malformed',
      'ConflictMarkers.connectedApp-meta.xml 15 malformed',
      'Doctype.connectedApp-meta.xml 2 malformed',
      'Empty.connectedApp-meta.xml 1 malformed',
      'OnlyDeclaration.connectedApp-meta.xml 2 malformed',
      'SecretInSource.connectedApp-meta.xml 11 wrong-order',
      'Truncated.connectedApp-meta.xml 15 malformed',
      'UnclosedTag.connectedApp-meta.xml 30 malformed',
      'WrongRoot.connectedApp-meta.xml 2 wrong-root',
    ]);
  });

  it('finds nothing wrong with real files, but in the one that a language model made up', function () {
    needCorpus(this);
    const files = corpusFiles().filter((file) => !file.startsWith('synthetic'));
    const wrong = files.filter((file) => readCorpusFile(file).problems.length > 0);
    expect(files.length).to.be.greaterThan(100);
    expect(wrong.map((file) => file.split('/').at(-1))).to.deep.equal(['Thespis.connectedApp-meta.xml']);
  });
});
