import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppDeployResult } from '../../src/commands/clientapp/deploy.js';
import type { LoopbackOrg, LoopbackOrgOptions } from '../org/index.js';
import type { SfRun } from '../org/sf.js';
import { readFolder } from '../secrets/support.js';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Answer = {
  status: number;
  name?: string;
  message?: string;
  actions?: string[];
  warnings?: string[];
  result: ClientAppDeployResult;
};

const componentsOf = ({ state }: LoopbackOrg): string[] =>
  state.metadata.components
    .filter(({ type }) => type !== 'Settings')
    .map(({ type, fullName }) => `${type} ${fullName}`)
    .sort();

describe('deploy through the real sf', () => {
  let bench: Workbench;

  const start = async (options: LoopbackOrgOptions = {}): Promise<void> => {
    bench = await createWorkbench({ users: [integrationUserSeed], ...options });
  };
  const deploy = (name: string, ...more: string[]): Promise<SfRun> =>
    bench.clientapp(['deploy', '--name', name, '--target-org', 'dev', '--wait', '1', '--json', ...more]);

  /** The command failed with this error, says what to do, and shows nothing that only the org may know. */
  const expectFailure = (run: SfRun, name: string, advice: RegExp): Answer => {
    const answer = run.json<Answer>();
    expect([run.code, answer.name], run.stdout).to.deep.equal([1, name]);
    expect(answer.actions?.join('\n')).to.match(advice);
    expectNoTrace(run);
    return answer;
  };

  const expectNoTrace = ({ stdout, stderr }: SfRun): void => {
    expect(stdout + stderr).to.not.match(/00D\w{12,15}(!|%21)/);
    for (const { secret } of bench.org.state.metadata.consumers) expect(stdout + stderr).to.not.contain(secret);
  };

  describe('to an org as it comes', () => {
    before(() => start());
    after(() => bench.dispose());

    it('is refused for a new Connected App, with both ways out', async () => {
      await writeApp(bench.project, 'Classic', backendManifest('Classic', 'connected-app'));
      const run = await deploy('Classic', '--allow-setting-change');
      const { actions } = expectFailure(run, 'ConnectedAppCreationBlockedError', /--registration external-client-app/);
      expect(actions?.join()).to.contain('Allow creation of connected apps');
      expect(componentsOf(bench.org)).to.deep.equal([]);
      // Two apps would share the user otherwise, and other tests deploy the whole source.
      await rm(join(bench.project, 'clientapps/Classic.clientapp.yaml'));
      await rm(join(bench.project, 'force-app'), { recursive: true });
    });

    it('changes nothing in a dry run: not the org, not the store, not the project', async () => {
      await writeApp(bench.project, 'AcmeErp', backendManifest('AcmeErp', 'external-client-app'));
      const project = await readFolder(bench.project);
      const home = await readFolder(join(bench.sf.home, '.sf'));
      const run = await deploy('AcmeErp', '--dry-run', '--allow-setting-change', '--create-user', '--verify');
      expect(run.code, run.stdout).to.equal(0);
      const [app] = run.json<Answer>().result.apps;
      expect(app).to.deep.include({ name: 'AcmeErp', status: 'Succeeded' });
      expect(app?.credential.secret).to.equal('pending');
      expect(app?.user).to.include({ username: integrationUser, created: false });
      expect(app).to.not.have.property('verify');
      expect(componentsOf(bench.org)).to.deep.equal([]);
      expect(await readFolder(bench.project)).to.deep.equal(project);
      const credentialFiles = (files: Array<{ file: string }>): string[] =>
        files.map(({ file }) => file).filter((file) => file.includes('clientapp'));
      expect(credentialFiles(await readFolder(join(bench.sf.home, '.sf')))).to.deep.equal(credentialFiles(home));
    });

    it('leaves the secret pending and says which switch and permission are missing', async () => {
      const run = await deploy('AcmeErp');
      expect(run.code, run.stdout).to.equal(0);
      const { result, warnings } = run.json<Answer>();
      expect(result.apps[0]?.credential).to.include({ secret: 'pending' });
      for (const text of ['consumer secrets via REST API" is off', 'ViewClientSecret', '--allow-setting-change'])
        expect(warnings?.join()).to.contain(text);
      expectNoTrace(run);
    });

    it('says it to people as well', async () => {
      const run = await bench.clientapp(['deploy', '-n', 'AcmeErp', '-o', 'dev', '--allow-setting-change', '-w', '1']);
      expect(run.code, run.stdout + run.stderr).to.equal(0);
      expect(run.stdout).to.contain('AcmeErp: the org holds what was deployed.');
      expect(run.stdout).to.contain('the consumer key and secret are stored in sf');
      expect(run.stdout).to.match(/Recorded today as the day of the secret in clientapps\/AcmeErp\.clientapp\.yaml/);
      expect(run.stdout).to.match(/\d+ API calls\./);
      expectNoTrace(run);
    });

    it('names the line of a manifest that cannot be read', async () => {
      const file = join(bench.project, 'clientapps/Broken.clientapp.yaml');
      await writeFile(file, 'name: Broken\nlabel: [Broken\nmodel: backend\n');
      const { message } = expectFailure(await deploy('Broken'), 'ManifestInvalidError', /Correct the lines/);
      expect(message).to.match(/clientapps\/Broken\.clientapp\.yaml:\d+:\d+ /);
      await rm(file);
    });

    it('needs a project', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'clientapp-none-'));
      const run = await bench.sf.run(['clientapp', 'deploy', '-n', 'AcmeErp', '-o', 'dev', '--json'], { cwd: folder });
      // sf finds this out before it knows of --json.
      expect(run.code).to.equal(1);
      expect(run.stdout + run.stderr).to.contain('RequiresProjectError');
      await rm(folder, { recursive: true });
    });

    it('names the app or all, not both', async () => {
      expect((await deploy('AcmeErp', '--all')).code).to.equal(2);
      expect((await bench.clientapp(['deploy', '-o', 'dev', '--json'])).code).to.equal(2);
    });

    it('has the values of the environment of the alias, and the source has not', async () => {
      const environments = `environments:
  dev: { policies: { ipRanges: [198.51.100.7] } }
  prod: { policies: { ipRanges: [192.0.2.1] } }
`;
      await writeApp(bench.project, 'Several', backendManifest('Several', 'external-client-app', environments));
      const source = await readFolder(join(bench.project, 'force-app'));
      const run = await deploy('Several', '--allow-setting-change');
      expect(run.code, run.stdout).to.equal(0);
      expect(run.json<Answer>().result.apps[0]?.readBack.status).to.equal('match');
      const settings = bench.org.state.metadata.components.find(({ fullName }) => fullName === 'Several_oauth');
      expect(JSON.stringify(settings?.fields))
        .to.contain('198.51.100.7')
        .and.not.match(/203\.0\.113|192\.0\.2/);
      expect(await readFolder(join(bench.project, 'force-app'))).to.deep.equal(source);
      const other = await deploy('Several', '--environment', 'nowhere');
      expectFailure(other, 'EnvironmentNotFoundError', /dev, prod/);
    });

    it('is one that a plain "sf project deploy start" of the generated source does as well', async () => {
      const name = 'Plain';
      const generated = await bench.clientapp([
        ...['generate', 'app', '--name', name, '--model', 'backend', '--flow', 'client-credentials', '--json'],
        ...['--owner-email', 'it@acme.example', '--integration-user', integrationUser, '--object', 'Order:read'],
      ]);
      expect(generated.code, generated.stdout).to.equal(0);
      const plain = ['project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', 'dev', '--json'];
      const run = await bench.sf.run(plain, { cwd: bench.project });
      expect(run.code, run.stdout).to.equal(0);
      expect(componentsOf(bench.org)).to.include(`ExternalClientApplication ${name}`);
    });

    it('says who has to sign in again when the session has ended', async () => {
      const { sessions } = bench.org.state;
      const kept = sessions.splice(0);
      const run = await deploy('AcmeErp');
      sessions.push(...kept);
      expectFailure(run, 'SessionExpiredError', /sf org login web --alias dev/);
      expect(run.stdout).to.not.contain(bench.org.accessToken);
    });

    it('says that the org cannot be reached', async () => {
      await bench.org.stop();
      const run = await deploy('AcmeErp');
      const { name, actions } = run.json<Answer>();
      expect(run.code).to.equal(1);
      expect(name).to.equal('OrgUnreachableError');
      expect(actions?.join()).to.contain('HTTPS_PROXY');
      expectNoTrace(run);
      expect(run.stdout).to.not.contain(bench.org.accessToken);
    });
  });

  describe('of an app that the org has', () => {
    before(() => start({ switches: { connectedAppCreationAllowed: true } }));
    after(() => bench.dispose());

    for (const registration of ['external-client-app', 'connected-app'])
      it(`sends no key again, twice (${registration})`, async () => {
        const name = registration === 'connected-app' ? 'Classic' : 'AcmeErp';
        await writeApp(bench.project, name, backendManifest(name, registration));
        const first = await deploy(name, '--allow-setting-change');
        expect(first.code, first.stdout).to.equal(0);
        // Since then nobody may create a Connected App any more; those that are there can be changed.
        bench.org.state.switches.connectedAppCreationAllowed = false;
        const consumers = JSON.stringify(bench.org.state.metadata.consumers);
        for (const time of ['second', 'third']) {
          const run = await deploy(name, '--allow-setting-change');
          expect(run.code, `${time}: ${run.stdout}`).to.equal(0);
          const [app] = run.json<Answer>().result.apps;
          expect(app?.credential, time).to.deep.equal(first.json<Answer>().result.apps[0]?.credential);
          expect(app?.readBack, time).to.deep.equal({ status: 'match', differences: [] });
          expectNoTrace(run);
        }
        expect(JSON.stringify(bench.org.state.metadata.consumers)).to.equal(consumers);
        bench.org.state.switches.connectedAppCreationAllowed = true;
        const manifest = await readFile(join(bench.project, `clientapps/${name}.clientapp.yaml`), 'utf8');
        expect(manifest).to.contain('lastRotated');
      });
  });

  it('by an admin who may not change External Client Apps names the permission', async () => {
    await start({ adminPermissions: { remove: ['ExternalClientAppDeveloper'] } });
    try {
      await writeApp(bench.project, 'AcmeErp', backendManifest('AcmeErp', 'external-client-app'));
      const run = await deploy('AcmeErp', '--allow-setting-change');
      expectFailure(run, 'DeployPermissionMissingError', /ExternalClientAppDeveloper/);
      expect(componentsOf(bench.org)).to.deep.equal([]);
    } finally {
      await bench.dispose();
    }
  });
});
