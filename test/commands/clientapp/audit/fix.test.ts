import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TestContext } from '@salesforce/core/testSetup';
import { stubSfCommandUx, stubSpinner } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import ClientAppAuditRun from '../../../../src/commands/clientapp/audit/run.js';

const appFile = 'force-app/main/default/connectedApps/Billing.connectedApp-meta.xml';
const connectedApp = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@acme.example</contactEmail>
    <label>Billing</label>
    <oauthConfig>
        <callbackUrl>https://acme.example/callback</callbackUrl>
        <consumerKey>3MVG9ExampleKeyOfTheProductionOrg</consumerKey>
        <isPkceRequired>false</isPkceRequired>
        <scopes>Api</scopes>
    </oauthConfig>
</ConnectedApp>
`;

const manifest = `name: Billing
registration: connected-app
model: web
owner: { email: integrations@acme.example }
scopes: { api: Reads orders }
callbackUrls: [https://acme.example/callback]
policies: { ipRelaxation: bypass }
`;

describe('clientapp audit run --fix', () => {
  const $$ = new TestContext();
  const home = process.cwd();
  let root: string;
  let ux: ReturnType<typeof stubSfCommandUx>;

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const read = (): string => readFileSync(join(root, appFile), 'utf8');
  const logged = (): string => ux.log.args.flat().join('\n');
  const failure = async (...args: string[]): Promise<Error> => {
    try {
      await ClientAppAuditRun.run(args);
    } catch (error) {
      if (error instanceof Error) return error;
    }
    throw new Error('the command did not fail');
  };

  beforeEach(() => {
    // TestContext would stub the project; this one is real.
    $$.SANDBOXES.PROJECT.restore();
    ux = stubSfCommandUx($$.SANDBOX);
    stubSpinner($$.SANDBOX);
    root = realpathSync(mkdtempSync(join(tmpdir(), 'audit-fix-')));
    process.chdir(root);
    write('sfdx-project.json', '{"packageDirectories": [{"path": "force-app", "default": true}]}');
    write(appFile, connectedApp);
  });
  afterEach(() => {
    process.chdir(home);
    process.exitCode = undefined;
    rmSync(root, { recursive: true });
  });

  it('edits nothing without the flag, and says what it could', async () => {
    const { findings } = await ClientAppAuditRun.run(['-r', 'org-bound-metadata', '-r', 'pkce-not-required']);
    expect(findings.map(({ rule, fix }) => [rule, fix?.kind, fix?.status])).to.deep.equal([
      ['org-bound-metadata', 'safe', 'available'],
      ['pkce-not-required', 'unsafe', 'available'],
    ]);
    expect(read()).to.equal(connectedApp);
  });

  it('makes the safe fixes, and says which findings are gone and which are left', async () => {
    const { findings, summary } = await ClientAppAuditRun.run([
      '--fix',
      ...['-r', 'org-bound-metadata', '-r', 'pkce-not-required'],
    ]);
    expect(findings.map(({ rule, fix }) => [rule, fix?.kind, fix?.status])).to.deep.equal([
      ['org-bound-metadata', 'safe', 'applied'],
      ['pkce-not-required', 'unsafe', 'available'],
    ]);
    expect(summary.moderate).to.equal(1);
    expect(read()).to.equal(connectedApp.replace(/ *<consumerKey>.*\n/, ''));
    expect(logged()).to.include('Findings fixed: 1; files changed: 1').and.to.include(appFile);
    expect(JSON.stringify(ux.table.args[0]?.[0].data)).to.include('Moderate (fixed)');
  });

  it('makes the unsafe ones when asked; what is fixed does not fail the run', async () => {
    const { findings } = await ClientAppAuditRun.run([
      ...['--fix', '--unsafe-fixes', '-t', 'Info'],
      ...['-r', 'org-bound-metadata', '-r', 'pkce-not-required'],
    ]);
    expect(findings.map(({ fix }) => fix?.status)).to.deep.equal(['applied', 'applied']);
    expect(process.exitCode).to.equal(0);
    expect(read()).to.include('<isPkceRequired>true</isPkceRequired>');
  });

  it('still fails for what is left', async () => {
    await ClientAppAuditRun.run(['--fix', '-t', 'Moderate', '-r', 'org-bound-metadata', '-r', 'pkce-not-required']);
    expect(process.exitCode).to.equal(3);
  });

  it('warns of what a fix brings: the manifest says otherwise', async () => {
    write('clientapps/Billing.clientapp.yaml', manifest);
    write(
      appFile,
      connectedApp.replace(
        '</oauthConfig>\n',
        '</oauthConfig>\n    <oauthPolicy>\n        <ipRelaxation>BYPASS</ipRelaxation>\n        <refreshTokenPolicy>zero</refreshTokenPolicy>\n    </oauthPolicy>\n',
      ),
    );
    await ClientAppAuditRun.run(['--fix', '--unsafe-fixes', '-r', 'ip-relaxation', '-r', 'manifest-drift']);
    expect(ux.warn.args.flat().map(String).join('\n')).to.match(
      /^New since the fixes: manifest-drift: .*IP relaxation/m,
    );
  });

  it('needs source, and unsafe fixes need --fix', async () => {
    expect((await failure('--fix', '-o', 'nobody@acme.example')).name).to.equal('NothingToFixError');
    expect((await failure('--unsafe-fixes')).message).to.include('--fix');
  });
});
