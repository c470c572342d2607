import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { integrationUser } from '../test/nut/appFiles.js';
import { createWorkbench } from '../test/nut/workbench.js';
import { putSettings } from '../test/org/testing.js';
import { sfEnvironment } from '../test/org/sf.js';

/**
 * The whole chain on an org that lives in this process, with the real sf in a home of its own. Nothing of it touches
 * the user's own sf.
 */
const legacyApp = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>someone@acme.example</contactEmail>
    <label>Legacy Sync</label>
    <oauthConfig>
        <callbackUrl>http://legacy.acme.example/callback</callbackUrl>
        <consumerKey>3MVG9LegacySyncKeyThatSomeoneHasCommitted00000000000000000000000000000000000000000001</consumerKey>
        <isAdminApproved>false</isAdminApproved>
        <isConsumerSecretOptional>false</isConsumerSecretOptional>
        <isPkceRequired>false</isPkceRequired>
        <isSecretRequiredForRefreshToken>false</isSecretRequiredForRefreshToken>
        <scopes>Full</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>BYPASS</ipRelaxation>
        <refreshTokenPolicy>infinite</refreshTokenPolicy>
    </oauthPolicy>
</ConnectedApp>
`;

const say = (text: string): void => console.log(`\n\u001b[1m${text}\u001b[0m`);

const bench = await createWorkbench();
// An org that blocks the flows that are retired anyway, as a well-run one does.
putSettings(bench.org, 'OauthOidc', { blockOAuthUnPwFlow: 'true', blockOAuthUsrAgtFlow: 'true' });

/** Prints a command and runs it with this terminal as its own. */
const show = async (args: string[], expected = 0): Promise<void> => {
  console.log(`\n$ sf ${args.map((arg) => (/[\s=]/.test(arg) ? `'${arg}'` : arg)).join(' ')}`);
  const code = await new Promise((settle, fail) => {
    const child = spawn(bench.sf.bin, args, {
      cwd: bench.project,
      env: sfEnvironment(bench.sf.home),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', fail);
    child.on('close', settle);
  });
  if (code !== expected) throw new Error(`sf ended with ${String(code)}, not ${expected}.`);
  if (expected !== 0) console.log(`(exit code ${expected})`);
};

try {
  say('1. Generate: one text file and its metadata');
  await show([
    ...['clientapp', 'generate', 'app', '--name', 'AcmeErp', '--label', 'Acme ERP order sync'],
    ...[
      '--description',
      'Exports orders to Acme ERP every night',
      '--model',
      'backend',
      '--flow',
      'client-credentials',
    ],
    ...['--owner-email', 'integrations@acme.example', '--scope', 'api=Reads orders through the REST API'],
    ...['--ip-range', '203.0.113.0/24', '--integration-user', integrationUser],
    ...['--object', 'Account:read', '--object', 'Order:read,create,edit'],
  ]);

  say('2. Deploy: the app and its user; read back what the org holds; capture the credential, show it to nobody');
  await show([
    'clientapp',
    'deploy',
    '--name',
    'AcmeErp',
    '--target-org',
    'dev',
    '--create-user',
    '--allow-setting-change',
  ]);
  await show(['clientapp', 'credential', 'display', '--name', 'AcmeErp', '--target-org', 'dev']);

  say('3. Verify: what must work works, what must be refused is refused');
  await show(['clientapp', 'verify', '--name', 'AcmeErp', '--target-org', 'dev']);

  say('4. List: what the org has');
  await show(['clientapp', 'list', '--target-org', 'dev']);

  say('5. Audit: what was generated has no finding');
  await show(['clientapp', 'audit', 'run', '--severity-threshold', 'Info']);

  say('6. Audit: a connected app of the usual kind beside it');
  const folder = join(bench.project, 'force-app', 'main', 'default', 'connectedApps');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'LegacySync.connectedApp-meta.xml'), legacyApp);
  await show(['clientapp', 'audit', 'run', '--severity-threshold', 'High', '--output-file', 'audit.sarif'], 3);
} finally {
  await bench.dispose();
}
say('Done. The org, the project and the home of this demo are gone again.');
