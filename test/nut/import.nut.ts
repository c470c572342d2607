import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppGenerateAppResult } from '../../src/commands/clientapp/generate/app.js';
import type { ClientAppImportResult } from '../../src/commands/clientapp/import.js';
import { putConnectedApp } from '../org/testing.js';
import { integrationUser, integrationUserSeed } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope<T> = { status: number; name?: string; message?: string; result: T; actions?: string[] };

const manifest = 'clientapps/AcmeErp.clientapp.yaml';

describe('clientapp import through the real sf', () => {
  let bench: Workbench;
  let generated: string;

  const text = (): Promise<string> => readFile(join(bench.project, manifest), 'utf8');
  const remove = (path: string): Promise<void> => rm(join(bench.project, path), { recursive: true, force: true });
  const importAll = async (...args: string[]): Promise<ClientAppImportResult> => {
    const run = await bench.clientapp(['import', ...args, '--json']);
    const { status, result } = run.json<Envelope<ClientAppImportResult>>();
    expect(status, run.stdout).to.equal(0);
    return result;
  };

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed] });
    const flags = ['--model', 'backend', '--owner-email', 'it@acme.example', '--integration-user', integrationUser];
    const more = ['--object', 'Order:read,create,edit', '--ip-range', '203.0.113.0/24'];
    const run = await bench.clientapp(['generate', 'app', '--name', 'AcmeErp', ...flags, ...more, '--json']);
    expect(run.json<Envelope<ClientAppGenerateAppResult>>().status, run.stdout).to.equal(0);
    generated = await text();
    const deployed = await bench.clientapp(['deploy', '--name', 'AcmeErp', '--target-org', 'dev', '--json']);
    expect(deployed.code, deployed.stdout).to.equal(0);
  });

  after(() => bench.dispose());

  it('gives back from the project what was generated, without an API call', async () => {
    await remove(manifest);
    const before = bench.org.requests.length;
    const { manifests, apiCalls } = await importAll('--all');
    expect(manifests.map(({ name, status, warnings }) => [name, status, warnings])).to.deep.equal([
      ['AcmeErp', 'created', []],
    ]);
    expect(await text()).to.equal(generated);
    expect([apiCalls, bench.org.requests.length - before]).to.deep.equal([0, 0]);
  });

  it('finds the manifest unchanged in the org to which it was deployed', async () => {
    const { manifests, apiCalls } = await importAll('--name', 'AcmeErp', '--target-org', 'dev', '--overwrite');
    expect(manifests.map(({ name, status, differences }) => [name, status, differences])).to.deep.equal([
      ['AcmeErp', 'unchanged', []],
    ]);
    // What an org adds by itself is off.
    for (const warning of manifests[0]?.warnings ?? [])
      expect(warning).to.match(/: off in .*, left out when generated/);
    expect(apiCalls).to.be.within(15, 30);
    expect(await text()).to.equal(generated);
  });

  it('gives back from the org all but the reasons, which no org knows', async () => {
    await remove(manifest);
    const { manifests } = await importAll('--all', '--target-org', 'dev');
    expect(manifests.map(({ name, status, todo }) => [name, status, todo])).to.deep.equal([
      ['AcmeErp', 'created', ['scopes.api: say why the app needs it']],
    ]);
    expect(await text()).to.equal(generated.replace(/^ {2}api: .*$/m, '  api: "TODO: say why the app needs it"'));
    const again = await bench.clientapp(['generate', 'app', '--manifest', manifest, '--json']);
    const { files } = again.json<Envelope<ClientAppGenerateAppResult>>().result;
    expect(
      files.every(({ state }) => state === 'unchanged'),
      JSON.stringify(files),
    ).to.equal(true);
  });

  it('says for people what is open and lost, and leaves a manifest that differs', async () => {
    putConnectedApp(bench.org, 'Billing', {
      label: 'Billing app',
      oauthConfig: { callbackUrl: 'https://billing.example/cb', scopes: ['Api', 'Full'], isAdminApproved: 'false' },
    });
    const edited = (await text()).replace('203.0.113.0/24', '198.51.100.7');
    await writeFile(join(bench.project, manifest), edited);
    const run = await bench.clientapp(['import', '--all', '--target-org', 'dev', '--dry-run']);
    expect(run.code, run.stderr).to.equal(0);
    expect(run.stdout)
      .to.match(/differs +clientapps\/AcmeErp.clientapp.yaml/)
      .and.include('policies.ipRanges');
    expect(run.stdout)
      .to.match(/created +clientapps\/Billing.clientapp.yaml/)
      .and.include('scopes.full: say why');
    expect(run.stdout).to.include('Dry run: 1 to be written, 0 unchanged, 1 different');
    expect(existsSync(join(bench.project, 'clientapps/Billing.clientapp.yaml'))).to.equal(false);
    expect(await text()).to.equal(edited);
  });

  it('knows no app that nobody has, and says what to do', async () => {
    const run = await bench.clientapp(['import', '--name', 'AcmeEpr', '--json']);
    const { name, message, actions } = run.json<Envelope<never>>();
    expect(run.code).to.equal(1);
    expect(name).to.equal('AppNotFoundError');
    expect(message).to.include('Did you mean "AcmeErp"?');
    expect(actions?.[0]).to.include('clientapp list');
  });

  it('wants names or --all, and a project', async () => {
    expect((await bench.clientapp(['import'])).code).to.equal(2);
    const elsewhere = await bench.sf.run(['clientapp', 'import', '--all', '--json']);
    expect(elsewhere.json<Envelope<never>>()).to.have.property('name', 'NoProjectError');
  });
});
