import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { openSfStore } from '../../src/secrets/sfStore.js';
import type { ClientAppRotateResumeResult } from '../../src/commands/clientapp/rotate/resume.js';
import { askRepeatedly } from './askRepeatedly.js';
import { appName, createRotateBench, resumeArgs, startArgs, statusFor, type RotateBench } from './rotateBench.js';

/** Asked for a token, with the key that the store called current, and what the org said. */
type Try = { key: string; status: number };

describe('a program that goes on asking for tokens', () => {
  let bench: RotateBench;
  const { HOME, SF_USE_GENERIC_UNIX_KEYCHAIN } = process.env;

  before(async function () {
    this.timeout(300_000);
    bench = await createRotateBench();
    // The program reads the same store as the command.
    Object.assign(process.env, { HOME: bench.sf.home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' });
  });
  after(async () => {
    for (const [name, value] of Object.entries({ HOME, SF_USE_GENERIC_UNIX_KEYCHAIN }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    await bench.dispose();
  });

  const askOnce = async (): Promise<Try> => {
    const { current } = await openSfStore().read({ orgId: bench.org.organizationId, app: appName });
    const { consumerKey: key = '', consumerSecret = '' } = current ?? {};
    return { key, status: await statusFor(bench, key, consumerSecret) };
  };

  it('gets every one of them, through a whole rotation', async function () {
    this.timeout(300_000);
    const old = bench.consumer.key;
    const program = askRepeatedly(askOnce);
    await sleep(500);
    const started = await bench.run(startArgs.map((word) => (word === '--retire-now' ? '--overlap-days=1' : word)));
    expect(started.code, started.stdout + started.stderr).to.equal(0);
    await sleep(1000);
    bench.org.clock.advance({ days: 1, minutes: 1 });
    const resumed = await bench.run(resumeArgs.filter((word) => word !== '--retire-now'));
    expect(resumed.code, resumed.stdout + resumed.stderr).to.equal(0);
    const { result } = JSON.parse(resumed.stdout) as { result: ClientAppRotateResumeResult };
    expect(result.stage).to.equal('retired');
    await sleep(500);
    const tries = await program.stop();
    expect(tries.length).to.be.greaterThan(30);
    expect(new Set(tries.map(({ key }) => key)), 'the program saw both').to.deep.equal(
      new Set([old, result.consumerKey]),
    );
    expect(tries.filter(({ status }) => status !== 200)).to.deep.equal([]);
  });
});
