import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Duration } from '@salesforce/kit';
import { expect } from 'chai';
import { deploy } from '../../src/metadata/deploy.js';
import { retrieve } from '../../src/metadata/retrieve.js';
import type { OrgConnection } from '../../src/org/connection.js';
import { failureOf, signIn, startOrg } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import type { LoopbackOrg } from '../org/index.js';
import { putPermissionSet } from '../org/testing.js';

const fileOf = (name: string): string => resolve('/nowhere/force-app/permissionsets', `${name}.permissionset-meta.xml`);
const set = (label: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">${label && `<label>${label}</label>`}</PermissionSet>\n`;
const wait = Duration.minutes(1);

describe('a deploy of files in memory', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let connection: OrgConnection;

  beforeEach(async () => {
    org = await startOrg();
    connection = await signIn(org);
  });
  afterEach(() => org.stop());

  const names = (): string[] => org.state.metadata.components.map(({ fullName }) => fullName).sort();

  it('creates what is not there and says so', async () => {
    const seen: string[] = [];
    const answer = await deploy(connection, {
      files: new Map([[fileOf('A'), set('A')]]),
      wait,
      onStatus: ({ status }) => seen.push(status),
    });
    expect(answer).to.include({ success: true, status: 'Succeeded' });
    expect(answer.id).to.match(/^0Af/);
    expect(answer.components).to.deep.equal([
      { type: 'PermissionSet', fullName: 'A', state: 'Created', filePath: fileOf('A') },
    ]);
    expect(answer.problems).to.deep.equal([]);
    expect(names()).to.include('A');
    expect(seen).to.not.be.empty;
  });

  it('only asks when it is to change nothing', async () => {
    const answer = await deploy(connection, { files: new Map([[fileOf('A'), set('A')]]), checkOnly: true, wait });
    expect(answer.success).to.equal(true);
    expect(names()).to.not.include('A');
  });

  it('takes all or nothing, and places each problem', async () => {
    const files = new Map([
      [fileOf('A'), set('A')],
      [fileOf('B'), set('')],
    ]);
    const answer = await deploy(connection, { files, wait });
    expect(answer.success).to.equal(false);
    expect(names()).to.not.include('A');
    expect(answer.problems).to.have.length(1);
    expect(answer.problems[0]).to.include({ type: 'PermissionSet', fullName: 'B', filePath: fileOf('B') });
  });

  it('deletes after it has deployed, also with nothing to deploy', async () => {
    putPermissionSet(org, 'Old');
    putPermissionSet(org, 'Older');
    const old = { type: 'PermissionSet', fullName: 'Old' };
    await deploy(connection, { files: new Map([[fileOf('A'), set('A')]]), deletions: [old], wait });
    expect(names()).to.include('A').and.not.include('Old');
    const answer = await deploy(connection, {
      files: new Map(),
      deletions: [{ type: 'PermissionSet', fullName: 'Older' }],
      wait,
    });
    expect(answer.success).to.equal(true);
    expect(names()).to.not.include('Older');
  });

  it('tells of a deletion that the org refused', async () => {
    const deletions = [{ type: 'PermissionSet', fullName: 'Missing' }];
    const answer = await deploy(connection, { files: new Map([[fileOf('A'), set('A')]]), deletions, wait });
    expect(answer.success).to.equal(false);
    expect(answer.problems.map(({ problem }) => problem)).to.deep.equal(['No PermissionSet named: Missing found']);
    expect(names()).to.not.include('A');
  });

  it('leaves no copy on the disk, and the setting that asks for one as it was', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientapp-copies-'));
    process.env['SF_MDAPI_TEMP_DIR'] = folder;
    try {
      await deploy(connection, { files: new Map([[fileOf('A'), set('A')]]), wait });
      expect(process.env['SF_MDAPI_TEMP_DIR']).to.equal(folder);
      org.faults.onRequest = () => ({ status: 400, body: [{ errorCode: 'ODD', message: 'odd' }] });
      await failureOf(deploy(connection, { files: new Map([[fileOf('A'), set('A')]]), wait }));
      expect(process.env['SF_MDAPI_TEMP_DIR'], 'after a failure').to.equal(folder);
      expect(await readdir(folder, { recursive: true })).to.deep.equal([]);
    } finally {
      delete process.env['SF_MDAPI_TEMP_DIR'];
      await rm(folder, { recursive: true });
    }
  });

  it('ends with a time-out that names the deploy and the way on', async () => {
    org.faults.onRequest = ({ path, body }) =>
      path.includes('deployRequest/') || body.toString('latin1').includes('checkDeployStatus') ? 'delay' : undefined;
    org.faults.delayMs = 1500;
    const files = new Map([[fileOf('A'), set('A')]]);
    const error = await failureOf(deploy(connection, { files, wait: Duration.milliseconds(200) }));
    expect(error).to.include({ name: 'DeployTimeoutError', exitCode: 69 });
    expect(error.message).to.match(/the deploy 0Af\w+ in time/);
    expect(error.actions?.join()).to.contain('--wait');
  });

  it('is read back without a file on the disk', async () => {
    putPermissionSet(org, 'A');
    const { files, messages } = await retrieve(connection, new Map([['PermissionSet', ['A', 'Missing']]]));
    expect(files.map(({ path }) => path)).to.deep.equal(['permissionsets/A.permissionset']);
    expect(files[0]?.contents.toString()).to.contain('<label>A</label>');
    expect(messages.join()).to.contain('Missing');
  });

  it('is not read back by a user without the permission, and that is said', async () => {
    org.state.profiles[0]?.grants.userPermissions.delete('ModifyAllData');
    org.state.profiles[0]?.grants.userPermissions.delete('ModifyMetadata');
    const error = await failureOf(retrieve(connection, new Map([['PermissionSet', ['A']]])));
    expect(error.message).to.contain('ModifyMetadata');
  });
});
