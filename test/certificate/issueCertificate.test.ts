import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createCertificate } from '../../src/certificate/createCertificate.js';
import { issueCertificate, type IssuedCertificate, type IssueRequest } from '../../src/certificate/issueCertificate.js';
import { certificatePath, manifestKeys } from '../../src/certificate/projectCertificate.js';
import type { StoredCredential } from '../../src/secrets/store.js';
import { createStore, key, keyText, makeFolder, now } from './support.js';

const address = { orgId: '00D000000000001EAA', app: 'AcmeErp' };
const certificateFile = 'clientapps/AcmeErp.crt';
const live: StoredCredential = {
  consumerKey: '3MVG9.acme',
  privateKey: keyText,
  storedAt: '2026-01-01T00:00:00.000Z',
  state: 'confirmed',
};
const unfinished: StoredCredential = { ...live, consumerKey: '', state: 'prepared' };

describe('issuing a certificate', () => {
  let root: string;
  let store: ReturnType<typeof createStore>;

  beforeEach(async () => {
    root = await makeFolder();
    store = createStore();
    await mkdir(join(root, 'clientapps'));
    await writeFile(join(root, 'clientapps/AcmeErp.clientapp.yaml'), 'name: AcmeErp\n');
  });

  const issue = (more: Partial<IssueRequest> = {}): Promise<IssuedCertificate> =>
    issueCertificate({
      org: 'dev',
      address,
      store,
      root,
      certificateFile,
      manifest: 'clientapps/AcmeErp.clientapp.yaml',
      nameIn: (text) => `${text}certificate: ${certificateFile}\n`,
      days: 365,
      keySize: 2048,
      overwrite: false,
      dryRun: false,
      now,
      ...more,
    });
  const refusal = async (more: Partial<IssueRequest> = {}): Promise<string> => {
    const error = await issue(more).then(
      () => expect.fail('it was done'),
      (failure: unknown) => failure as Error,
    );
    expect(store.log, 'a refusal that wrote something').to.deep.equal([]);
    return error.name;
  };
  const inProject = async (): Promise<X509Certificate> =>
    new X509Certificate(await readFile(join(root, certificateFile)));
  const putCertificate = async (privateKey = key): Promise<void> =>
    writeFile(
      join(root, certificateFile),
      await createCertificate({ privateKey, commonName: 'AcmeErp', days: 30, now }),
    );
  const fits = async (text: string | undefined): Promise<boolean> =>
    (await inProject()).checkPrivateKey(createPrivateKey(text ?? ''));

  it('stores the key as prepared, and writes certificate and manifest', async () => {
    const issued = await issue();
    expect(issued).to.include({
      subject: 'CN=AcmeErp',
      validTo: '2027-11-23T10:00:00.000Z',
      keySize: 2048,
      key: 'created',
    });
    expect(issued.fingerprint256).to.equal((await inProject()).fingerprint256);
    const { privateKey, ...rest } = store.versions.current!;
    expect(rest).to.deep.equal({ consumerKey: '', storedAt: now.toISOString(), state: 'prepared' });
    expect(await fits(privateKey)).to.equal(true);
    expect(await readFile(join(root, 'clientapps/AcmeErp.clientapp.yaml'), 'utf8')).to.include(certificateFile);
    for (const file of await readdir(join(root, 'clientapps')))
      expect(await readFile(join(root, 'clientapps', file), 'utf8'), file).not.to.include('PRIVATE KEY');
  });

  it('keeps a consumer key and secret that are known', async () => {
    store = createStore({
      current: { consumerKey: 'k', consumerSecret: 's', storedAt: live.storedAt, state: 'confirmed' },
    });
    await issue();
    expect(store.versions.current).to.include({ consumerKey: 'k', consumerSecret: 's', state: 'prepared' });
    expect(store.versions.previous).to.equal(undefined);
  });

  it('replaces no key that may be in use, and with --overwrite keeps it as previous', async () => {
    store = createStore({ current: live });
    await putCertificate();
    expect(await refusal()).to.equal('KeyExistsError');
    await issue({ overwrite: true });
    expect(store.log).to.deep.equal(['write previous', 'write current']);
    expect(store.versions.previous).to.deep.equal(live);
    expect(store.versions.current?.consumerKey).to.equal(live.consumerKey);
    expect(await fits(store.versions.current?.privateKey)).to.equal(true);
    expect(await fits(live.privateKey)).to.equal(false);
  });

  it('takes the key of a run that ended before its certificate', async () => {
    store = createStore({ current: unfinished });
    expect((await issue()).key).to.equal('reused');
    expect(await fits(keyText)).to.equal(true);
    expect(store.log).to.deep.equal([]);
    expect(await refusal(), 'the run after it').to.equal('KeyExistsError');
  });

  it('does not take a live key whose certificate is missing', async () => {
    store = createStore({ current: live });
    expect(await refusal()).to.equal('KeyExistsError');
  });

  it('replaces no certificate whose key is elsewhere', async () => {
    await putCertificate();
    expect(await refusal()).to.equal('CertificateExistsError');
  });

  it('never disturbs a rotation', async () => {
    store = createStore({ current: live, next: { ...live, consumerKey: 'next', state: 'prepared' } });
    expect(await refusal({ overwrite: true })).to.equal('RotationRunningError');
  });

  it('does nothing in a dry run but say what it would refuse', async () => {
    expect((await issue({ dryRun: true })).subject).to.equal('CN=AcmeErp');
    expect(await readdir(join(root, 'clientapps'))).to.deep.equal(['AcmeErp.clientapp.yaml']);
    store = createStore({ current: live });
    expect(await refusal({ dryRun: true })).to.equal('KeyExistsError');
  });

  describe('of a pair that was made elsewhere', () => {
    let existing: { certificate: string; key: string };

    beforeEach(async () => {
      const folder = await makeFolder();
      existing = { certificate: join(folder, 'a.crt'), key: join(folder, 'a.pem') };
      await writeFile(
        existing.certificate,
        await createCertificate({ privateKey: key, commonName: 'Own', days: 9, now }),
      );
      await writeFile(existing.key, key.export({ type: 'pkcs1', format: 'pem' }));
    });

    it('stores and writes it, and the same again changes nothing', async () => {
      expect(await issue({ existing })).to.include({ subject: 'CN=Own', key: 'imported' });
      expect(store.versions.current?.privateKey).to.equal(keyText);
      await issue({ existing });
      expect(store.log).to.deep.equal(['write current']);
    });

    it('brings the key of a certificate that the project has', async () => {
      await writeFile(join(root, certificateFile), await readFile(existing.certificate));
      await issue({ existing });
      expect(store.versions.current?.privateKey).to.equal(keyText);
    });

    it('replaces no other pair', async () => {
      await putCertificate();
      expect(await refusal({ existing })).to.equal('CertificateExistsError');
      await issue({ overwrite: true });
      store.log.length = 0;
      expect(await refusal({ existing })).to.equal('KeyExistsError');
    });
  });

  describe('with the private key in a file', () => {
    it('writes it for its owner only, and nothing into the store', async () => {
      const privateKeyFile = join(await makeFolder(), 'acme.pem');
      await issue({ privateKeyFile });
      expect((await stat(privateKeyFile)).mode & 0o777).to.equal(0o600);
      expect(await fits(await readFile(privateKeyFile, 'utf8'))).to.equal(true);
      expect(store.versions).to.deep.equal({});
    });

    it('replaces no file, and with --overwrite a stored key makes room', async () => {
      const privateKeyFile = join(await makeFolder(), 'acme.pem');
      await writeFile(privateKeyFile, 'mine');
      expect(await refusal({ privateKeyFile })).to.equal('KeyFileExistsError');
      store = createStore({ current: live });
      await issue({ privateKeyFile, overwrite: true });
      const { privateKey: _, ...keyless } = live;
      expect(store.versions).to.deep.equal({ current: keyless, previous: live });
    });

    it('refuses places from which the key would get out', async () => {
      await writeFile(
        join(root, 'sfdx-project.json'),
        JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }),
      );
      await mkdir(join(root, 'force-app'));
      expect(await refusal({ privateKeyFile: join(root, 'force-app/a.pem') })).to.equal('KeyFileInPackageError');
      expect(await refusal({ privateKeyFile: join(root, 'nowhere/a.pem') })).to.equal('KeyFileFolderError');
      execFileSync('git', ['init', '--quiet'], { cwd: root });
      expect(await refusal({ privateKeyFile: join(root, 'a.pem') })).to.equal('KeyFileNotIgnoredError');
      await writeFile(join(root, '.gitignore'), '*.pem\n');
      await issue({ privateKeyFile: join(root, 'a.pem') });
    });
  });

  it('gives each environment a certificate of its own', () => {
    expect(certificatePath('AcmeErp')).to.equal(certificateFile);
    expect(certificatePath('AcmeErp', 'me@acme.example')).to.equal('clientapps/AcmeErp.me@acme.example.crt');
    expect(certificatePath('AcmeErp', '../uat 1')).to.equal('clientapps/AcmeErp..._uat_1.crt');
    expect(manifestKeys('uat')).to.deep.equal(['environments', 'uat', 'credentials', 'certificateFile']);
  });
});
