import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findLease, recordLease, type Lease } from '../../src/secretAccess/lease.js';
import {
  describeSecretAccess,
  readSecretAccess,
  restoreLeftover,
  withSecretAccess,
} from '../../src/secretAccess/secretAccess.js';
import type { OrgConnection } from '../../src/org/connection.js';
import { connect as connectByToken, useTemporaryHome } from '../inventory/org/connect.js';
import type { LoopbackOrg, LoopbackOrgOptions } from '../org/index.js';
import { assign, putPermissionSet, putSettings } from '../org/testing.js';
import { failureOf, signIn, startOrg } from '../deployment/support.js';

const lent = 'sf_clientapp_secret_access';

const switchOf = ({ state }: LoopbackOrg): unknown =>
  state.metadata.components.find(({ fullName }) => fullName === 'ExternalClientApp')?.fields[
    'enableClientSecretInRestApiAccess'
  ] ?? 'false';

const setsNamed = ({ state }: LoopbackOrg, name: string): unknown[] =>
  state.metadata.components.filter(({ fullName }) => fullName === name);

/** Nothing is raised, lent or written down any more. */
const expectPutBack = async (org: LoopbackOrg): Promise<void> => {
  expect(switchOf(org)).to.equal('false');
  expect(setsNamed(org, lent)).to.deep.equal([]);
  expect(await findLease(org.organizationId)).to.equal(undefined);
};

