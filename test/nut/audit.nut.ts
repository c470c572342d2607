import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppAuditRunResult } from '../../src/commands/clientapp/audit/run.js';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';
import { putSettings } from '../org/testing.js';
import { backendManifest, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

/** What people make by clicking: open to all, full, for ever, from anywhere. */
const legacyApp = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>someone@acme.example</contactEmail>
    <description>Synchronises something</description>
    <label>LegacySync</label>
    <oauthConfig>
        <callbackUrl>https://legacy.acme.example/callback</callbackUrl>
        <isAdminApproved>false</isAdminApproved>
        <scopes>Full</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>BYPASS</ipRelaxation>
        <refreshTokenPolicy>infinite</refreshTokenPolicy>
    </oauthPolicy>
</ConnectedApp>
`;

type Json = { name?: string; message?: string; result: ClientAppAuditRunResult; warnings?: string[] };

describe('audit run over source and orgs', () => {
  let bench: Workbench;
  let uat: LoopbackOrg;
  let report: ClientAppAuditRunResult;
  let code: number | null;

  const rulesFor = (app: string): string[] => report.findings.filter((one) => one.app === app).map(({ rule }) => rule);

  const run = async (...args: string[]): Promise<{ code: number | null; json: Json }> => {
    const { code: ended, json } = await bench.clientapp(['audit', ...args, '--json']);
    return { code: ended, json: json<Json>() };
  };

  const written = async <T>(name: string): Promise<T> =>
    JSON.parse(await readFile(join(bench.project, name), 'utf8')) as T;

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed], switches: { connectedAppCreationAllowed: true } });
    uat = await startLoopbackOrg();
    await bench.sf.signIn(uat, 'uat');
    putSettings(bench.org, 'OauthOidc', { blockOAuthUnPwFlow: 'true', blockOAuthUsrAgtFlow: 'true' });
    for (const name of ['AcmeErp', 'AcmeCrm']) {
      await writeApp(
        bench.project,
        name,
        backendManifest(name, 'external-client-app', 'credentials: { lastRotated: 2026-11-01 }\n'),
      );
    }
    const folder = join(bench.project, 'force-app', 'main', 'default', 'connectedApps');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'LegacySync.connectedApp-meta.xml'), legacyApp);
    const deployed = await bench.sf.run(
      ['project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', 'dev', '--json'],
      { cwd: bench.project },
    );
    expect(deployed.code, deployed.stdout).to.equal(0);
    const both = ['--target-org', 'dev', '--source-dir', 'force-app', '--severity-threshold', 'High'];
    const ended = await run('run', ...both, '--output-file', 'audit.sarif', '--output-file', 'earlier.json');
    ({ code } = ended);
    report = ended.json.result;
  });
  after(async () => {
    await uat.stop();
    await bench.dispose();
  });

  it('ends with 3: something is at or above the threshold', () => {
    expect(code).to.equal(3);
  });

  it('finds in the org what it finds in source, once', () => {
    const both = ['self-authorization-allowed', 'full-scope', 'refresh-token-never-expires'];
    expect(rulesFor('LegacySync')).to.include.members(both);
    for (const rule of both) {
      const found = report.findings.filter((one) => one.app === 'LegacySync' && one.rule === rule);
      expect(
        found.map(({ org, alsoIn, location }) => [org, alsoIn, location?.file.endsWith('.connectedApp-meta.xml')]),
        rule,
      ).to.deep.equal([[undefined, ['dev'], true]]);
    }
  });

  it('finds the user that two apps run as', () => {
    const apps = report.findings.filter(({ rule }) => rule === 'shared-integration-user').map(({ app }) => app);
    expect(apps).to.include.members(['AcmeCrm', 'AcmeErp']);
  });

  it('finds nothing High in what was generated but that user', () => {
    const others = report.findings.filter(
      ({ app, rule, severity }) => app.startsWith('Acme') && severity <= 2 && rule !== 'shared-integration-user',
    );
    expect(others.map(({ rule, org, message }) => `${rule} ${org ?? 'source'}: ${message}`)).to.deep.equal([]);
  });

  it('says what it read, what the user may see and how many calls that took', () => {
    expect(report.version).to.equal(1);
    expect(report.apiCalls).to.be.within(5, 60);
    expect(report.coverage.some(({ source }) => source.startsWith('org:dev'))).to.equal(true);
    expect(report.preflight.find(({ permission }) => permission === 'ViewSetup')).to.include({
      org: 'dev',
      held: true,
    });
  });

  it('writes SARIF and JSON', async () => {
    const sarif = await written<{ version: string; runs: Array<{ results: unknown[] }> }>('audit.sarif');
    expect(sarif.version).to.equal('2.1.0');
    expect(sarif.runs[0]?.results).to.have.length(report.findings.length);
    expect(await written('earlier.json')).to.deep.equal(report);
  });

  it('fails only on what the baseline does not have', async () => {
    const both = ['--target-org', 'dev', '--source-dir', 'force-app', '--severity-threshold', 'High'];
    const again = await run('run', ...both, '--baseline', 'earlier.json');
    expect(again.code).to.equal(0);
    expect(again.json.result.findings.every(({ baseline }) => baseline === true)).to.equal(true);

    const file = join(bench.project, 'force-app', 'main', 'default', 'connectedApps', 'New.connectedApp-meta.xml');
    await writeFile(file, legacyApp.replaceAll('LegacySync', 'New'));
    const added = await run('run', ...both, '--baseline', 'earlier.json');
    await rm(file);
    expect(added.code).to.equal(3);
    const open = added.json.result.findings.filter(({ baseline }) => baseline !== true);
    expect(new Set(open.map(({ app }) => app)))
      .to.include('New')
      .and.not.include('LegacySync');

    const wrong = await run('run', '--baseline', 'sfdx-project.json');
    expect([wrong.code, wrong.json.name]).to.deep.equal([1, 'InvalidBaselineError']);
  });

  it('gates at each severity, on runs that pass and runs that fail', async () => {
    const severities = new Set(report.findings.map(({ severity }) => severity));
    const worst = Math.min(...severities);
    expect(worst).to.be.greaterThan(1);
    for (const threshold of [1, 2, 3, 4, 5]) {
      const { code: ended } = await run(
        'run',
        '--snapshot',
        await collected(),
        '-d',
        'force-app',
        '-t',
        `${threshold}`,
      );
      expect(ended, `threshold ${threshold}`).to.equal(threshold >= worst ? 3 : 0);
    }
  });

  it('audits two orgs at once, each finding with its org', async () => {
    const { code: ended, json } = await run('run', '-o', 'dev', '-o', 'uat');
    expect(ended).to.equal(0);
    const orgs = new Set(json.result.findings.map(({ org }) => org));
    expect([...orgs]).to.include('dev');
    expect(new Set(json.result.preflight.map(({ org }) => org))).to.deep.equal(new Set(['dev', 'uat']));
  });

  it('shows and writes what one org said when another fails, and then fails and names it', async () => {
    const { code: ended, json } = await run('run', '-o', 'dev', '-o', 'nobody', '-f', 'partly.json');
    expect([ended, json.name]).to.deep.equal([1, 'OrgNotAuditedError']);
    expect(json.message).to.contain('nobody');
    expect(json.result.findings.some(({ org, app }) => org === 'dev' && app === 'LegacySync')).to.equal(true);
    expect(json.result.coverage).to.deep.include({
      source: 'org:nobody',
      status: 'unavailable',
      reason: json.result.coverage.find(({ source }) => source === 'org:nobody')?.reason,
    });
    expect(await written('partly.json')).to.deep.equal(json.result);

    const gated = await run('run', '-o', 'dev', '-o', 'nobody', '-t', 'High');
    expect(gated.code).to.equal(3);
    expect(gated.json.warnings?.join()).to.contain('nobody');
  });

  let snapshot: string | undefined;
  const collected = async (): Promise<string> => {
    if (snapshot === undefined) {
      const { code: ended } = await run('collect', '-o', 'dev', '-f', 'dev.json');
      expect(ended).to.equal(0);
      snapshot = 'dev.json';
    }
    return snapshot;
  };

  it('finds the same in a snapshot, without a call', async () => {
    const file = await collected();
    expect((await stat(join(bench.project, file))).mode & 0o777).to.equal(0o600);
    const live = await run('run', '-o', 'dev', '-d', 'force-app');
    const before = bench.org.requests.length;
    const offline = await run('run', '--snapshot', file, '-d', 'force-app');
    expect(bench.org.requests.length).to.equal(before);
    expect(offline.json.result.apiCalls).to.equal(0);
    const timeless = (result: ClientAppAuditRunResult): unknown =>
      JSON.parse(
        JSON.stringify({ ...result, apiCalls: 0, durationMs: 0 }).replace(/20\d\d-\d\d-\d\dT[\d:.]+Z?/g, 'then'),
      );
    expect(timeless(offline.json.result)).to.deep.equal(timeless(live.json.result));
  });

  it('collects what it can, and fails for the org that it cannot', async () => {
    const { code: ended, json } = await run('collect', '-o', 'uat', '-o', 'nobody', '-f', 'two.json', '--pseudonymize');
    expect([ended, json.name]).to.deep.equal([1, 'OrgNotCollectedError']);
    expect(await readFile(join(bench.project, 'two.json'), 'utf8')).to.not.contain(uat.username);
    const audited = await run('run', '--snapshot', 'two.json', '--snapshot', await collected());
    expect(audited.code).to.equal(1);
    expect(new Set(audited.json.result.preflight.map(({ org }) => org))).to.deep.equal(new Set(['dev', 'uat']));

    const alone = await run('collect', '-o', 'nobody', '-f', 'none.json');
    expect(alone.code).to.equal(1);
    expect(existsSync(join(bench.project, 'none.json'))).to.equal(false);
  });
});
