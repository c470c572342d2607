import { expect } from 'chai';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';
import { createSf, type Sf } from '../org/sf.js';

type Envelope<T> = { status: number; result: T; message?: string };

describe('the real sf against the loopback org', () => {
  let org: LoopbackOrg;
  let sf: Sf;

  before(async () => {
    org = await startLoopbackOrg();
    sf = await createSf();
    const { code, stdout } = await sf.signIn(org, 'loop');
    expect(code, stdout).to.equal(0);
  });

  after(async () => {
    await org.stop();
    await sf.dispose();
  });

  it('signs in and displays the org', async () => {
    const run = await sf.run(['org', 'display', '--target-org', 'loop', '--json']);
    const { result } = run.json<Envelope<{ username: string; id: string }>>();
    expect(result).to.include({ username: org.username, id: org.organizationId });
  });

  it('queries with SOQL', async () => {
    const soql = 'SELECT Username, Profile.Name FROM User WHERE IsActive = true';
    const run = await sf.run(['data', 'query', '--query', soql, '--target-org', 'loop', '--json']);
    const { result } = run.json<Envelope<{ totalSize: number; records: Array<{ Profile: { Name: string } }> }>>();
    expect(result.totalSize).to.equal(1);
    expect(result.records[0]?.Profile.Name).to.equal('System Administrator');
  });

  it('shows the org what it may not ask for', async () => {
    const run = await sf.run([
      'data',
      'query',
      '--query',
      'SELECT Id FROM ScratchOrgInfo',
      '--target-org',
      'loop',
      '--json',
    ]);
    expect(run.code).to.equal(1);
    expect(run.json<Envelope<unknown>>().message).to.contain("sObject type 'ScratchOrgInfo' is not supported.");
  });
});
