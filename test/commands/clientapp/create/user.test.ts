import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthInfo, StateAggregator } from '@salesforce/core';
import { stubSfCommandUx, stubSpinner } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import sinon from 'sinon';
import ClientAppCreateUser from '../../../../src/commands/clientapp/create/user.js';
import { readManifest } from '../../../../src/manifest/read.js';
import { failureOf, integrationUser, putApp, userIn, writes } from '../../../identity/support.js';
import { useTemporaryHome } from '../../../inventory/org/connect.js';
import { backendManifest } from '../../../nut/appFiles.js';
import { startLoopbackOrg, type LoopbackOrg } from '../../../org/index.js';

const file = 'clientapps/AcmeErp.clientapp.yaml';
const manifest = backendManifest('AcmeErp', 'external-client-app');
const nameless = manifest.replace(/^identity:.*\n/m, '');

/** Signs in as `sf` does. */
const signIn = async ({ url, accessToken, username, organizationId }: LoopbackOrg): Promise<void> => {
  StateAggregator.clearInstance();
  const accessTokenOptions = { accessToken, instanceUrl: url, loginUrl: url };
  const authInfo = await AuthInfo.create({ username: accessToken, accessTokenOptions });
  await authInfo.save({ username, orgId: organizationId, accessToken, instanceUrl: url, loginUrl: url });
};

