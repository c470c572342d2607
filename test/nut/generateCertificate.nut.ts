import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import type { ClientAppGenerateCertificateResult } from '../../src/commands/clientapp/generate/certificate.js';
import { backendManifest, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope<T> = { status: number; name?: string; result: T; actions?: string[]; warnings?: string[] };

const manifest = backendManifest('AcmeErp', 'external-client-app')
  .replace('client-credentials', 'jwt-bearer')
  .replace('  api: Reads', '  refresh_token: Needed by JWT bearer\n  api: Reads')
  .replace('203.0.113.0/24', '127.0.0.1');

describe('clientapp generate certificate through the real sf', () => {
  let bench: Workbench;

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed] });
    await writeApp(bench.project, 'AcmeErp', manifest);
  });

  after(() => bench.dispose());

  const generate = (...args: string[]) =>
    bench.clientapp(['generate', 'certificate', '--name', 'AcmeErp', '--target-org', 'dev', '--json', ...args]);
  const project = (file: string): Promise<string> => readFile(join(bench.project, file), 'utf8');
  const metadata = 'force-app/main/default/extlClntAppGlobalOauthSets/AcmeErp_glbloauth.ecaGlblOauth-meta.xml';

  it('says what it would do', async () => {
    const { result } = (await generate('--dry-run')).json<Envelope<ClientAppGenerateCertificateResult>>();
    expect(result).to.include({ certificateFile: 'clientapps/AcmeErp.crt', privateKey: 'stored', store: 'sf' });
    expect(result).not.to.have.property('fingerprint256');
    expect(await readdir(join(bench.project, 'clientapps'))).to.deep.equal(['AcmeErp.clientapp.yaml']);
  });

  it('stores the key and puts the certificate into project, manifest and metadata', async () => {
    const before = bench.org.requests.length;
    const run = await generate();
    const { result } = run.json<Envelope<ClientAppGenerateCertificateResult>>();
    expect(run.code, run.stdout + run.stderr).to.equal(0);
    const certificate = new X509Certificate(await project('clientapps/AcmeErp.crt'));
    expect(result).to.include({
      name: 'AcmeErp',
      org: 'dev',
      subject: 'CN=AcmeErp',
      fingerprint256: certificate.fingerprint256,
      keySize: 2048,
      privateKey: 'stored',
    });
    expect(await project('clientapps/AcmeErp.clientapp.yaml')).to.include('certificateFile: clientapps/AcmeErp.crt');
    expect(bench.org.requests.length, 'calls to the org').to.equal(before);
    expect(run.stdout + run.stderr).not.to.include('PRIVATE KEY');
  });

  it('says what to do with a file that somebody edited', async () => {
    // Written without our seal, so it counts as edited.
    const { result } = (await generate('--overwrite')).json<Envelope<ClientAppGenerateCertificateResult>>();
    expect(result.files.find(({ path }) => path === metadata)?.state).to.equal('kept');
    expect(result.nextSteps.join()).to.include(`Put the certificate into ${metadata}`);
    const run = await bench.clientapp([
      'generate',
      'app',
      '--manifest',
      'clientapps/AcmeErp.clientapp.yaml',
      '--overwrite',
      '--json',
    ]);
    expect(run.code, run.stdout + run.stderr).to.equal(0);
    expect(await project(metadata)).to.include('<certificate>-----BEGIN CERTIFICATE-----');
  });

  it('replaces nothing on its own', async () => {
    const run = await generate();
    const { name, actions } = run.json<Envelope<never>>();
    expect([run.code, name]).to.deep.equal([1, 'KeyExistsError']);
    expect(actions?.[0]).to.include(
      'sf clientapp rotate start --name AcmeErp --target-org dev --credential certificate',
    );
  });

  it('leaves no private key in clear in any file', async () => {
    for (const folder of [bench.sf.home, bench.project]) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((found) => found.isFile()))
        expect(
          (await readFile(join(entry.parentPath, entry.name))).includes('PRIVATE KEY'),
          join(entry.parentPath, entry.name),
        ).to.equal(false);
    }
  });

  it('is deployed, gets its consumer key and is confirmed', async () => {
    const run = await bench.clientapp(['deploy', '--name', 'AcmeErp', '--target-org', 'dev', '--json']);
    expect(run.code, run.stdout + run.stderr).to.equal(0);
    const display = await bench.clientapp(['credential', 'display', '-n', 'AcmeErp', '-o', 'dev', '--json']);
    const { result } =
      display.json<
        Envelope<{ versions: Array<{ version: string; consumerKey: string; hasPrivateKey: boolean; state: string }> }>
      >();
    const [current] = result.versions;
    expect(current).to.include({ version: 'current', hasPrivateKey: true, state: 'confirmed' });
    expect(current?.consumerKey).not.to.equal('');
  });

  it('writes the private key to a file on demand, and the pair can be imported', async () => {
    const file = join(bench.sf.home, 'acme.pem');
    const run = await generate('--overwrite', '--private-key-file', file, '--key-size', '3072', '--days', '10');
    const { result } = run.json<Envelope<ClientAppGenerateCertificateResult>>();
    expect(result, run.stdout + run.stderr).to.include({ privateKey: 'file', privateKeyFile: file, keySize: 3072 });
    const certificateFile = join(bench.project, 'clientapps/AcmeErp.crt');
    const certificate = new X509Certificate(await readFile(certificateFile));
    expect(certificate.checkPrivateKey(createPrivateKey(await readFile(file)))).to.equal(true);
    const imported = await generate('--import-certificate', certificateFile, '--import-key', file);
    expect(imported.json<Envelope<ClientAppGenerateCertificateResult>>().result, imported.stdout).to.include({
      privateKey: 'stored',
      fingerprint256: certificate.fingerprint256,
    });
  });

  it('gives an environment a key pair of its own, named in its part of the manifest', async () => {
    const several = `${manifest.replaceAll('AcmeErp', 'Billing')}environments: { dev: { policies: { ipRanges: [198.51.100.7] } } }\n`;
    await writeApp(bench.project, 'Billing', several);
    const run = await bench.clientapp(['generate', 'certificate', '-n', 'Billing', '-o', 'dev', '--json']);
    const { result } = run.json<Envelope<ClientAppGenerateCertificateResult>>();
    expect(result, run.stdout).to.include({ environment: 'dev', certificateFile: 'clientapps/Billing.dev.crt' });
    const { environments } = parse(await project('clientapps/Billing.clientapp.yaml')) as {
      environments: { dev: unknown };
    };
    expect(environments.dev).to.deep.equal({
      policies: { ipRanges: ['198.51.100.7'] },
      credentials: { certificateFile: 'clientapps/Billing.dev.crt' },
    });
  });

  it('refuses an app of another flow', async () => {
    await writeFile(
      join(bench.project, 'clientapps/Other.clientapp.yaml'),
      backendManifest('Other', 'external-client-app'),
    );
    const run = await bench.clientapp(['generate', 'certificate', '-n', 'Other', '-o', 'dev', '--json']);
    expect(run.json<Envelope<never>>().name).to.equal('WrongFlowError');
  });
});
