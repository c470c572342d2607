import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthInfo, StateAggregator } from '@salesforce/core';
import { stubSfCommandUx, stubSpinner } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import sinon from 'sinon';
import ClientAppVerify from '../../../src/commands/clientapp/verify.js';
import { openSfStore } from '../../../src/secrets/sfStore.js';
import { useTemporaryHome } from '../../inventory/org/connect.js';
import { createStage, credentialOf, robot, type Stage } from '../../verify/support.js';

const manifest = `name: Erp
label: Erp
description: Exports orders every night
model: backend
flow: client-credentials
owner: { email: it@acme.example }
scopes: { api: Reads orders }
identity: { user: somebody@acme.example }
environments:
  dev: { identity: { user: ${robot} } }
`;

describe('clientapp verify', () => {
  useTemporaryHome();
  const sandbox = sinon.createSandbox();
  const home = process.cwd();
  const { SF_DISABLE_LOG_FILE } = process.env;
  let stage: Stage;
  let root: string;
  let ux: ReturnType<typeof stubSfCommandUx>;

  const run = (...args: string[]) =>
    ClientAppVerify.run(['--name', 'Erp', '--target-org', stage.org.username, '--environment', 'dev', ...args]);
  const logged = (): string => ux.log.args.concat(ux.logSuccess.args).flat().join('\n');

  // The log's worker would look for the loader of TypeScript in the project.
  before(() => (process.env['SF_DISABLE_LOG_FILE'] = 'true'));
  after(() => {
    if (SF_DISABLE_LOG_FILE === undefined) delete process.env['SF_DISABLE_LOG_FILE'];
    else process.env['SF_DISABLE_LOG_FILE'] = SF_DISABLE_LOG_FILE;
  });

  beforeEach(async () => {
    process.exitCode = 0;
    ux = stubSfCommandUx(sandbox);
    stubSpinner(sandbox);
    stage = await createStage();
    root = await realpath(await mkdtemp(join(tmpdir(), 'verify-')));
    process.chdir(root);
    await mkdir(join(root, 'clientapps'));
    await writeFile(join(root, 'sfdx-project.json'), '{"packageDirectories": [{"path": "app", "default": true}]}');
    await writeFile(join(root, 'clientapps', 'Erp.clientapp.yaml'), manifest);
    const { url, accessToken, username, organizationId } = stage.org;
    StateAggregator.clearInstance();
    const accessTokenOptions = { accessToken, instanceUrl: url, loginUrl: url };
    const authInfo = await AuthInfo.create({ username: accessToken, accessTokenOptions });
    await authInfo.save({ username, orgId: organizationId, accessToken, instanceUrl: url, loginUrl: url });
    const store = openSfStore();
    await store.write({ orgId: organizationId, app: 'Erp' }, 'current', credentialOf(stage.consumer));
  });
  afterEach(async () => {
    process.exitCode = 0;
    process.chdir(home);
    sandbox.restore();
    await stage.org.stop();
    await rm(root, { recursive: true });
  });

  it('proves the app with the values of the environment, and says so', async () => {
    const result = await run();
    expect(result.status, JSON.stringify(result.checks)).to.equal('pass');
    expect(result.org).to.equal(stage.org.username);
    expect(process.exitCode ?? 0).to.equal(0);
    const [table] = ux.table.args[0] as unknown as [{ data: Array<Record<string, string>> }];
    expect(table.data).to.have.length(result.checks.length);
    expect(new Set(table.data.map((row) => row['']))).to.deep.equal(new Set(['✓', '–']));
    expect(logged()).to.match(/\d+ passed, 0 failed, \d+ skipped; \d+ API calls\./);
    expect(JSON.stringify(ux.table.args) + logged()).to.not.contain(stage.consumer.secret);
  });

  it('exits with 1 when a check fails, with the cause and the next command', async () => {
    stage.put({ policy: { clientCredentialsFlowUser: '' } });
    const result = await run('--no-negative', '--wait', '0');
    expect(result.status).to.equal('fail');
    expect(process.exitCode).to.equal(1);
    expect(result.checks.at(-1)?.id).to.equal('revoke');
    expect(logged()).to.contain('✗ The flow gives a token (no-run-as-user):');
    expect(logged()).to.contain(`"sf clientapp deploy --name Erp --target-org ${stage.org.username}"`);
  });

  it('proves another flow than the declared one', async () => {
    const { checks } = await run('--flow', 'jwt-bearer');
    expect(checks[0]).to.include({ id: 'credential', cause: 'private-key-not-stored' });
  });

  it('looks into the store that is named', async () => {
    const { checks } = await run('--store', `env:${join(root, '..', 'verify-empty.env')}`);
    expect(checks[0]).to.include({ status: 'fail', cause: 'no-credential-stored' });
  });

  it('wants a manifest', async () => {
    const error: unknown = await ClientAppVerify.run(['-n', 'Epr', '-o', stage.org.username]).catch((e: unknown) => e);
    expect(error).to.include({ name: 'ManifestNotFoundError' });
  });
});
