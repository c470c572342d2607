import { expect } from 'chai';
import { createRotateBench, endOf, settle, startArgs, statusFor, type RotateBench } from './rotateBench.js';

/** Every n-th request, so that people keep running it; `npm run test:kill` takes all of them, for which it needs most of an hour. */
const stride = Number(process.env.ROTATE_KILL_STRIDE ?? 12);

describe('a rotation that is killed at any request', () => {
  let bench: RotateBench;
  before(async function () {
    this.timeout(300_000);
    bench = await createRotateBench();
  });
  after(() => bench.dispose());

  /** @returns false when the rotation was done before it made so many requests */
  const startAndKill = async (n: number, moment: 'onRequest' | 'afterRequest'): Promise<boolean> => {
    const { faults } = bench.org;
    const child = bench.spawn(startArgs);
    const ended = endOf(child);
    // Counted here: two requests can be under way at once, and end one right after the other.
    let requests = 0;
    let killed = false;
    faults[moment] = async () => {
      requests += 1;
      if (requests !== n || killed) return undefined;
      killed = true;
      child.kill('SIGKILL');
      await ended;
      return 'reset';
    };
    await ended;
    delete faults[moment];
    // It was left alone because it was done, not because its turn was missed.
    if (!killed) expect(requests).to.be.lessThan(n);
    return killed;
  };

  for (const moment of ['onRequest', 'afterRequest'] as const)
    it(`${moment === 'onRequest' ? 'before' : 'after'} it takes effect ends with one working pair`, async function () {
      this.timeout(3_600_000);
      let n = 1;
      for (let killed = true; killed; n += stride) {
        const old = { key: bench.consumer.key, secret: bench.consumer.secret };
        killed = await startAndKill(n, moment);
        const where = `killed ${moment} ${n}`;
        if (killed && bench.consumer.key === old.key)
          expect(await statusFor(bench, old.key, old.secret), where).to.equal(200);
        await settle(bench, where, Math.floor(n / stride) % 2 === 0);
      }
      // A rotation makes more requests than this; fewer would mean that the kill came too late to test anything.
      expect(n).to.be.greaterThan(40);
    });
});
