import { basename } from 'node:path';
import { expect } from 'chai';
import { filesToDeploy, prepareFiles } from '../../src/deployment/prepare.js';
import { serialize } from '../../src/registration/serialize.js';
import { backendManifest } from '../nut/appFiles.js';
import { certificate } from '../org/metadata/testCertificate.js';
import { backend, deploymentOf, nothing, sourceOf, textOf } from './support.js';

const uat = `environments:
  uat: { identity: { user: acme-erp@acme.example.uat }, policies: { ipRanges: [198.51.100.7] } }
`;

const pair = { consumerKey: 'KeyOfOurOwn123', consumerSecret: 'SecretOfOurOwn123' };

describe('what is deployed of an app', () => {
  it('holds nothing that binds it to another org', () => {
    const bound: Record<string, (contents: string) => string> = {
      ExternalClientApplication: (contents) =>
        contents.replace(
          '</ExternalClientApplication>',
          '    <orgScopedExternalApp>00D000000000001:AcmeErp</orgScopedExternalApp>\n</ExternalClientApplication>',
        ),
      ExtlClntAppOauthSettings: (contents) =>
        contents.replace('</label>', '</label>\n    <oauthLink>00D000000000001:888000000000001</oauthLink>'),
      ExtlClntAppGlobalOauthSettings: (contents) =>
        contents.replace(
          '    <externalClientApplication>',
          '    <consumerKey>3MVG9Foreign</consumerKey>\n    <consumerSecret>ForeignSecret</consumerSecret>\n    <externalClientApplication>',
        ),
    };
    const deployment = deploymentOf(backendManifest('AcmeErp', 'external-client-app'), {
      edit: (type, contents) => bound[type]?.(contents) ?? contents,
    });
    const before = deployment.sources.map(({ root }) => serialize(root)).join('\n');
    expect(before).to.match(/orgScopedExternalApp[^]*oauthLink[^]*consumerKey[^]*consumerSecret/);
    const after = [...filesToDeploy(prepareFiles(deployment, nothing)).values()].join('\n');
    expect(after).to.not.match(/orgScopedExternalApp|oauthLink|consumerKey|consumerSecret|Foreign|00D0/);
    expect(deployment.sources.map(({ root }) => serialize(root)).join('\n'), 'the sources').to.equal(before);
  });

  it('leaves out the key that a Connected App was retrieved with', () => {
    const deployment = deploymentOf(backendManifest('AcmeErp', 'connected-app'), {
      edit: (type, contents) =>
        type === 'ConnectedApp'
          ? contents.replace('</callbackUrl>', '</callbackUrl>\n        <consumerKey>3MVG9Foreign</consumerKey>')
          : contents,
    });
    expect(textOf(prepareFiles(deployment, nothing), 'ConnectedApp')).to.not.contain('consumerKey');
  });

  for (const registration of ['external-client-app', 'connected-app']) {
    it(`has the values of the environment, in memory only (${registration})`, () => {
      const deployment = deploymentOf(backendManifest('AcmeErp', registration, uat), { environment: 'uat' });
      const before = deployment.sources.map(({ root }) => serialize(root)).join('\n');
      const after = [...filesToDeploy(prepareFiles(deployment, nothing)).values()].join('\n');
      expect(after).to.contain('acme-erp@acme.example.uat').and.contain('198.51.100.7');
      expect(after).to.not.match(/203\.0\.113|acme\.example\.integration/);
      expect(deployment.sources.map(({ root }) => serialize(root)).join('\n'), 'the sources').to.equal(before);
    });
  }

  it('keeps what people have written into a file by hand', () => {
    const deployment = deploymentOf(backendManifest('AcmeErp', 'external-client-app', uat), {
      environment: 'uat',
      edit: (type, contents) =>
        type === 'ExtlClntAppOauthConfigurablePolicies'
          ? contents.replace(/<refreshTokenValidityPeriod>\d+/, '<refreshTokenValidityPeriod>7')
          : contents,
    });
    const policies = textOf(prepareFiles(deployment, nothing), 'ExtlClntAppOauthConfigurablePolicies');
    expect(policies).to.contain('<refreshTokenValidityPeriod>7<').and.contain('acme-erp@acme.example.uat');
  });

  it('has the values of the environment under whatever name a satellite was retrieved', () => {
    const deployment = deploymentOf(backendManifest('AcmeErp', 'external-client-app', uat), { environment: 'uat' });
    const sources = deployment.sources.map((file) =>
      file.type.startsWith('Extl')
        ? sourceOf(
            file.path.replace(basename(file.path).split('.')[0]!, 'AcmeErpOAuthSettings_x'),
            serialize(file.root),
          )
        : file,
    );
    const files = prepareFiles({ ...deployment, sources }, nothing);
    expect(files.map(({ fullName }) => fullName)).to.include('AcmeErpOAuthSettings_x');
    expect(textOf(files, 'ExtlClntAppOauthConfigurablePolicies')).to.contain('acme-erp@acme.example.uat');
    expect(textOf(files, 'ExtlClntAppOauthSettings')).to.contain('198.51.100.7').and.not.contain('203.0.113');
  });

  it('has the certificate of the environment', () => {
    const text = backendManifest('AcmeErp', 'external-client-app', uat)
      .replace('client-credentials', 'jwt-bearer')
      .replace('  api:', '  refresh_token: The flow wants it\n  api:');
    const other = certificate.replace('MIIDBzCC', 'MIIDBzAA');
    const deployment = deploymentOf(text, { environment: 'uat', certificate: other, baseCertificate: certificate });
    const settings = textOf(prepareFiles(deployment, nothing), 'ExtlClntAppGlobalOauthSettings');
    expect(settings).to.contain('MIIDBzAA').and.not.contain('MIIDBzCC');
    const same = deploymentOf(text, { environment: 'uat', certificate });
    expect(textOf(prepareFiles(same, nothing), 'ExtlClntAppGlobalOauthSettings')).to.contain('MIIDBzCC');
  });

  it('bears the names that the org has for the satellites', () => {
    const deployment = backend('AcmeErp', 'external-client-app');
    const satellites = new Map([
      ['AcmeErp/ExtlClntAppOauthConfigurablePolicies', 'AcmeErpOAuthSettings_defaultPolicy'],
      ['AcmeErp/ExtlClntAppOauthSettings', 'AcmeErp_oauth'],
      ['Other/ExtlClntAppGlobalOauthSettings', 'Other_glbl'],
    ]);
    const files = prepareFiles(deployment, { ...nothing, satellites });
    const policies = files.find(({ type }) => type === 'ExtlClntAppOauthConfigurablePolicies');
    expect(policies?.fullName).to.equal('AcmeErpOAuthSettings_defaultPolicy');
    expect(basename(policies?.path ?? '')).to.equal('AcmeErpOAuthSettings_defaultPolicy.ecaOauthPlcy-meta.xml');
    expect(files.filter(({ fullName }) => fullName.startsWith('Other'))).to.deep.equal([]);
    const unchanged = files.filter(({ type }) => type !== 'ExtlClntAppOauthConfigurablePolicies');
    for (const { path } of unchanged) expect(deployment.sources.map((file) => file.path)).to.contain(path);
  });

  it('has a key pair when a Connected App is created with one, where the schema wants it', () => {
    const files = prepareFiles(backend('AcmeErp', 'connected-app'), nothing, pair);
    expect(textOf(files, 'ConnectedApp')).to.match(
      /<consumerKey>KeyOfOurOwn123<\/consumerKey>\s*<consumerSecret>SecretOfOurOwn123<\/consumerSecret>\s*<isAdminApproved>/,
    );
    expect(textOf(files, 'PermissionSet')).to.not.contain('OfOurOwn');
    expect(textOf(prepareFiles(backend('AcmeErp', 'connected-app'), nothing), 'ConnectedApp')).to.not.contain(
      'consumer',
    );
  });
});
