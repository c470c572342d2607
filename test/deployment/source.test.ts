import { mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadDeployments, type Loaded } from '../../src/deployment/source.js';
import { filesToDeploy, prepareFiles } from '../../src/deployment/prepare.js';
import { backendManifest, writeApp } from '../nut/appFiles.js';
import { certificate } from '../org/metadata/testCertificate.js';
import { readFolder } from '../secrets/support.js';
import { failureOf, nothing } from './support.js';

describe('the client apps of a project, to be deployed', () => {
  let project: string;
  const inSource = (...path: string[]): string => join(project, 'force-app/main/default', ...path);
  const policies = 'extlClntAppOauthPolicies/AcmeErp_oauthPlcy.ecaOauthPlcy-meta.xml';

  const load = (more: Partial<Parameters<typeof loadDeployments>[0]> = {}): Promise<Loaded> =>
    loadDeployments({
      projectRoot: project,
      packageDirectories: [join(project, 'force-app')],
      orgNames: ['dev', 'admin@acme.example'],
      ...more,
    });

  beforeEach(async () => {
    project = await realpath(await mkdtemp(join(tmpdir(), 'clientapp-source-')));
    await writeApp(project, 'AcmeErp', backendManifest('AcmeErp', 'external-client-app'));
  });
  afterEach(() => rm(project, { recursive: true, force: true }));

  it('have all their files and no others', async () => {
    await writeApp(project, 'AcmeErpTwo', backendManifest('AcmeErpTwo', 'connected-app'));
    const { deployments, warnings } = await load();
    expect(warnings).to.deep.equal([]);
    expect(
      deployments.map(({ app, sources }) => [app.name, sources.map(({ fullName, type }) => `${type} ${fullName}`)]),
    ).to.deep.equal([
      [
        'AcmeErp',
        [
          'ExternalClientApplication AcmeErp',
          'ExtlClntAppGlobalOauthSettings AcmeErp_glbloauth',
          'ExtlClntAppOauthConfigurablePolicies AcmeErp_oauthPlcy',
          'ExtlClntAppOauthSettings AcmeErp_oauth',
          'ExtlClntAppConfigurablePolicies AcmeErp_plcy',
          'PermissionSet AcmeErp_Access',
          'PermissionSet AcmeErp_Data',
        ],
      ],
      ['AcmeErpTwo', ['ConnectedApp AcmeErpTwo', 'PermissionSet AcmeErpTwo_Access', 'PermissionSet AcmeErpTwo_Data']],
    ]);
    expect((await load({ names: ['AcmeErpTwo'] })).deployments).to.have.length(1);
  });

  it('are left as they are on the disk', async () => {
    const text = backendManifest(
      'AcmeErp',
      'external-client-app',
      'environments: { dev: { identity: { user: a@b.c } } }',
    );
    await writeApp(project, 'AcmeErp', text);
    const before = await readFolder(project);
    const { deployments } = await load();
    expect(deployments[0]?.environment).to.equal('dev');
    expect([...filesToDeploy(prepareFiles(deployments[0]!, nothing)).values()].join('\n')).to.contain('>a@b.c<');
    expect(await readFolder(project)).to.deep.equal(before);
  });

  it('must be there', async () => {
    await rm(join(project, 'clientapps'), { recursive: true });
    expect(await failureOf(load())).to.include({ name: 'NothingToDeployError' });
    expect(await failureOf(load({ names: ['AcmeErp'] }))).to.include({ name: 'ManifestNotFoundError' });
  });

  it('must have the environment that was named', async () => {
    const error = await failureOf(load({ environment: 'uat' }));
    expect(error).to.include({ name: 'EnvironmentNotFoundError' });
    expect(error.actions).to.have.length(1);
  });

  it('are refused with the line when a file is malformed', async () => {
    const contents = await readFile(inSource(policies), 'utf8');
    await writeFile(inSource(policies), contents.replace('</label>', '</lable>'));
    const error = await failureOf(load());
    expect(error.name).to.equal('MetadataInvalidError');
    expect(error.message).to.match(/force-app\/main\/default\/extlClntAppOauthPolicies\/\S+-meta\.xml:\d+:\d+ /);
    expect(error.message).to.not.contain(project);
  });

  it('are refused with the line when the org would drop an element without a word', async () => {
    const contents = await readFile(inSource(policies), 'utf8');
    const [label = ''] = /\n *<label>.*<\/label>/.exec(contents) ?? [];
    await writeFile(inSource(policies), contents.replace(label, '').replace('\n</Extl', `${label}\n</Extl`));
    const error = await failureOf(load());
    expect(error.name).to.equal('MetadataInvalidError');
    const line = contents.split('\n').findIndex((text) => text.startsWith('</Extl'));
    expect(error.message).to.contain(`${policies}:${line}:5 `);
  });

  for (const [type, path] of [
    ['ExtlClntAppOauthConfigurablePolicies', policies],
    ['ExternalClientApplication', 'externalClientApps/AcmeErp.eca-meta.xml'],
    ['PermissionSet AcmeErp_Access', 'permissionsets/AcmeErp_Access.permissionset-meta.xml'],
    ['PermissionSet AcmeErp_Data', 'permissionsets/AcmeErp_Data.permissionset-meta.xml'],
  ] as const)
    it(`are refused when ${type} is missing`, async () => {
      await rm(inSource(path));
      const error = await failureOf(load());
      expect(error).to.include({ name: 'MetadataMissingError', message: `The project has no ${type} for AcmeErp.` });
      expect(error.actions?.[0]).to.contain('generate app --manifest clientapps/AcmeErp.clientapp.yaml');
    });

  it('have their satellites found by the parent they name', async () => {
    const other = 'extlClntAppOauthPolicies/Whatever_defaultPolicy.ecaOauthPlcy-meta.xml';
    await rename(inSource(policies), inSource(other));
    const { deployments } = await load();
    expect(deployments[0]?.sources.map(({ path }) => path)).to.include(inSource(other));
  });

  it('say where file and manifest differ', async () => {
    const contents = await readFile(inSource(policies), 'utf8');
    await writeFile(inSource(policies), contents.replace('>Enforce<', '>Bypass<'));
    const { warnings } = await load();
    expect(warnings).to.deep.equal([
      `force-app/main/default/${policies} differs from clientapps/AcmeErp.clientapp.yaml in ipRelaxationPolicyType; the file is deployed as it is.`,
    ]);
  });

  describe('with a certificate', () => {
    const text = (file: string): string =>
      backendManifest('AcmeErp', 'external-client-app', `credentials: { certificateFile: ${file} }\n`)
        .replace('client-credentials', 'jwt-bearer')
        .replace('  api:', '  refresh_token: The flow wants it\n  api:');

    it('read it', async () => {
      await writeApp(project, 'AcmeErp', text('clientapps/AcmeErp.crt'));
      await writeFile(join(project, 'clientapps/AcmeErp.crt'), certificate);
      const { deployments } = await load();
      expect(deployments[0]).to.include({ certificate, baseCertificate: certificate });
    });

    it('are refused when it is not there or lies outside the project', async () => {
      for (const file of ['clientapps/AcmeErp.crt', '../outside.crt']) {
        await writeApp(project, 'AcmeErp', text('clientapps/AcmeErp.crt'));
        const path = join(project, 'clientapps/AcmeErp.clientapp.yaml');
        await writeFile(path, text('clientapps/AcmeErp.crt').replace('clientapps/AcmeErp.crt', file));
        const error = await failureOf(load());
        expect(['CertificateUnreadableError', 'ManifestInvalidError'], error.message).to.include(error.name);
      }
    });

    it('are refused when it is a link to a file outside the project', async () => {
      const { symlink } = await import('node:fs/promises');
      const outside = await mkdtemp(join(tmpdir(), 'clientapp-outside-'));
      await writeFile(join(outside, 'key.pem'), certificate);
      await writeApp(project, 'AcmeErp', text('clientapps/AcmeErp.crt'));
      await symlink(join(outside, 'key.pem'), join(project, 'clientapps/AcmeErp.crt'));
      const error = await failureOf(load());
      expect(error).to.include({ name: 'CertificateUnreadableError' });
      expect(error.message).to.contain('outside');
      await rm(outside, { recursive: true });
    });
  });

  it('do not name a file in a folder that is no package directory', async () => {
    await mkdir(join(project, 'elsewhere'));
    await rename(inSource(policies), join(project, 'elsewhere/AcmeErp_oauthPlcy.ecaOauthPlcy-meta.xml'));
    expect(await failureOf(load())).to.include({ name: 'MetadataMissingError' });
  });
});
