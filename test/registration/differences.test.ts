import { expect } from 'chai';
import { makeElement } from '../../src/registration/codec.js';
import { differences } from '../../src/registration/differences.js';
import { renderClientApp } from '../../src/registration/render.js';
import { readXml } from '../../src/registration/xml/read.js';
import type { XmlElement } from '../../src/registration/xml/element.js';
import { certificate, combinations, makeApp } from './apps.js';

const parse = (xml: string): XmlElement => {
  const { root } = readXml(xml);
  if (!root) throw new Error(`malformed: ${xml}`);
  return root;
};

const compareApps = (wanted: string, actual: string) =>
  differences(
    parse(`<ConnectedApp>${wanted}</ConnectedApp>`),
    parse(`<ConnectedApp>${actual}</ConnectedApp>`),
    'ConnectedApp',
  );

const compareOauth = (wanted: string, actual: string) =>
  compareApps(`<oauthConfig>${wanted}</oauthConfig>`, `<oauthConfig>${actual}</oauthConfig>`);

const compare = (type: string, wanted: string, actual: string) =>
  differences(parse(`<${type}>${wanted}</${type}>`), parse(`<${type}>${actual}</${type}>`), type);

describe('differences', () => {
  it('finds none between what we write and itself', () => {
    for (const combination of combinations) {
      for (const { contents, type } of renderClientApp(makeApp(combination), { certificate })) {
        expect(differences(parse(contents), parse(contents), type), type).to.deep.equal([]);
      }
    }
  });

  it('finds every element that is not as wanted, by its path', () => {
    expect(
      compareApps(
        '<label>A</label><oauthPolicy><ipRelaxation>ENFORCE</ipRelaxation></oauthPolicy>',
        '<label>B</label><oauthPolicy><ipRelaxation>BYPASS</ipRelaxation></oauthPolicy>',
      ),
    ).to.deep.equal([
      { element: 'label', wanted: 'A', actual: 'B' },
      { element: 'oauthPolicy.ipRelaxation', wanted: 'ENFORCE', actual: 'BYPASS' },
    ]);
  });

  it('does not mind what the platform adds', () => {
    expect(compareApps('<label>A</label>', '<label>A</label><iconUrl>x</iconUrl><oauthConfig/>')).to.deep.equal([]);
  });

  it('takes the default for an element that the org left out', () => {
    expect(compareOauth('<isPkceRequired>false</isPkceRequired>', '')).to.deep.equal([]);
    expect(compareOauth('<isPkceRequired>true</isPkceRequired>', '')).to.deep.equal([
      { element: 'oauthConfig.isPkceRequired', wanted: 'true', actual: 'false' },
    ]);
    expect(compareOauth('<isPkceRequired>0</isPkceRequired>', '<isPkceRequired>false</isPkceRequired>')).to.deep.equal(
      [],
    );
    expect(compare('ExtlClntAppGlobalOauthSettings', '<isPkceRequired>false</isPkceRequired>', '')).to.have.length(1);
  });

  it('finds what is missing altogether', () => {
    expect(compareApps('<description>x</description>', '')).to.deep.equal([
      { element: 'description', wanted: 'x', actual: '' },
    ]);
    expect(compareApps('<sessionPolicy><sessionTimeout>15</sessionTimeout></sessionPolicy>', '')).to.deep.equal([
      { element: 'sessionPolicy.sessionTimeout', wanted: '15', actual: '' },
    ]);
  });

  it('takes synonyms and any order of scopes, and finds wider ones', () => {
    const wanted = '<scopes>OfflineAccess</scopes><scopes>Api</scopes><scopes>Email</scopes><scopes>Profile</scopes>';
    expect(
      compareOauth(wanted, '<scopes>Basic</scopes><scopes>Api</scopes><scopes>RefreshToken</scopes>'),
    ).to.deep.equal([]);
    expect(compareOauth('<scopes>Api</scopes>', '<scopes>Api</scopes><scopes>Full</scopes>')).to.deep.equal([
      { element: 'oauthConfig.scopes', wanted: 'Api', actual: 'Api, Full' },
    ]);
    const scopes = (list: string) => `<commaSeparatedOauthScopes>${list}</commaSeparatedOauthScopes>`;
    expect(compare('ExtlClntAppOauthSettings', scopes('OfflineAccess,Api'), scopes('Api, RefreshToken'))).to.deep.equal(
      [],
    );
    expect(compare('ExtlClntAppOauthSettings', scopes('Api'), scopes('Api, Web'))).to.have.length(1);
  });

  it('takes any separator and order of callback URLs', () => {
    const urls = (separator: string) => `<callbackUrl>https://b.example${separator}https://a.example</callbackUrl>`;
    expect(compareOauth(urls('\n'), urls('&#xd;'))).to.deep.equal([]);
    expect(compareOauth(urls('\n'), '<callbackUrl>https://a.example\n  https://b.example</callbackUrl>')).to.deep.equal(
      [],
    );
    expect(compareOauth(urls('\n'), '<callbackUrl>https://a.example</callbackUrl>')).to.have.length(1);
  });

  it('takes a certificate with and without armour', () => {
    const bare = '<certificate>MIIB\nszCC</certificate>';
    const pem = '<certificate>-----BEGIN CERTIFICATE-----\nMIIBszCC\n-----END CERTIFICATE-----</certificate>';
    expect(compareOauth(pem, bare)).to.deep.equal([]);
    expect(compareOauth(pem, '<certificate>MIIBszCD</certificate>')).to.have.length(1);
  });

  it('takes permission sets by API name or label, in any order', () => {
    const sets = (...names: string[]) => names.map((name) => `<permissionSetName>${name}</permissionSetName>`).join('');
    expect(compareApps(sets('Acme_Access', 'B'), sets('B', 'Acme Access'))).to.deep.equal([]);
    expect(compareApps(sets('Acme_Access'), sets('Acme_Access', 'Everyone'))).to.have.length(1);
    const element = (text: string) => makeElement('ConnectedApp', '', [makeElement('permissionSetName', text)]);
    const labels = new Map([['Acme_Access', 'Orders for Acme']]);
    expect(differences(element('Acme_Access'), element('Orders for Acme'), 'ConnectedApp', labels)).to.deep.equal([]);
    const list = (names: string) => `<commaSeparatedPermissionSet>${names}</commaSeparatedPermissionSet>`;
    expect(compare('ExtlClntAppOauthConfigurablePolicies', list('A,B_C'), list('B C, A'))).to.deep.equal([]);
  });

  it('takes profiles in any order, in their own spelling', () => {
    const profiles = (names: string) => `<commaSeparatedProfile>${names}</commaSeparatedProfile>`;
    const [type, wanted] = ['ExtlClntAppOauthConfigurablePolicies', profiles('Admin, Sales User')];
    expect(compare(type, wanted, profiles('Sales User,Admin'))).to.deep.equal([]);
    expect(compare(type, wanted, profiles('Sales_User,Admin'))).to.have.length(1);
  });

  it('finds none in a type that we do not read', () => {
    expect(compare('CustomObject', '<label>A</label>', '<label>B</label>')).to.deep.equal([]);
  });

  it('takes user names in any case, and enum values in their own case only', () => {
    const user = (name: string) => `<oauthClientCredentialUser>${name}</oauthClientCredentialUser>`;
    expect(compareOauth(user('Acme@A.example'), user('acme@a.example'))).to.deep.equal([]);
    const relaxation = (value: string) => `<ipRelaxationPolicyType>${value}</ipRelaxationPolicyType>`;
    expect(
      compare('ExtlClntAppOauthConfigurablePolicies', relaxation('Enforce'), relaxation('ENFORCE')),
    ).to.have.length(1);
  });

  it('compares groups of a list without their order, and names what is too many', () => {
    const range = (start: string, end: string) => `<ipRanges><end>${end}</end><start>${start}</start></ipRanges>`;
    const [a, b] = [range('10.0.0.1', '10.0.0.2'), range('10.0.1.1', '10.0.1.2')];
    expect(compareApps(a + b, b + a)).to.deep.equal([]);
    expect(compareApps(a, b)).to.deep.equal([
      { element: 'ipRanges', wanted: 'end=10.0.0.2 start=10.0.0.1', actual: '' },
      { element: 'ipRanges', wanted: '', actual: 'end=10.0.1.2 start=10.0.1.1' },
    ]);
  });

  it('compares no secret and no switch that works once', () => {
    expect(compareOauth('<consumerSecret>s</consumerSecret>', '')).to.deep.equal([]);
    expect(
      compare('ExtlClntAppGlobalOauthSettings', '<shouldRotateConsumerKey>true</shouldRotateConsumerKey>', ''),
    ).to.deep.equal([]);
    expect(compareOauth('<consumerKey>a</consumerKey>', '<consumerKey>b</consumerKey>')).to.have.length(1);
  });
});
