import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppAuditRunResult } from '../../src/commands/clientapp/audit/run.js';
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

describe('audit run over source and org', () => {
  let bench: Workbench;
  let report: ClientAppAuditRunResult;
  let code: number | null;

  const rulesFor = (app: string, org?: string): string[] =>
    report.findings.filter((finding) => finding.app === app && finding.org === org).map(({ rule }) => rule);

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed], switches: { connectedAppCreationAllowed: true } });
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
    const run = await bench.clientapp([
      'audit',
      'run',
      '--target-org',
      'dev',
      '--source-dir',
      'force-app',
      '--severity-threshold',
      'High',
      '--output-file',
      'audit.sarif',
      '--json',
    ]);
    code = run.code;
    report = run.json<{ result: ClientAppAuditRunResult }>().result;
  });
  after(() => bench.dispose());

  it('ends with 3: something is at or above the threshold', () => {
    expect(code).to.equal(3);
  });

  it('finds in the org what it finds in source', () => {
    const both = ['self-authorization-allowed', 'full-scope', 'refresh-token-never-expires', 'ip-relaxation'];
    expect(rulesFor('LegacySync')).to.include.members(both);
    expect(rulesFor('LegacySync', 'dev')).to.include.members(both);
  });

  it('finds the user that two apps run as, in both', () => {
    const apps = (org?: string): string[] =>
      report.findings
        .filter((finding) => finding.rule === 'shared-integration-user' && finding.org === org)
        .map(({ app }) => app);
    expect(apps()).to.include.members(['AcmeCrm', 'AcmeErp']);
    expect(apps('dev')).to.include.members(['AcmeCrm', 'AcmeErp']);
  });

  it('finds nothing else in what was generated', () => {
    const others = report.findings.filter(
      ({ app, rule }) => app.startsWith('Acme') && rule !== 'shared-integration-user',
    );
    expect(others.map(({ rule, org, message }) => `${rule} ${org ?? 'source'}: ${message}`)).to.deep.equal([]);
  });

  it('says what it read and how many calls that took', () => {
    expect(report.apiCalls).to.be.within(5, 25);
    expect(report.coverage.some(({ source }) => source.startsWith('org:dev'))).to.equal(true);
  });

  it('writes SARIF', async () => {
    const sarif = JSON.parse(await readFile(join(bench.project, 'audit.sarif'), 'utf8')) as {
      version: string;
      runs: Array<{ results: unknown[] }>;
    };
    expect(sarif.version).to.equal('2.1.0');
    expect(sarif.runs[0]?.results).to.have.length(report.findings.length);
  });
});
