import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppRotateStartResult } from '../../src/commands/clientapp/rotate/start.js';
import { readText } from '../org/metadata/index.js';
import { backendManifest, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope<T> = {
  status: number;
  name?: string;
  message?: string;
  result: T;
  actions?: string[];
  warnings?: string[];
};

const manifest = backendManifest('AcmeErp', 'external-client-app')
  .replace('client-credentials', 'jwt-bearer')
  .replace('  api: Reads', '  refresh_token: Needed by JWT bearer\n  api: Reads');

const metadata = 'force-app/main/default/extlClntAppGlobalOauthSets/AcmeErp_glbloauth.ecaGlblOauth-meta.xml';

describe('clientapp rotate start --credential certificate through the real sf', () => {
  let bench: Workbench;

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed] });
    await writeApp(bench.project, 'AcmeErp', manifest);
    await succeed('generate', 'certificate', '--name', 'AcmeErp', '--overwrite');
    await succeed('generate', 'app', '--manifest', 'clientapps/AcmeErp.clientapp.yaml', '--overwrite', '--no-org');
    await succeed('deploy', '--name', 'AcmeErp');
    // Gives the user what opens the app and its data.
    await succeed('create', 'user', '--name', 'AcmeErp');
  });

  after(() => bench.dispose());

  const run = (...args: string[]) =>
    bench.clientapp([
      ...args.filter((arg) => arg !== '--no-org'),
      ...(args.includes('--no-org') ? [] : ['--target-org', 'dev']),
      '--json',
    ]);
  const succeed = async (...args: string[]) => {
    const ran = await run(...args);
    expect(ran.code, ran.stdout + ran.stderr).to.equal(0);
    return ran;
  };
  const rotate = (...args: string[]) =>
    run('rotate', 'start', '--name', 'AcmeErp', '--credential', 'certificate', '--wait', '0', ...args);
  const project = (file: string): Promise<string> => readFile(join(bench.project, file), 'utf8');

  /** Fingerprint of the certificate that the org has. */
  const held = (): string => {
    const { components } = bench.org.state.metadata;
    const { fields } = components.find(({ type }) => type === 'ExtlClntAppGlobalOauthSettings') ?? {};
    return new X509Certificate(readText(fields ?? {}, 'certificate') ?? '').fingerprint256;
  };

  const works = async (): Promise<void> => {
    const ran = await run('verify', '--name', 'AcmeErp', '--no-negative');
    expect(ran.code, ran.stdout + ran.stderr).to.equal(0);
  };

  it('asks first, and in a script refuses to guess', async () => {
    const { name } = (await rotate()).json<Envelope<never>>();
    expect(name).to.equal('ConfirmationRequiredError');
  });

  it('replaces the key pair in the store, the org and the project', async () => {
    await works();
    const before = held();
    const ran = await rotate('--no-prompt');
    expect(ran.code, ran.stdout + ran.stderr).to.equal(0);
    const { result } = ran.json<Envelope<ClientAppRotateStartResult>>();
    expect(result).to.include({ credential: 'certificate', stage: 'retired', certificateFingerprint: held() });
    expect(held()).to.not.equal(before);
    expect(result.cutOver?.seconds).to.be.within(1, 60);
    const certificate = new X509Certificate(await project('clientapps/AcmeErp.crt'));
    expect(certificate.fingerprint256).to.equal(held());
    const inMetadata = /<certificate>([^<]+)</.exec(await project(metadata))?.[1] ?? '';
    expect(new X509Certificate(inMetadata).fingerprint256).to.equal(held());
    expect(await project('clientapps/AcmeErp.clientapp.yaml')).to.match(/lastRotated: ['"]?\d{4}-/);
    expect(result.notes.join('\n')).to.contain('Commit clientapps/AcmeErp.crt');
    await works();
    // The project and the org agree: a deploy changes nothing of it.
    await succeed('deploy', '--name', 'AcmeErp');
    expect(held()).to.equal(certificate.fingerprint256);
  });

  it('puts the old one back when the org refuses the new key, and ends with 1', async () => {
    const before = held();
    const files = await Promise.all([project('clientapps/AcmeErp.crt'), project(metadata)]);
    let logins = 0;
    bench.org.faults.onRequest = ({ path }) => {
      if (!path.endsWith('/oauth2/token')) return undefined;
      logins += 1;
      // The first is that of the old key, the second that of the new one, the third that of the old one again.
      return logins === 2 ? { status: 400, body: { error: 'invalid_client' } } : undefined;
    };
    const ran = await rotate('--no-prompt');
    delete bench.org.faults.onRequest;
    const { result, status } = ran.json<Envelope<ClientAppRotateStartResult>>();
    expect([ran.code, status, result.stage], ran.stdout + ran.stderr).to.deep.equal([1, 1, 'failed']);
    expect(result.notes.join('\n')).to.contain('the old key works').and.contain('Cut-over: ');
    expect(held()).to.equal(before);
    expect(await Promise.all([project('clientapps/AcmeErp.crt'), project(metadata)])).to.deep.equal(files);
    await works();
    const report = await run('rotate', 'report', '--all', '--name', 'AcmeErp');
    expect(report.stdout).to.contain('"failed"').and.contain('"retired"');
  });

  it('leaves no private key in clear in any file', async () => {
    for (const folder of [bench.sf.home, bench.project]) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((found) => found.isFile())) {
        const file = join(entry.parentPath, entry.name);
        expect((await readFile(file)).includes('PRIVATE KEY'), file).to.equal(false);
      }
    }
  });
});
