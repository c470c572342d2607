import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Org } from '@salesforce/core';
import { expect } from 'chai';
import { findUnfinished } from '../../src/rotation/journal.js';
import { resumeAnyRotation, startUnattended, undoAnyRotation } from '../../src/rotation/goOn.js';
import { openStart, openUnfinished, type OpenOptions } from '../../src/rotation/open.js';
import type { SessionOptions } from '../../src/rotation/session.js';
import { makeFolder } from '../certificate/support.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { credentialOf, robot } from '../verify/support.js';
import { createCertificateBench, killAt, revive } from './certificateSupport.js';
import { createBench, expectSettled, stops, type RotationBench } from './support.js';

const manifest = `name: Erp
label: Erp of Acme
description: Exports orders every night
registration: external-client-app
model: backend
flow: client-credentials
owner: { email: it@acme.example }
scopes: { api: Reads orders }
identity: { user: ${robot} }
credentials: { store: 'env:.env' }
environments: { prod: { identity: { user: erp@acme.example.prod } } }
`;

describe('what a rotation works with', () => {
  useTemporaryHome();
  const here = process.cwd();
  let bench: RotationBench;
  let org: Org;
  let folder: string;

  beforeEach(async () => {
    bench = await createBench();
    org = await Org.create({ connection: bench.connection as never });
    folder = await makeFolder();
    process.chdir(folder);
  });
  afterEach(async () => {
    process.chdir(here);
    await rm(folder, { recursive: true, force: true });
    await bench.stage.org.stop();
  });

  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const putProject = async (text = manifest): Promise<void> => {
    await mkdir(join(folder, 'force-app'));
    await put('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }));
    await put('clientapps/Erp.clientapp.yaml', text);
  };
  const flags = (more: Partial<OpenOptions> = {}): OpenOptions => ({
    org,
    apiVersion: '67.0',
    name: 'Erp',
    allowSettingChange: false,
    waitMs: 0,
    ...more,
  });
  const events: SessionOptions['events'] = { stage: () => undefined, status: () => undefined, notice: () => undefined };

  it('is the app as the org has it, where no project declares it', async () => {
    const { options, calls } = await openStart(flags({ store: 'env:erp.env' }));
    const { app, recordDay } = await options.subject();
    expect(app).to.include({ name: 'Erp', flow: 'client-credentials', registration: 'external-client-app' });
    expect(await recordDay('2026-11-23'), 'there is nowhere to write it').to.equal(undefined);
    expect(options.store.name).to.equal('env:erp.env');
    expect(options.org).to.equal(org.getUsername());
    expect(calls.count).to.be.greaterThan(0);
  });

  it('is an app that somebody knows', async () => {
    const { options } = await openStart(flags({ name: 'Nope', store: 'env:.env' }));
    const error = await failureOf(options.subject());
    expect(error.name).to.equal('ClientAppNotFoundError');
    expect(error.actions?.join()).to.contain('sf clientapp list --target-org');
  });

  it('is what the manifest says, with its store and its day', async () => {
    await putProject();
    const { options } = await openStart(flags());
    const { app, project, recordDay } = await options.subject();
    expect(options.store.name).to.equal('env:.env');
    expect(app).to.deep.include({ name: 'Erp', label: 'Erp of Acme' });
    expect(project).to.include({ manifest: 'clientapps/Erp.clientapp.yaml', environment: undefined });
    await recordDay('2026-11-23');
    expect(await readFile(join(folder, 'clientapps/Erp.clientapp.yaml'), 'utf8')).to.contain('lastRotated: 2026-11-23');
  });

  it('is what the manifest says of the environment, whose day it has no place for', async () => {
    await putProject();
    const { options } = await openStart(flags({ environment: 'prod' }));
    const { app, project, recordDay } = await options.subject();
    expect(app.identity.user).to.equal('erp@acme.example.prod');
    expect(project?.environment).to.equal('prod');
    await recordDay('2026-11-23');
    expect(await readFile(join(folder, 'clientapps/Erp.clientapp.yaml'), 'utf8')).to.equal(manifest);
  });

  it('is no manifest with mistakes', async () => {
    await putProject(manifest.replace('client-credentials', 'magic'));
    expect((await failureOf(openStart(flags()))).name).to.equal('ManifestInvalidError');
  });

  it('is said to be out of reach by the name that a person used', async () => {
    bench.stage.org.faults.onRequest = () => ({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
    });
    const error = await failureOf(openStart(flags({ calledOrg: 'uat' })));
    expect(`${error.message} ${error.actions?.join(' ')}`).to.contain('uat');
  });

  it('is said to be out of reach by its username where nobody gave a name', async () => {
    bench.stage.org.faults.onRequest = () => ({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
    });
    const error = await failureOf(openStart(flags()));
    expect(`${error.message} ${error.actions?.join(' ')}`).to.contain(bench.stage.org.username);
  });

  it('is the app as the org has it, where the project declares only others', async () => {
    await putProject();
    await rename(join(folder, 'clientapps/Erp.clientapp.yaml'), join(folder, 'clientapps/Crm.clientapp.yaml'));
    const { options } = await openStart(flags({ store: 'env:.env' }));
    const { app, project } = await options.subject();
    expect(app).to.include({ name: 'Erp', label: 'Erp' });
    expect(project).to.equal(undefined);
  });

  it('is gone on with as what it is: a pair of key and secret', async () => {
    await bench.start();
    const found = await findUnfinished(bench.stage.org.organizationId, 'Erp');
    const ended = found && (await resumeAnyRotation(bench.options, found, { retireNow: true }));
    expect(ended?.stage).to.equal('retired');
    await expectSettled(bench);
  });

  it('is the rotation under way, in the store that it began with', async () => {
    expect((await failureOf(openUnfinished(flags()))).name).to.equal('RotationNotFoundError');
    await putProject();
    const { options } = await openStart(flags());
    await options.store.write(
      { orgId: bench.stage.org.organizationId, app: 'Erp' },
      'current',
      credentialOf(bench.consumer),
    );
    stops['with the pair staged']?.(bench);
    await failureOf(startUnattended({ ...options, events }, { consumerKey: undefined, overlapDays: 0 }));
    delete bench.stage.org.faults.onRequest;

    const other = await failureOf(openUnfinished(flags({ store: 'env:other.env' })));
    expect(other.name).to.equal('RotationStoreMismatchError');
    expect(other.actions?.join('\n')).to.contain('credential copy --name Erp').and.contain('--to env:other.env');

    const opened = await openUnfinished(flags({ store: 'env:.env' }));
    expect(opened.found).to.include({ app: 'Erp', store: 'env:.env', org: org.getUsername() });
    const ended = await undoAnyRotation({ ...opened.options, events }, opened.found);
    expect(ended.stage).to.equal('cancelled');
    expect(bench.consumer.staged).to.equal(undefined);
  });

  it('is rotated by what the app signs in with: a pair of key and secret', async () => {
    const ended = await startUnattended(bench.options, { consumerKey: undefined, overlapDays: 0 });
    expect(ended).to.include({ stage: 'retired' }).and.not.have.property('kind', 'certificate');
    await expectSettled(bench);
  });

  it('is rotated by what the app signs in with: a certificate', async () => {
    const other = await createCertificateBench('external-client-app');
    try {
      killAt(other, 4, 'after');
      await failureOf(startUnattended(other.options, { consumerKey: undefined, overlapDays: 0 }));
      revive(other);
      const found = await findUnfinished(other.stage.org.organizationId, 'Erp');
      expect(found).to.include({ kind: 'certificate' });
      const resumed = found && (await resumeAnyRotation(other.options, found, { retireNow: false }));
      expect(resumed?.stage).to.equal('retired');

      killAt(other, 4, 'after');
      await failureOf(startUnattended(other.options, { consumerKey: undefined, overlapDays: 0 }));
      revive(other);
      const again = await findUnfinished(other.stage.org.organizationId, 'Erp');
      const undone = again && (await undoAnyRotation(other.options, again));
      expect(undone?.stage).to.equal('cancelled');
    } finally {
      await other.stage.org.stop();
    }
  });
});
