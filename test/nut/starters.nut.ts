import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppGenerateClientResult } from '../../src/commands/clientapp/generate/client.js';
import { runStarter } from '../starter/runStarter.js';
import { needInterpreter } from '../starter/interpreters.js';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from './appFiles.js';
import { assign } from '../org/testing.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope<T> = { status: number; name?: string; result: T; actions?: string[] };

const jwtManifest = backendManifest('AcmeErp', 'external-client-app', 'credentials: { store: "env:.env" }\n')
  .replace('client-credentials', 'jwt-bearer')
  .replace('  api: Reads', '  refresh_token: Needed by JWT bearer\n  api: Reads');

describe('clientapp generate client through the real sf', () => {
  let bench: Workbench;

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed] });
    bench.org.state.sourceAddress = '203.0.113.9';
    await writeApp(bench.project, 'AcmeErp', jwtManifest);
  });

  after(() => bench.dispose());

  const generate = (...args: string[]) =>
    bench.clientapp(['generate', 'client', '--name', 'AcmeErp', '--json', ...args]);

  it('refuses a language that there is none in, and says which there are', async () => {
    const run = await generate('--language', 'cobol');
    const { name, actions } = run.json<Envelope<never>>();
    expect([run.code, name]).to.deep.equal([1, 'UnknownLanguageError']);
    expect(actions?.join()).to.include('node, python, java, bash');
  });

  it('refuses a folder that would be deployed', async () => {
    const run = await generate('--language', 'node', '--output-dir', 'force-app/main/client');
    expect(run.json<Envelope<never>>().name).to.equal('InPackageDirectoryError');
  });

  it('writes nothing in a dry run', async () => {
    const { result } = (await generate('--language', 'node', '--dry-run')).json<
      Envelope<ClientAppGenerateClientResult>
    >();
    expect(result.outputDir).to.equal('clients/AcmeErp-node');
    await readFile(join(bench.project, result.outputDir, 'client.mjs')).then(
      () => expect.fail('it is there'),
      () => undefined,
    );
  });

  it('goes the whole way: key pair, deploy, starter, and the starter calls the org', async function () {
    needInterpreter(this, 'python');
    const { clientapp, org, project } = bench;
    const certificate = await clientapp(['generate', 'certificate', '-n', 'AcmeErp', '-o', 'dev', '--json']);
    expect(certificate.code, certificate.stdout).to.equal(0);
    const manifest = 'clientapps/AcmeErp.clientapp.yaml';
    const metadata = await clientapp(['generate', 'app', '--manifest', manifest, '--overwrite', '--json']);
    expect(metadata.code, metadata.stdout).to.equal(0);
    const deployed = await clientapp(['deploy', '-n', 'AcmeErp', '-o', 'dev', '--json']);
    expect(deployed.code, deployed.stdout).to.equal(0);
    for (const { fullName, id } of org.state.metadata.components.filter(({ type }) => type === 'PermissionSet'))
      if (fullName.startsWith('AcmeErp')) assign(org, integrationUser, id);

    const run = await generate('--language', 'python', '--target-org', 'dev');
    const { result } = run.json<Envelope<ClientAppGenerateClientResult>>();
    expect(result, run.stdout).to.include({
      flow: 'jwt-bearer',
      outputDir: 'clients/AcmeErp-python',
      run: 'python3 client.py',
    });
    const values = await readFile(join(project, '.env'), 'utf8');
    const env = Object.fromEntries(
      [...values.matchAll(/^(ACMEERP_\w+)=(?:'([^']*)'|(.*))$/gm)].map(([, name = '', quoted, bare]) => [
        name,
        quoted ?? bare ?? '',
      ]),
    );
    const done = await runStarter(join(project, result.outputDir), 'python', { env });
    expect(done.code, done.stderr).to.equal(0);
    expect(JSON.parse(done.stdout)).to.have.property('totalSize');
  });
});
