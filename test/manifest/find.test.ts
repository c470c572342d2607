import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findManifests, findValidManifests, listManifestFiles, readManifestFile } from '../../src/manifest/find.js';
import { exampleManifest } from './example.js';

const failure = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
};

describe('finding manifests', () => {
  let root: string;
  const write = (name: string, text: string | Uint8Array): Promise<void> =>
    writeFile(join(root, 'clientapps', name), text);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'manifests-'));
    await mkdir(join(root, 'clientapps'));
    await write('AcmeErp.clientapp.yaml', exampleManifest);
    await write('Billing.clientapp.yaml', 'name: Billing\nmodel: bakend\n');
    await write('notes.yaml', '');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('lists them by name', async () => {
    expect(await listManifestFiles(root)).to.deep.equal([
      'clientapps/AcmeErp.clientapp.yaml',
      'clientapps/Billing.clientapp.yaml',
    ]);
    expect(await listManifestFiles(join(root, 'elsewhere'))).to.deep.equal([]);
  });

  it('reads all of them, wrong ones with their problems', async () => {
    const [acme, billing] = await findManifests(root);
    expect(acme?.app?.name).to.equal('AcmeErp');
    expect(billing?.file).to.equal('clientapps/Billing.clientapp.yaml');
    expect(billing?.app).to.equal(undefined);
    expect(billing?.problems.map(({ line }) => line)).to.deep.equal([1, 2]);
  });

  it('reads named ones in the order of the names', async () => {
    const files = (await findManifests(root, ['Billing', 'AcmeErp'])).map(({ file }) => file);
    expect(files).to.deep.equal(['clientapps/Billing.clientapp.yaml', 'clientapps/AcmeErp.clientapp.yaml']);
  });

  it('says what a name may have been', async () => {
    const error = await failure(findManifests(root, ['AcmeERP']));
    expect(error).to.include({ name: 'ManifestNotFoundError' });
    expect(String((error as { actions?: string[] }).actions?.at(-1))).to.contain('sf clientapp import');
    expect(error.message).to.equal('There is no manifest clientapps/AcmeERP.clientapp.yaml. Did you mean "AcmeErp"?');
  });

  it('names every problem with its place when all must be right', async () => {
    const error = await failure(findValidManifests(root));
    expect(error).to.include({ name: 'ManifestInvalidError' });
    expect(error.message.split('\n')).to.deep.equal([
      'The manifest has 2 problems:',
      'clientapps/Billing.clientapp.yaml:1:1 "owner" is missing.',
      'clientapps/Billing.clientapp.yaml:2:8 "model" must be one of web, mobile, backend, cli, but is "bakend". Did you mean "backend"?',
    ]);
    expect(await findValidManifests(root, ['AcmeErp'])).to.have.lengthOf(1);
  });

  it('reads no file outside the project, none that is not text, none that is huge', async () => {
    await symlink('/etc/hostname', join(root, 'clientapps/Link.clientapp.yaml'));
    await write('Bytes.clientapp.yaml', Uint8Array.of(0x6e, 0xff, 0xfe));
    await write('Huge.clientapp.yaml', '#'.repeat(5 * 1024 * 1024));
    const messageOf = async (name: string): Promise<string | undefined> =>
      (await readManifestFile(root, `clientapps/${name}.clientapp.yaml`)).problems[0]?.message;
    expect(await messageOf('Link')).to.equal('The file lies outside the project.');
    expect(await messageOf('Bytes')).to.equal('The file is not UTF-8 text.');
    expect(await messageOf('Huge')).to.equal('The file is too large for a manifest.');
  });
});
