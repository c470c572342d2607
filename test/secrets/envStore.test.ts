import { expect } from 'chai';
import type { SfError } from '@salesforce/core/sfError';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../src/secrets/openStore.js';
import type { SecretStore } from '../../src/secrets/store.js';
import { address, credential, makeTempFolder, pem } from './support.js';

const failure = (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => undefined,
    (error: SfError) => error.name,
  );

const printEnv = 'process.stdout.write(JSON.stringify(process.env))';

describe('the env store', () => {
  let root: string;
  let file: string;
  const open = (name = '.env'): Promise<SecretStore> => openStore(`env:${name}`, { projectRoot: root });
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd: root });
  };

  beforeEach(async () => {
    root = await makeTempFolder();
    file = join(root, '.env');
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('keeps versions beside what else the file says, and removes its own lines without a trace', async () => {
    const before = '# mine\nOTHER="caf\xe9"\n';
    await writeFile(file, before, 'latin1');
    const store = await open();
    const next = {
      consumerKey: 'next.key',
      privateKey: pem,
      storedAt: '2026-11-24',
      validUntil: '2027-11-24',
      state: 'prepared',
    } as const;
    expect(await store.read(address)).to.deep.equal({});
    await store.write(address, 'current', credential);
    await store.write(address, 'next', next);
    await store.write({ ...address, app: 'Other_1' }, 'previous', credential);
    expect(await store.read(address)).to.deep.equal({ current: credential, next });
    const text = await readFile(file, 'latin1');
    expect(text.startsWith(before)).to.be.true;
    expect(text).to.include(`\nACMEERP_ORG_ID=00D000000000001\nACMEERP_CONSUMER_KEY=${credential.consumerKey}\n`);
    expect(text).to.include('\nACMEERP_CONSUMER_KEY_NEXT=next.key\n').and.include('\nOTHER_1_CONSUMER_KEY_PREVIOUS=');
    await store.remove(address, 'current');
    expect(await store.read(address)).to.deep.equal({ next });
    await store.remove(address, 'next');
    await store.remove(address, 'next');
    await store.remove({ ...address, app: 'Other_1' }, 'previous');
    expect(await readFile(file, 'latin1')).to.equal(before);
  });

  it('drops the secret of a version that is written anew without one', async () => {
    const store = await open();
    const { consumerSecret: _, ...publicClient } = credential;
    await store.write(address, 'current', credential);
    await store.write(address, 'current', publicClient);
    expect(await store.read(address)).to.deep.equal({ current: publicClient });
    expect(await readFile(file, 'utf8')).not.to.include(credential.consumerSecret);
  });

  it('is readable by its owner only, also when it was not, and leaves no other file', async () => {
    await writeFile(file, '', { mode: 0o644 });
    await (await open()).write(address, 'current', credential);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readdir(root)).to.deep.equal(['.env']);
  });

  it('is read the same by a shell and by Node', async function () {
    if (process.platform === 'win32') this.skip();
    await (await open()).write(address, 'current', { ...credential, privateKey: pem.replaceAll('\n', '\r\n') });
    const shell = `set -a; . '${file}'; exec '${process.execPath}' -e '${printEnv}'`;
    const readers: Array<[string, string[]]> = [
      ['sh', ['-c', shell]],
      [process.execPath, [`--env-file=${file}`, '-e', printEnv]],
    ];
    for (const [program, args] of readers) {
      const env = JSON.parse(execFileSync(program, args).toString()) as Record<string, string>;
      expect(env['ACMEERP_CONSUMER_SECRET']).to.equal(credential.consumerSecret);
      expect(env['ACMEERP_STORED_AT']).to.equal(credential.storedAt);
      expect(env['ACMEERP_PRIVATE_KEY']).to.equal(pem);
    }
  });

  it('neither reads nor replaces the credential of another org, or of nobody knows which', async () => {
    const store = await open();
    const other = { ...address, orgId: '00D000000000002EAA' };
    await store.write(address, 'current', credential);
    const text = await readFile(file, 'utf8');
    const attempts = [store.read(other), store.write(other, 'next', credential), store.remove(other, 'current')];
    expect(await Promise.all(attempts.map(failure))).to.deep.equal(Array(3).fill('OtherOrgCredentialError'));
    expect(await readFile(file, 'utf8')).to.equal(text);
    await writeFile(file, text.replace(/ACMEERP_ORG_ID=.*\n/, ''));
    expect(await failure(store.read(address))).to.equal('OtherOrgCredentialError');
    await writeFile(file, text.replace('ACMEERP_ORG_ID=00D000000000001', "export ACMEERP_ORG_ID='00D000000000001EAA'"));
    expect(await store.read(address)).to.deep.equal({ current: credential });
  });

  it('does not take a part of a credential for one', async () => {
    const store = await open();
    await store.write(address, 'current', credential);
    await writeFile(file, (await readFile(file, 'utf8')).replace(/ACMEERP_CONSUMER_KEY=.*\n/, ''));
    expect(await failure(store.read(address))).to.equal('CorruptedCredentialsError');
  });

  it('refuses names that are no variable, folders that are not there', async () => {
    const store = await open();
    expect(await failure(store.write({ ...address, app: 'A=1\nB' }, 'current', credential))).to.equal(
      'InvalidAppNameError',
    );
    expect(await failure(open('missing/.env'))).to.equal('EnvFileFolderError');
  });

  it('is refused in a repository that does not ignore the file, or has committed it', async () => {
    git('init', '--quiet');
    await mkdir(join(root, 'deep', 'er'), { recursive: true });
    expect(await failure(open())).to.equal('EnvFileNotIgnoredError');
    expect(await failure(open('deep/er/.env'))).to.equal('EnvFileNotIgnoredError');
    await writeFile(join(root, '.gitignore'), '.env\n');
    const store = await open('deep/er/.env');
    await store.write(address, 'current', credential);
    expect(await failure(open('.env.local'))).to.equal('EnvFileNotIgnoredError');
    await writeFile(file, 'A=1\n');
    git('add', '--force', '.env');
    expect(await failure(open())).to.equal('EnvFileNotIgnoredError');
  });

  it('is refused at the next write when the repository stops ignoring the file', async () => {
    const store = await open();
    git('init', '--quiet');
    expect(await failure(store.write(address, 'current', credential))).to.equal('EnvFileNotIgnoredError');
    expect(await readdir(root)).not.to.include('.env');
  });

  it("asks the file's own repository, also inside a hook of another", async () => {
    const other = await makeTempFolder();
    execFileSync('git', ['init', '--quiet'], { cwd: other });
    await writeFile(join(other, '.git', 'info', 'exclude'), '.env\n');
    git('init', '--quiet');
    process.env['GIT_DIR'] = join(other, '.git');
    const refused = await failure(open());
    delete process.env['GIT_DIR'];
    await rm(other, { recursive: true });
    expect(refused).to.equal('EnvFileNotIgnoredError');
  });

  it('is refused when git can not be asked', async () => {
    await mkdir(join(root, '.git'));
    await writeFile(join(root, '.gitignore'), '.env\n');
    expect(await failure(open())).to.equal('EnvFileNotIgnoredError');
  });

  it('follows a symbolic link to where the file really is', async function () {
    if (process.platform === 'win32') this.skip();
    const outside = await makeTempFolder();
    git('init', '--quiet');
    await writeFile(join(root, 'real'), '');
    await symlink(join(root, 'real'), join(outside, '.env'));
    expect(await failure(open(join(outside, '.env')))).to.equal('EnvFileNotIgnoredError');
    await rm(outside, { recursive: true });
  });

  it('is refused in a package directory, whatever the name of the folder beside it', async () => {
    await writeFile(join(root, 'sfdx-project.json'), '{"packageDirectories":[{"path":"force-app","default":true}]}');
    await mkdir(join(root, 'force-app', 'main'), { recursive: true });
    await mkdir(join(root, 'force-app-secrets'));
    expect(await failure(open('force-app/main/.env'))).to.equal('EnvFileInPackageError');
    expect(await failure(open('force-app/..env'))).to.equal('EnvFileInPackageError');
    expect(await failure(open('force-app-secrets/.env'))).to.equal(undefined);
    expect(await failure(open())).to.equal(undefined);
  });

  it('loses nothing to writers at once', async () => {
    const apps = Array.from({ length: 10 }, (_, index) => `App${index}`);
    const write = async (app: string): Promise<void> =>
      (await open()).write({ ...address, app }, 'current', credential);
    await Promise.all(apps.map(write));
    const store = await open();
    for (const app of apps) expect(await store.read({ ...address, app })).to.deep.equal({ current: credential });
  });
});
