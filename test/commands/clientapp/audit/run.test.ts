import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { SfError } from '@salesforce/core';
import { TestContext } from '@salesforce/core/testSetup';
import { stubSfCommandUx, stubSpinner } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import ClientAppAuditRun from '../../../../src/commands/clientapp/audit/run.js';
import type { ClientAppAuditRunResult } from '../../../../src/commands/clientapp/audit/run.js';

const appFile = 'force-app/main/default/connectedApps/Billing.connectedApp-meta.xml';

/** A connected app with one High finding for sure: the full scope. */
const connectedApp = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@acme.example</contactEmail>
    <label>Billing</label>
    <oauthConfig>
        <callbackUrl>https://acme.example/callback</callbackUrl>
        <scopes>Full</scopes>
    </oauthConfig>
</ConnectedApp>
`;

const waiver = (expires: string): string =>
  `waivers:\n  - {rule: full-scope, app: Billing, owner: Ann, reason: moves, expires: ${expires}}\n`;

describe('clientapp audit run', () => {
  const $$ = new TestContext();
  const home = process.cwd();
  let root: string;
  let ux: ReturnType<typeof stubSfCommandUx>;

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const run = async (...args: string[]): Promise<ClientAppAuditRunResult> => ClientAppAuditRun.run(args);
  const failure = async (...args: string[]): Promise<SfError> => {
    try {
      await run(...args);
    } catch (error) {
      if (error instanceof SfError || error instanceof Error) return error as SfError;
    }
    throw new Error('the command did not fail');
  };
  const logged = (): string => ux.log.args.flat().join('\n');

  beforeEach(() => {
    // TestContext would stub the project; this one is real.
    $$.SANDBOXES.PROJECT.restore();
    ux = stubSfCommandUx($$.SANDBOX);
    stubSpinner($$.SANDBOX);
    root = realpathSync(mkdtempSync(join(tmpdir(), 'audit-')));
    process.chdir(root);
    write('sfdx-project.json', '{"packageDirectories": [{"path": "force-app", "default": true}]}');
    write(appFile, connectedApp);
  });
  afterEach(() => {
    process.chdir(home);
    process.exitCode = undefined;
    rmSync(root, { recursive: true });
  });

  it('audits the package directories of the project', async () => {
    const result = await run();
    expect(result.findings.map(({ rule }) => rule)).to.include('full-scope');
    expect(result.summary).to.include({ apps: 1 });
    expect(result.apiCalls).to.equal(0);
    expect(result.durationMs).to.be.above(0);
    expect(result.findings.find(({ rule }) => rule === 'full-scope')?.location?.file).to.equal(appFile);
    expect(process.exitCode).to.equal(0);
    expect(ux.table.args[0]?.[0].data).to.have.length(result.findings.length);
    expect(logged())
      .to.include('Could not be checked:')
      .and.to.match(/\d+ findings in 1 client app: /);
  });

  it('audits the directories that are named, from anywhere in the project or outside', async () => {
    process.chdir(join(root, 'force-app'));
    expect((await run('-d', 'main')).summary.apps).to.equal(1);
    process.chdir(tmpdir());
    const { findings } = await run('-d', join(root, 'force-app'));
    expect(findings[0]?.location?.file).to.equal(appFile);
  });

  const gates: Array<[string, string[], number]> = [
    ['no threshold', [], 0],
    ['a threshold above', ['-t', 'Critical'], 0],
    ['the threshold of the finding, by name', ['-t', 'high'], 3],
    ['the threshold of the finding, by number', ['-t', '2'], 3],
    ['a threshold below', ['-t', '5'], 3],
  ];
  for (const [what, args, code] of gates) {
    it(`ends with ${code} for a High finding and ${what}`, async () => {
      await run('-r', 'full-scope', ...args);
      expect(process.exitCode).to.equal(code);
    });
  }

  it('ends with 4 for what could not be checked, when asked', async () => {
    await run('-r', 'secret-rotation-overdue');
    expect(process.exitCode).to.equal(0);
    const { inconclusive } = await run('-r', 'secret-rotation-overdue', '--fail-on-inconclusive');
    expect(inconclusive).to.not.be.empty;
    expect(process.exitCode).to.equal(4);
  });

  it('runs the rules that are selected', async () => {
    expect((await run('-r', 'full-scope:1')).findings).to.deep.equal([]);
    const { findings } = await run('-r', 'full-scope', '-r', 'connected-app-not-migrated');
    expect(new Set(findings.map(({ rule }) => rule))).to.have.length(2);
    expect(ux.log.args.flat()).to.include('No findings.\n');
  });

  it('goes by the config file of the project, or another', async () => {
    write('clientapp-audit.yml', waiver('2999-01-01'));
    expect((await run('-r', 'full-scope', '-t', '5')).findings[0]?.waived?.owner).to.equal('Ann');
    expect(process.exitCode).to.equal(0);
    write('other.yml', 'severities: {full-scope: Critical}\n');
    const { findings } = await run('-r', 'full-scope', '--config-file', 'other.yml');
    expect(findings[0]).to.include({ severityName: 'Critical' }).and.not.have.property('waived');
  });

  it('reports an expired waiver where it stands', async () => {
    write('clientapp-audit.yml', waiver('2020-01-01'));
    const { findings } = await run('-r', 'full-scope,waivers');
    expect(findings.map(({ rule }) => rule)).to.deep.equal(['full-scope', 'waiver-expired']);
    expect(findings[1]?.location).to.deep.equal({ file: 'clientapp-audit.yml', startLine: 2, startColumn: 5 });
  });

  it('refuses a config file with mistakes, and names each line', async () => {
    write('clientapp-audit.yml', 'threshold: 1\nignoredApps: 5\n');
    const error = await failure();
    expect(error.name).to.equal('InvalidConfigError');
    expect(error.message).to.include('clientapp-audit.yml:1:1: unknown key "threshold"');
    expect(error.message).to.include('clientapp-audit.yml:2:1: ignoredApps');
  });

  it('writes every report that is asked for', async () => {
    const result = await run('-f', 'out/audit.sarif', '-f', 'audit.json');
    expect(JSON.parse(readFileSync(join(root, 'audit.json'), 'utf8'))).to.deep.equal(result);
    const sarif = JSON.parse(readFileSync(join(root, 'out/audit.sarif'), 'utf8')) as { runs: [{ results: unknown[] }] };
    expect(sarif.runs[0].results).to.have.length(result.findings.length);
  });

  it('shows everything about each finding when asked', async () => {
    await run('-r', 'full-scope', '--view', 'detail');
    expect(ux.table.called).to.equal(false);
    expect(logged()).to.include('High  full-scope  Billing  (connected-app)').and.include('  fingerprint: ');
  });

  it('shows no more than a terminal can hold, and says so', async () => {
    for (let index = 0; index < 150; index += 1) {
      write(`force-app/many/App${index}.connectedApp-meta.xml`, connectedApp);
    }
    const { findings } = await run('-r', 'full-scope,connected-app-not-migrated');
    expect(ux.table.args[0]?.[0].data).to.have.length(200);
    expect(logged()).to.include(`${findings.length - 200} more findings aren't shown.`);
  });

  const refusals: Array<[string, string[], string, RegExp]> = [
    ['an unknown format', ['-f', 'a.json', '-f', 'x.docx'], 'UnknownOutputFormatError', /\.json, \.sarif/],
    ['an unknown rule', ['-r', 'ful-scope'], 'UnknownSelectorError', /ful-scope/],
    ['a broken selector', ['-r', '(tokens'], 'MalformedSelectorError', /\(tokens/],
    ['a directory that is not there', ['-d', 'nowhere'], 'MissingSourceError', /nowhere/],
  ];
  for (const [what, args, name, message] of refusals) {
    it(`refuses ${what} before it looks at anything`, async () => {
      const error = await failure(...args);
      expect(error.name).to.equal(name);
      expect(error.message).to.match(message);
      expect(error.actions).to.not.be.empty;
      expect(existsSync(join(root, 'a.json'))).to.equal(false);
    });
  }

  it('refuses a severity that is none', async () => {
    expect((await failure('-t', 'severe')).message).to.include('"severe" isn\'t a severity');
  });

  it('has nothing to audit outside a project', async () => {
    const outside = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));
    process.chdir(outside);
    const error = await failure();
    rmSync(outside, { recursive: true });
    expect(error.name).to.equal('NothingToAuditError');
    expect(error.actions).to.have.length(2);
  });

  it('keeps exit code and status with --json', async () => {
    const script = join(home, 'bin/dev.js');
    const loader = join(home, 'node_modules/tsx/dist/loader.mjs');
    const args = ['--import', loader, script, 'clientapp', 'audit', 'run', '-r', 'full-scope', '-t', '2', '--json'];
    const failed = await promisify(execFile)(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NODE_ENV: '' },
    }).catch((error: unknown) => error as { code: number; stdout: string });
    expect(failed).to.include({ code: 3 });
    const envelope = JSON.parse(failed.stdout) as { status: number; result: ClientAppAuditRunResult };
    expect(envelope.status).to.equal(3);
    expect(envelope.result.findings[0]?.rule).to.equal('full-scope');
  });
});
