import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppGenerateRunbookResult } from '../../src/commands/clientapp/generate/runbook.js';
import type { ClientAppReviewResult } from '../../src/commands/clientapp/review.js';
import { evidenceProblems, type ReviewRecord } from '../../src/review/record.js';
import { addTokens } from '../inventory/org/arrange.js';
import { putPermissionSet } from '../org/testing.js';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope<T> = { status: number; name?: string; message?: string; result: T; actions?: string[] };

describe('clientapp review and generate runbook through the real sf', () => {
  let bench: Workbench;
  let secret: string;

  const read = (file: string): Promise<string> => readFile(join(bench.project, file), 'utf8');
  const review = async (...args: string[]): Promise<Envelope<ClientAppReviewResult>> =>
    (await bench.clientapp(['review', ...args, '--json'])).json<Envelope<ClientAppReviewResult>>();

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed, { username: 'a@x.example' }] });
    const { org, project } = bench;
    putPermissionSet(org, 'Billing_Access');
    await writeApp(project, 'AcmeErp', backendManifest('AcmeErp', 'external-client-app'));
    const deployed = await bench.clientapp(['deploy', '--name', 'AcmeErp', '--target-org', 'dev', '--json']);
    expect(deployed.code, deployed.stdout).to.equal(0);
    addTokens(org, { user: 'a@x.example', appName: 'AcmeErp', count: 3 });
    secret = org.state.metadata.consumers[0]?.secret ?? '';
    expect(secret).to.not.equal('');
  });

  after(() => bench.dispose());

  it('lists what is due without calling an org', async () => {
    const before = bench.org.requests.length;
    const { status, result } = await review('--due');
    expect(status).to.equal(0);
    expect(result.due.map(({ name, reason }) => [name, reason])).to.deep.equal([['AcmeErp', 'never-reviewed']]);
    expect(bench.org.requests.length).to.equal(before);
  });

  it('reviews what the org tells, and records nothing in a dry run', async () => {
    const before = await read('clientapps/AcmeErp.clientapp.yaml');
    const { status, result, message } = await review('--name', 'AcmeErp', '--target-org', 'dev', '--dry-run');
    expect(status, message).to.equal(0);
    const [one] = result.reviews;
    expect(one).to.include({ name: 'AcmeErp', org: 'dev', recorded: false });
    const shown = Object.fromEntries((one?.items ?? []).map((item) => [item.id, item.shown]));
    expect(shown['token/dev']).to.match(/^3 tokens of 1 user/);
    expect(shown[`user/${integrationUser}`]).to.match(/^active, /);
    expect(result.apiCalls).to.be.greaterThan(10);
    expect(await read('clientapps/AcmeErp.clientapp.yaml')).to.equal(before);
  });

  it('refuses to record what nobody decided on', async () => {
    const { status, name, actions } = await review('--name', 'AcmeErp', '--target-org', 'dev');
    expect([status, name]).to.deep.equal([1, 'UndecidedError']);
    expect(actions?.join('\n')).to.include('--from-file').and.include('--approve');
  });

  it('records decisions on exactly what was looked at', async () => {
    const dry = (await review('--name', 'AcmeErp', '--target-org', 'dev', '--dry-run')).result.reviews[0];
    const decisions = { item: 'token/dev', decision: 'change', todo: 'Revoke those of a@x.example' };
    const file = { apps: [{ name: 'AcmeErp', digest: dry?.digest, decisions: [decisions] }] };
    await writeFile(join(bench.project, 'decisions.json'), JSON.stringify(file, undefined, 2));
    const args = ['--name', 'AcmeErp', '--target-org', 'dev', '--from-file', 'decisions.json', '--approve'];
    const { status, result, message } = await review(...args);
    expect(status, message).to.equal(0);
    const [one] = result.reviews;
    expect(one?.digest).to.equal(dry?.digest);
    expect(one?.reviewer).to.equal(bench.org.username);
    expect(one?.todos).to.deep.equal([{ item: 'token/dev', todo: 'Revoke those of a@x.example', removed: false }]);
    const [json = '', page = ''] = one?.files ?? [];
    expect(evidenceProblems(JSON.parse(await read(json)) as ReviewRecord)).to.deep.equal([]);
    expect(await read(page)).to.include('Revoke those of');
    expect((await read(json)) + (await read(page))).to.not.include(secret);
    expect((await review('--due')).result.due).to.deep.equal([]);

    addTokens(bench.org, { user: 'a@x.example', appName: 'AcmeErp', count: 1 });
    const changed = await review(...args);
    expect([changed.status, changed.name]).to.deep.equal([1, 'InvalidDecisionsError']);
    expect(changed.message).to.match(/decisions\.json:3:\d+ What is to be reviewed of AcmeErp has changed/);
  });

  it('writes a runbook with what the org shows, which then holds without the org', async () => {
    const run = await bench.clientapp(['generate', 'runbook', '--name', 'AcmeErp', '--target-org', 'dev', '--json']);
    const { result } = run.json<Envelope<ClientAppGenerateRunbookResult>>();
    expect(run.code, run.stdout).to.equal(0);
    expect(result.runbooks).to.deep.equal([{ name: 'AcmeErp', file: 'docs/runbooks/AcmeErp.md', state: 'created' }]);
    const text = await read('docs/runbooks/AcmeErp.md');
    expect(text).to.include('sf clientapp rotate start --name AcmeErp --target-org dev\n');
    expect(text).to.match(/\| Users who hold tokens \| a@&#8203;x\.example \|/);
    expect(text).to.match(/\| \d{4}-\d\d-\d\d \| reviewed \| – \| /);
    expect(text).to.not.include(secret);

    const before = bench.org.requests.length;
    const check = await bench.clientapp(['generate', 'runbook', '--all', '--check', '--json']);
    expect(check.code, check.stdout).to.equal(0);
    expect(bench.org.requests.length).to.equal(before);
    await writeFile(
      join(bench.project, 'docs/runbooks/AcmeErp.md'),
      text.replace('| Switched on | yes |', '| Switched on | no |'),
    );
    const stale = await bench.clientapp(['generate', 'runbook', '--all', '--check']);
    expect(stale.code).to.equal(1);
    expect(stale.stderr).to.match(/docs\/runbooks\/AcmeErp\.md:\d+: should be/);
  });

  it('writes a runbook of an app that has no manifest', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'clientapp-no-project-'));
    try {
      const args = ['clientapp', 'generate', 'runbook', '--name', 'AcmeErp', '--target-org', 'dev', '--json'];
      const run = await bench.sf.run(args, { cwd: elsewhere });
      expect(run.code, run.stdout).to.equal(0);
      const text = await readFile(join(elsewhere, 'docs/runbooks/AcmeErp.md'), 'utf8');
      expect(text).to.include('| Manifest | none: what follows was read from source or an org |');
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
});