describe('access to consumer secrets', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let connection: OrgConnection;
  const leaseFile = (): string => join(homedir(), '.sf', 'clientapp-leases.json');

  const start = async (options: LoopbackOrgOptions = {}): Promise<void> => {
    org = await startOrg(options);
    connection = await signIn(org);
  };
  beforeEach(() => start());
  afterEach(async () => {
    await org.stop();
    await rm(leaseFile(), { force: true });
  });

  const leaseOf = (pid: number, more: Partial<Lease> = {}): Lease => ({
    orgId: org.organizationId,
    username: org.username,
    switchWasOff: true,
    permissionSet: lent,
    since: '2026-11-23T10:00:00.000Z',
    pid,
    ...more,
  });

  const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

  it('says which conditions are not met', async () => {
    const access = await readSecretAccess(connection);
    expect(access).to.deep.equal({ switchOn: false, missingPermissions: ['ViewClientSecret'] });
    expect(describeSecretAccess(access)).to.deep.equal([
      'the org switch "Allow access to External Client App consumer secrets via REST API" is off',
      'you lack the permission ViewClientSecret',
    ]);
    expect(describeSecretAccess({ switchOn: true, missingPermissions: [] })).to.deep.equal([]);
    expect(describeSecretAccess({ switchOn: undefined, missingPermissions: undefined })).to.have.length(2);
  });

  it('is raised for an action and put back', async () => {
    const access = await readSecretAccess(connection);
    const during = await withSecretAccess(connection, access, async () => {
      expect(await findLease(org.organizationId)).to.include({ pid: process.pid, switchWasOff: true });
      expect((await stat(leaseFile())).mode & 0o777).to.equal(0o600);
      return readSecretAccess(connection);
    });
    expect(during).to.deep.equal({ switchOn: true, missingPermissions: [] });
    await expectPutBack(org);
    expect(await readSecretAccess(connection)).to.deep.equal(access);
  });

  it('is put back when the action fails, and the failure is told', async () => {
    const access = await readSecretAccess(connection);
    const error = await failureOf(
      withSecretAccess(connection, access, () => Promise.reject(new Error('the action failed'))),
    );
    expect(error.message).to.equal('the action failed');
    await expectPutBack(org);
  });

  it('is written down before anything is changed', async () => {
    const access = await readSecretAccess(connection);
    let known: Lease | undefined;
    org.faults.onRequest = async ({ body, path }) => {
      if (path.includes('deployRequest') || body.toString().includes('<deploy'))
        known ??= await findLease(org.organizationId);
      return undefined;
    };
    await withSecretAccess(connection, access, () => Promise.resolve());
    expect(known).to.include({ username: org.username, switchWasOff: true, permissionSet: lent });
  });

  it('is written down without the token that somebody has signed in with', async () => {
    putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
    const byToken = await connectByToken(org);
    expect(byToken.getUsername()).to.equal(org.accessToken);
    await withSecretAccess(byToken, { switchOn: true, missingPermissions: [] }, async () =>
      expect(await readFile(leaseFile(), 'utf8')).to.not.contain(org.accessToken),
    );
  });

  it('is left as an admin has set it', async () => {
    await org.stop();
    await start({ adminPermissions: { add: ['ViewClientSecret'] } });
    putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
    const access = await readSecretAccess(connection);
    expect(access).to.deep.equal({ switchOn: true, missingPermissions: [] });
    const first = org.requests.length;
    await withSecretAccess(connection, access, () => Promise.resolve());
    expect(org.requests.length - first, 'calls').to.equal(0);
    expect(switchOf(org)).to.equal('true');
  });

  it('keeps a switch that is on when only the permission is lent', async () => {
    putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
    await withSecretAccess(connection, await readSecretAccess(connection), () => Promise.resolve());
    expect(switchOf(org)).to.equal('true');
    expect(setsNamed(org, lent)).to.deep.equal([]);
  });

  describe('that an earlier run has raised', () => {
    const leaveRaised = async (lease: Lease): Promise<void> => {
      putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
      const id = putPermissionSet(org, lent, { userPermissions: { enabled: 'true', name: 'ViewClientSecret' } });
      assign(org, org.username, id);
      await mkdir(join(homedir(), '.sf'), { recursive: true });
      await writeFile(leaseFile(), JSON.stringify({ version: 1, leases: [lease] }));
    };

    it('is put back when that run is dead', async () => {
      const lease = leaseOf(deadPid());
      const assignments = [...org.org.records('PermissionSetAssignment')];
      await leaveRaised(lease);
      expect(await restoreLeftover(connection)).to.deep.equal(lease);
      await expectPutBack(org);
      expect(org.org.records('PermissionSetAssignment')).to.deep.equal(assignments);
      expect(await restoreLeftover(connection), 'a second time').to.equal(undefined);
    });

    it('is put back as far as it had come', async () => {
      await recordLease(leaseOf(deadPid()));
      await restoreLeftover(connection);
      await expectPutBack(org);
    });

    it('stays when the lease is on another org', async () => {
      await leaveRaised(leaseOf(deadPid(), { orgId: '00D000000000099AAA' }));
      expect(await restoreLeftover(connection)).to.equal(undefined);
      expect(switchOf(org)).to.equal('true');
    });

    it('is not touched while that run is alive', async () => {
      await leaveRaised(leaseOf(process.ppid));
      const error = await failureOf(restoreLeftover(connection));
      expect(error).to.include({ name: 'SecretAccessBusyError' });
      expect(error.message).to.contain(`process ${process.ppid}`).and.contain('2026-11-23T10:00:00.000Z');
      expect(switchOf(org)).to.equal('true');
    });

    it('is not raised a second time by a run that came between', async () => {
      const access = await readSecretAccess(connection);
      await leaveRaised(leaseOf(process.ppid));
      let ran = false;
      const action = (): Promise<void> => Promise.resolve(void (ran = true));
      const error = await failureOf(withSecretAccess(connection, access, action));
      expect(error).to.include({ name: 'SecretAccessBusyError' });
      expect(ran).to.equal(false);
      expect(switchOf(org), 'the switch of the other').to.equal('true');
      expect(await findLease(org.organizationId)).to.include({ pid: process.ppid });
    });

    it('stops the command when the record of it is unreadable', async () => {
      await mkdir(join(homedir(), '.sf'), { recursive: true });
      for (const text of ['{"version": 1, "lea', '{"version":0,"leases":[]}', '{"version":1,"leases":[{"pid":"x"}]}']) {
        await writeFile(leaseFile(), text);
        const error = await failureOf(restoreLeftover(connection));
        expect(error, text).to.include({ name: 'LeasesUnreadableError' });
        expect(error.actions?.join()).to.contain(lent);
        expect((await failureOf(recordLease(leaseOf(process.pid)))).name).to.equal('LeasesUnreadableError');
        expect(await readFile(leaseFile(), 'utf8'), 'nothing was overwritten').to.equal(text);
      }
    });

    it('stops the command when a newer version wrote the record', async () => {
      await mkdir(join(homedir(), '.sf'), { recursive: true });
      const text = '{"version":2,"leases":{}}';
      await writeFile(leaseFile(), text);
      const error = await failureOf(restoreLeftover(connection));
      expect(error).to.include({ name: 'NewerLeasesError' });
      expect(error.actions?.join()).to.contain('sf plugins update');
      expect((await failureOf(recordLease(leaseOf(process.pid)))).name).to.equal('NewerLeasesError');
      expect(await readFile(leaseFile(), 'utf8'), 'nothing was overwritten').to.equal(text);
    });
  });

  it('says what to check when the org refuses the change', async () => {
    // The switch is in metadata since 62.0.
    const old = await signIn(org, '61.0');
    const error = await failureOf(
      withSecretAccess(old, { switchOn: false, missingPermissions: [] }, () => Promise.resolve()),
    );
    expect(error).to.include({ name: 'SecretAccessChangeRefusedError' });
    expect(error.message).to.contain('enableClientSecretInRestApiAccess invalid at this location');
    expect(error.actions).to.have.length(1);
    await expectPutBack(org);
  });
});
