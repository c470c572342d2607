import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { ClientAppRotateStartResult } from '../../src/commands/clientapp/rotate/start.js';
import { askRepeatedly } from './askRepeatedly.js';
import {
  createCertificateBench,
  expectSettled,
  lendEnvironment,
  ofAProgram,
  startArgs,
  statusFor,
  type CertificateBench,
} from './rotateCertificateBench.js';

/** So long the org takes for the first login with the new key, and nobody can sign in. */
const windowMs = 4000;

/** When a program asked for a token with the stored key, when it had the answer, and whether it got one. */
type Try = { asked: number; answered: number; ok: boolean };

describe('a program that goes on signing in while its certificate is replaced', () => {
  let bench: CertificateBench;
  let giveBack: () => void;
  before(async function () {
    this.timeout(300_000);
    giveBack = lendEnvironment();
    bench = await createCertificateBench('external-client-app');
  });
  after(async () => {
    giveBack();
    await bench.dispose();
  });

  const askOnce = async (): Promise<Try> => {
    const asked = bench.org.clock.now().getTime();
    const status = await statusFor(bench, (await bench.stored()).current);
    return { asked, answered: bench.org.clock.now().getTime(), ok: status === 200 };
  };

  it('is refused in the window that the rotation states, and at no other time', async function () {
    this.timeout(300_000);
    let logins = 0;
    bench.org.faults.delayMs = windowMs;
    bench.org.faults.onRequest = ({ path, headers }) => {
      const isCommand = !Object.keys(ofAProgram).some((header) => header in headers);
      if (!path.endsWith('/oauth2/token') || !isCommand) return undefined;
      logins += 1;
      // The first is that of the old key.
      return logins === 2 ? 'delay' : undefined;
    };
    const program = askRepeatedly(askOnce);
    await sleep(500);
    const { code, stdout, stderr } = await bench.run(startArgs);
    await sleep(500);
    const tries = await program.stop();
    delete bench.org.faults.onRequest;
    expect(code, stdout + stderr).to.equal(0);
    const { cutOver } = (JSON.parse(stdout) as { result: ClientAppRotateStartResult }).result;
    if (!cutOver) throw new Error('The rotation states no window.');
    expect(cutOver.isAtMost).to.equal(false);

    const refused = tries.filter(({ ok }) => !ok);
    const [first, last] = [refused[0], refused.at(-1)];
    if (!first || !last) throw new Error('The program was never refused: there was nothing to measure.');
    // The org's clock tells whole seconds.
    const [from, to] = [Date.parse(cutOver.from) - 1000, Date.parse(cutOver.to) + 1000];
    const inside = ({ asked, answered }: Try): boolean => answered >= from && asked <= to;
    expect(
      refused.filter((one) => !inside(one)),
      `refused outside of ${JSON.stringify(cutOver)}`,
    ).to.deep.equal([]);
    const seen = (last.answered - first.asked) / 1000;
    expect(seen, 'what the program saw').to.be.greaterThan(windowMs / 1000 - 1);
    expect(Math.abs(cutOver.seconds - seen), `stated ${cutOver.seconds} s, seen ${seen} s`).to.be.lessThan(2);
    const between = tries.filter(({ asked, answered }) => asked > first.answered && answered < last.asked);
    expect(
      between.filter(({ ok }) => ok),
      'one window, without a gap',
    ).to.deep.equal([]);
    expect(tries.length - refused.length, 'tokens before and after').to.be.greaterThan(8);
    await expectSettled(bench, 'after the rotation');
  });
});
