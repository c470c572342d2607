import { X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { createCertificate } from '../../src/certificate/createCertificate.js';
import { seal, sealState } from '../../src/generate/seal.js';
import { readManifest } from '../../src/manifest/read.js';
import { renderClientApp } from '../../src/registration/render.js';
import { writeToProject, type AppProject } from '../../src/rotation/certificate/projectFiles.js';
import { makeFolder, otherKey } from '../certificate/support.js';
import { oldCertificate, registrations, type Registration } from './certificateSupport.js';

const manifest = 'clientapps/Erp.clientapp.yaml';

const manifestText = (registration: Registration): string => `name: Erp
label: Erp
description: Exports orders every night
registration: ${registration}
model: backend
flow: jwt-bearer
owner: { email: it@acme.example }
scopes: { api: Reads orders, refresh_token: The org wants it }
identity: { user: erp@acme.example }
credentials: { certificateFile: keys/erp.crt } # ours
environments: { uat: { identity: { user: erp@acme.example.uat } } }
`;

describe('certificate of a rotation in the project', () => {
  let root: string;
  let fresh: X509Certificate;

  before(async () => {
    fresh = new X509Certificate(
      await createCertificate({ privateKey: otherKey, commonName: 'Erp', days: 365, now: new Date() }),
    );
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

  /** A project as "generate app" leaves it, but for what somebody has edited. */
  const createProject = async (
    registration: Registration,
    edit: (text: string) => string = (text) => text,
  ): Promise<{ project: AppProject; metadata: string }> => {
    root = await makeFolder();
    const pem = await oldCertificate();
    const { app } = readManifest(manifestText(registration), manifest);
    if (!app) throw new Error('The manifest is wrong.');
    await put('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }));
    await put(manifest, manifestText(registration));
    await put('keys/erp.crt', pem);
    let metadata = '';
    for (const { path, contents } of renderClientApp(app, { certificate: pem })) {
      const place = `force-app/main/default/${path}`;
      await put(place, edit(seal(contents, manifest)));
      if (contents.includes('BEGIN CERTIFICATE')) metadata = place;
    }
    const project = { root, manifest, base: app, environment: undefined, certificateFile: 'keys/erp.crt' };
    return { project, metadata };
  };

  const certificateIn = (text: string): string =>
    new X509Certificate(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----/.exec(text)?.[0] ?? '').fingerprint256;

  for (const registration of registrations) {
    it(`is in its file and in the metadata, which stays ours: ${registration}`, async () => {
      const { project, metadata } = await createProject(registration);
      const [before, tree] = [await read(metadata), (await readdir(root, { recursive: true })).sort()];
      const left = await writeToProject(project, fresh);
      expect(left).to.have.length(1);
      expect(left[0]).to.contain('Commit keys/erp.crt');
      expect(certificateIn(await read('keys/erp.crt'))).to.equal(fresh.fingerprint256);
      const after = await read(metadata);
      expect(certificateIn(after)).to.equal(fresh.fingerprint256);
      expect(sealState(after).kind).to.equal('intact');
      expect(certificateIn(before)).to.not.equal(fresh.fingerprint256);
      expect(await read(manifest)).to.equal(manifestText(registration));
      expect((await readdir(root, { recursive: true })).sort(), 'no new file').to.deep.equal(tree);
      await writeToProject(project, fresh);
      expect(await read(metadata), 'the same again').to.equal(after);
    });

    it(`is all that changes in a file that somebody edited: ${registration}`, async () => {
      const { project, metadata } = await createProject(registration, (text) =>
        text.replace('</certificate>', '</certificate>\n<!-- named by us -->'),
      );
      const before = await read(metadata);
      await writeToProject(project, fresh);
      const after = await read(metadata);
      const withoutPem = (text: string): string => text.replace(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----/, 'PEM');
      expect(withoutPem(after)).to.equal(withoutPem(before)).and.contain('named by us');
      expect(certificateIn(after)).to.equal(fresh.fingerprint256);
    });
  }

  it('is left to a person in a file that can not be edited, and everything else is done', async () => {
    const { project, metadata } = await createProject('external-client-app', (text) =>
      text.replace('<certificate>', '<certificate>torn</certificate><certificate>'),
    );
    const before = await read(metadata);
    const left = await writeToProject(project, fresh);
    expect(left[0]).to.match(/^Put the new certificate into force-app\/.* yourself: .+\.$/);
    expect(await read(metadata)).to.equal(before);
    expect(certificateIn(await read('keys/erp.crt'))).to.equal(fresh.fingerprint256);
  });

  it('of an environment goes into a file of its own, and the metadata stays', async () => {
    const { project, metadata } = await createProject('external-client-app');
    const before = await read(metadata);
    await writeToProject({ ...project, environment: 'uat', certificateFile: undefined }, fresh);
    expect(certificateIn(await read('clientapps/Erp.uat.crt'))).to.equal(fresh.fingerprint256);
    expect(await read(metadata)).to.equal(before);
    expect(await read(manifest))
      .to.contain('clientapps/Erp.uat.crt')
      .and.contain('# ours');
    expect(certificateIn(await read('keys/erp.crt'))).to.not.equal(fresh.fingerprint256);
  });

  it('never leaves the project', async () => {
    const { project } = await createProject('external-client-app');
    const error: unknown = await writeToProject({ ...project, certificateFile: '../erp.crt' }, fresh).catch(
      (failure: unknown) => failure,
    );
    expect(error).to.have.property('name', 'OutsideProjectError');
  });
});
