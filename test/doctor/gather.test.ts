import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { gatherHealth } from '../../src/doctor/gather.js';
import { candidates, presetPrograms, presetsOnPath } from '../../src/doctor/helpers.js';
import { openRotation } from '../../src/rotation/journal.js';
import { JournalFile } from '../../src/rotation/journalFile.js';
import type { RotationRecord } from '../../src/rotation/types.js';
import { recordLease } from '../../src/secretAccess/lease.js';
import { CredentialFile } from '../../src/secrets/credentialFile.js';
import { presetNames } from '../../src/secrets/execStore.js';
import { openSfStore } from '../../src/secrets/sfStore.js';
import { useTemporaryHome } from '../inventory/org/connect.js';

const plugin = { version: '0.1.0', wantedNode: '>=22.22.2' };

const record = (app: string, more: Partial<RotationRecord> = {}): RotationRecord => ({
  id: `rotation-${app}`,
  app,
  orgId: '00D000000000001AAA',
  org: 'uat',
  by: 'admin@acme.example',
  store: 'sf',
  stage: 'staged',
  appId: '0xI000000000001AAA',
  consumerId: '888000000000001AAA',
  userId: '005000000000001AAA',
  oldKey: 'old-key',
  verified: { next: false, current: false },
  recorded: false,
  startedAt: '2026-11-23T10:00:00.000Z',
  overlapDays: 7,
  notes: [],
  ...more,
});

/** The number of a process that has ended. */
const deadPid = async (): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'process.pid']);
  return Number(stdout);
};

describe('health of the plugin on this machine', () => {
  useTemporaryHome();
  const state = (): string => join(homedir(), '.sf');
  afterEach(async () => {
    for (const folder of [state(), dirname(new CredentialFile().getPath())])
      await rm(folder, { recursive: true, force: true });
  });

  it('tells versions, and leaves a machine that never saw the plugin as it is', async () => {
    const before = await readdir(homedir());
    const health = await gatherHealth(plugin);
    expect(health).to.include({ ...plugin, node: process.versions.node });
    expect(health.stores[0]).to.deep.equal({ store: 'sf', status: 'unused' });
    expect(health.unfinishedRotations).to.deep.equal({
      status: 'known',
      value: { secret: 0, certificate: 0, guided: 0 },
    });
    expect(health.temporaryOrgChanges).to.deep.equal({ status: 'known', value: { held: 0, left: 0 } });
    expect(await readdir(homedir())).to.deep.equal(before);
  });

  it('counts rotations that have not ended, and names none of them', async () => {
    await openRotation(record('AcmeErp'));
    await openRotation(record('AcmeCrm', { stage: 'retired' }));
    const health = await gatherHealth(plugin);
    expect(health.unfinishedRotations).to.deep.include({ value: { secret: 1, certificate: 0, guided: 0 } });
    expect(JSON.stringify(health)).to.not.match(/Acme|acme|uat|old-key|00D/);
  });

  it('tells org settings that a dead command left from those that a running one holds', async () => {
    const lease = { username: 'admin@acme.example', switchWasOff: true, since: new Date().toISOString() };
    await recordLease({ ...lease, orgId: '00D000000000001AAA', pid: await deadPid() });
    await recordLease({ ...lease, orgId: '00D000000000002AAA', pid: process.ppid });
    const health = await gatherHealth(plugin);
    expect(health.temporaryOrgChanges).to.deep.include({ value: { held: 1, left: 1 } });
    expect(JSON.stringify(health)).to.not.include('acme');
  });

  it('opens the store of sf without a look at a secret', async () => {
    const address = { orgId: '00D000000000001AAA', app: 'AcmeErp' };
    await openSfStore().write(address, 'current', {
      consumerKey: 'the-key',
      consumerSecret: 'the-secret',
      storedAt: '2026-11-23T10:00:00.000Z',
      state: 'confirmed',
    });
    const file = new CredentialFile().getPath();
    // Whoever tries to open this fails.
    const before = (await readFile(file, 'utf8')).replace(/"secrets": "[^"]*"/, '"secrets": "no ciphertext"');
    expect(before).to.include('no ciphertext');
    await writeFile(file, before);
    const health = await gatherHealth(plugin);
    expect(health.stores[0]).to.deep.equal({ store: 'sf', status: 'reachable' });
    expect(await readFile(file, 'utf8')).to.equal(before);
    expect(JSON.stringify(health)).to.not.match(/the-key|the-secret|AcmeErp/);
  });

  it('names the errors of files that it can not read, without their paths', async () => {
    const files = [new CredentialFile().getPath(), new JournalFile().getPath(), join(state(), 'clientapp-leases.json')];
    for (const file of files) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, '{"version":99}');
    }
    const health = await gatherHealth(plugin);
    expect(health.stores[0]).to.deep.equal({ store: 'sf', status: 'unreachable', error: 'NewerCredentialsError' });
    expect(health.unfinishedRotations).to.deep.equal({ status: 'unknown', error: 'NewerJournalError' });
    expect(health.temporaryOrgChanges).to.deep.equal({ status: 'unknown', error: 'NewerLeasesError' });
    expect(JSON.stringify(health)).to.not.include(homedir());
  });
});

describe('programs of the presets', () => {
  it('knows the program of every preset', async () => {
    expect(Object.keys(presetPrograms)).to.have.members([...presetNames]);
    const folder = join(import.meta.dirname, '../../src/secrets/exec/presets');
    const texts = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
    const programs = texts.flatMap((text) => /^const program = '(.+)';$/m.exec(text)?.[1] ?? []);
    expect(Object.values(presetPrograms)).to.have.members(programs);
  });

  it('finds those on the PATH and starts none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientapp-path-'));
    try {
      await writeFile(join(folder, 'gh'), '#!/bin/sh\necho started > started\n', { mode: 0o755 });
      await writeFile(join(folder, 'vault'), 'not a program', { mode: 0o644 });
      expect(await presetsOnPath({ PATH: `/nowhere:${folder}` })).to.deep.equal(['github']);
      expect(await readdir(folder)).to.have.members(['gh', 'vault']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('looks for every ending that Windows runs', () => {
    const found = candidates('az', { Path: 'C:\\a;C:\\b', PATHEXT: '.EXE;.CMD' }, 'win32');
    expect(found).to.deep.equal(['C:\\a\\az.EXE', 'C:\\a\\az.CMD', 'C:\\b\\az.EXE', 'C:\\b\\az.CMD']);
  });
});
