import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { openStore } from '../../src/secrets/openStore.js';
import { address, credential, makeTempFolder, pem, readFolder } from './support.js';

const run = promisify(execFile);

const isInstalled = async (program: string): Promise<boolean> =>
  run('sh', ['-c', 'command -v "$1"', 'sh', program]).then(
    () => true,
    () => false,
  );

/** Debian has these; CI installs them, so there they may not be passed over. */
const need = async (test: Mocha.Context, program: string): Promise<void> => {
  if (await isInstalled(program)) return;
  if (process.env.CI) throw new Error(`${program} is not installed`);
  test.skip();
};

describe('secret managers that run here', () => {
  let folder: string;
  const before = { ...process.env };

  beforeEach(async () => {
    folder = await makeTempFolder();
  });

  afterEach(async () => {
    for (const name of ['GNUPGHOME', 'PASSWORD_STORE_DIR']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('pass: keeps every version in an encrypted file of its own', async function () {
    this.timeout(60_000);
    await need(this, 'pass');
    const [keys, files] = [join(folder, 'keys'), join(folder, 'store')];
    await mkdir(keys, { mode: 0o700 });
    Object.assign(process.env, { GNUPGHOME: keys, PASSWORD_STORE_DIR: files });
    await run('gpg', [
      '--batch',
      '--passphrase',
      '',
      '--quick-generate-key',
      'audit@acme.example',
      'default',
      'default',
    ]);
    await run('pass', ['init', 'audit@acme.example']);

    const store = await openStore('exec:pass', {});
    const whole = { ...credential, privateKey: pem } as const;
    expect(await store.read(address)).to.deep.equal({});
    await store.remove(address, 'current');
    await store.write(address, 'current', whole);
    await store.write(address, 'next', credential);
    await store.write(address, 'next', { ...credential, consumerKey: 'another.key.of.the.app' });
    expect(await store.read(address)).to.deep.equal({
      current: whole,
      next: { ...credential, consumerKey: 'another.key.of.the.app' },
    });
    await store.remove(address, 'current');
    expect(await store.read(address)).to.have.all.keys('next');
    const kept = await readFolder(files);
    expect(kept.map(({ file }) => file).join()).to.contain(join('clientapp', '00D000000000001', 'AcmeErp', 'next.gpg'));
    expect(JSON.stringify(kept)).not.to.contain(credential.consumerSecret);
    await run('gpgconf', ['--kill', 'all']);
  });

  it('gh: reads a secret from standard input, under these options', async function () {
    await need(this, 'gh');
    const { stdout } = await run('gh', ['secret', 'set', '--help']);
    expect(stdout).to.match(/standard input/i);
    for (const option of ['--repo', '--env']) expect(stdout).to.contain(option);
    const { stdout: removal } = await run('gh', ['secret', 'delete', '--help']);
    for (const option of ['--repo', '--env']) expect(removal).to.contain(option);
  });

  it('keychain: a Secret Service keeps what secret-tool then finds there', async function () {
    this.timeout(60_000);
    for (const program of ['secret-tool', 'dbus-run-session', 'gnome-keyring-daemon']) await need(this, program);
    const operations = [
      { do: 'read', store: 'keychain', address },
      { do: 'write', store: 'keychain', address, version: 'current', credential },
      { do: 'write', store: 'keychain', address, version: 'next', credential },
      { do: 'remove', store: 'keychain', address, version: 'next' },
      { do: 'read', store: 'keychain', address },
    ];
    const input = join(folder, 'operations.json');
    await writeFile(input, JSON.stringify(operations));
    const child = fileURLToPath(new URL('./storeChild.ts', import.meta.url));
    const script = [
      'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1',
      '"$1" --import=tsx "$2" < "$3"',
      // What another program sees of it; by its attributes, as the library writes them.
      'secret-tool search --all --unlock service sf-clientapp 2>&1',
    ].join('\n');
    const { stdout } = await run('dbus-run-session', ['--', 'sh', '-c', script, 'sh', process.execPath, child, input], {
      env: { ...process.env, HOME: folder, XDG_DATA_HOME: join(folder, 'data'), SF_DISABLE_TELEMETRY: 'true' },
    });
    const outcomes = stdout.split('\n').filter((line) => line.startsWith('{"'));
    expect(outcomes.map((line) => (JSON.parse(line) as { error?: string }).error)).to.deep.equal(
      Array.from({ length: 5 }, () => undefined),
    );
    const [, , , , last = ''] = outcomes;
    expect(JSON.parse(last)).to.deep.equal({ result: [['current', credential]] });
    expect(stdout).to.contain('00D000000000001/AcmeErp/current');
    expect(stdout).not.to.contain('00D000000000001/AcmeErp/next');
    const kept = await readFolder(join(folder, 'data'));
    expect(kept.length).to.be.greaterThan(0);
    expect(JSON.stringify(kept)).not.to.contain(credential.consumerSecret);
  });
});