describe('clientapp create user', () => {
  useTemporaryHome();
  const sandbox = sinon.createSandbox();
  const home = process.cwd();
  const { SF_DISABLE_LOG_FILE } = process.env;
  let org: LoopbackOrg;
  let root: string;
  let ux: ReturnType<typeof stubSfCommandUx>;

  const write = async (name: string, text: string): Promise<void> => writeFile(join(root, name), text);
  const recorded = async () => readManifest(await readFile(join(root, file), 'utf8'), file);
  const run = (...args: string[]) =>
    ClientAppCreateUser.run(['--name', 'AcmeErp', '--target-org', org.username, ...args]);
  const logged = (): string => ux.log.args.concat(ux.logSuccess.args).flat().join('\n');
  /** But for core's own warning about http. */
  const warned = (): string =>
    (ux.warn.args.flat() as string[]).filter((text) => !text.includes('insecure protocol')).join('\n');

  // The log's worker would look for the loader of TypeScript in the project.
  before(() => (process.env['SF_DISABLE_LOG_FILE'] = 'true'));
  after(() => {
    if (SF_DISABLE_LOG_FILE === undefined) delete process.env['SF_DISABLE_LOG_FILE'];
    else process.env['SF_DISABLE_LOG_FILE'] = SF_DISABLE_LOG_FILE;
  });

  beforeEach(async () => {
    ux = stubSfCommandUx(sandbox);
    stubSpinner(sandbox);
    org = await startLoopbackOrg();
    root = await realpath(await mkdtemp(join(tmpdir(), 'create-user-')));
    process.chdir(root);
    await mkdir(join(root, 'clientapps'));
    await write('sfdx-project.json', '{"packageDirectories": [{"path": "force-app", "default": true}]}');
    await write(file, manifest);
    await signIn(org);
  });
  afterEach(async () => {
    process.chdir(home);
    sandbox.restore();
    await org.stop();
    await rm(root, { recursive: true });
  });

  it('creates the user, tells each step, and what comes next', async () => {
    const { apiCalls, userId, ...result } = await run();
    expect(result).to.deep.equal({
      app: 'AcmeErp',
      org: org.username,
      username: integrationUser,
      created: true,
      steps: [
        { step: 'user', status: 'done' },
        { step: 'permission-set-license', status: 'done' },
        { step: 'access-permission-set', status: 'planned' },
        { step: 'data-permission-set', status: 'planned' },
        { step: 'app-opens-to-access-set', status: 'planned' },
        { step: 'app-runs-as-user', status: 'planned' },
      ],
    });
    expect(userId).to.equal(userIn(org)?.Id);
    expect(apiCalls).to.be.greaterThan(5);
    const [[{ data }]] = ux.table.args as unknown as [[{ data: Array<Record<string, string>> }]];
    expect(data[0]).to.deep.equal({ Step: 'User', Status: 'done' });
    expect(warned()).to.contain('The org has no permission set AcmeErp_Access yet');
    expect(logged()).to.contain('Next, run "sf clientapp deploy --name AcmeErp"').and.contain(`${apiCalls} API calls.`);
  });

  it('says when all is ready', async () => {
    putApp(org, 'AcmeErp');
    await run();
    expect(logged()).to.contain(`${integrationUser} is ready.`);
    expect(warned()).to.equal('');
    const second = await run();
    expect(second.created).to.equal(false);
    expect(logged()).to.contain(`${integrationUser} has all it needs.`);
  });

  it('changes nothing in a dry run', async () => {
    await write(file, nameless);
    const result = await run('--dry-run', '--username', 'erp@acme.example');
    expect(result).to.not.have.property('userId');
    expect(result.created).to.equal(false);
    expect(writes(org)).to.deep.equal([]);
    expect(await readFile(join(root, file), 'utf8')).to.equal(nameless);
    expect(logged()).to.contain('Nothing was changed.');
  });

  it('takes the user of the environment that belongs to the org', async () => {
    const environment = `environments: { ${org.username}: { identity: { user: erp@acme.example.uat } } }\n`;
    await write(file, manifest + environment);
    expect((await run()).username).to.equal('erp@acme.example.uat');
  });

  it('takes the user of the environment that is named', async () => {
    await write(file, `${manifest}environments: { uat: { identity: { user: erp@acme.example.uat } } }\n`);
    expect((await run('--environment', 'uat')).username).to.equal('erp@acme.example.uat');
    expect((await failureOf(run('--environment', 'prod'))).name).to.equal('EnvironmentNotFoundError');
  });

  it('asks for a username where the manifest has none', async () => {
    await write(file, nameless);
    const { name, actions = [] } = await failureOf(run());
    expect(name).to.equal('UsernameMissingError');
    expect(actions.join('\n')).to.contain(`@${org.organizationId.slice(0, 15).toLowerCase()}.acme.example.integration`);
    expect(org.requests.filter(({ query }) => query.get('q')?.includes('FROM User'))).to.deep.equal([]);
  });

  it('records a given username once the user is there', async () => {
    await write(file, nameless);
    await run('--username', 'erp@acme.example');
    expect((await recorded()).app?.identity.user).to.equal('erp@acme.example');
    expect(logged()).to.contain(`Wrote erp@acme.example into ${file}`);
    expect((await run()).username).to.equal('erp@acme.example');
  });

  it('records a given username for its environment alone', async () => {
    const uat = 'environments:\n  uat:\n    policies: { ipRanges: [198.51.100.7] }\n';
    await write(file, nameless + uat);
    await run('--username', 'erp@acme.example', '--environment', 'uat');
    const { app, environments } = await recorded();
    expect(environments['uat']?.identity?.user).to.equal('erp@acme.example');
    expect(environments['uat']?.policies?.ipRanges).to.deep.equal(['198.51.100.7']);
    expect(app?.identity.user).to.equal(undefined);
  });

  it('does not record a username of a user that could not be made', async () => {
    await write(file, nameless);
    org.state.profiles[0]?.grants.userPermissions.delete('ManageUsers');
    expect((await failureOf(run('--username', 'erp@acme.example'))).name).to.equal('UserPermissionMissingError');
    expect(await readFile(join(root, file), 'utf8')).to.equal(nameless);
  });

  it('refuses the user of another manifest, unless asked to', async () => {
    await write('clientapps/Billing.clientapp.yaml', backendManifest('Billing', 'external-client-app'));
    expect((await failureOf(run())).name).to.equal('UserSharedError');
    expect((await run('--allow-shared')).created).to.equal(true);
    expect(warned()).to.contain(`${integrationUser} also serves Billing`);
  });

  it('says that a session has ended', async () => {
    org.state.sessions.length = 0;
    expect((await failureOf(run())).name).to.equal('SessionExpiredError');
  });
});
