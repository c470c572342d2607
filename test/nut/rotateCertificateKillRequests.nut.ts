import { expect } from 'chai';
import { endOf } from './rotateBench.js';
import {
  createCertificateBench,
  lendEnvironment,
  settle,
  startArgs,
  statusFor,
  type CertificateBench,
} from './rotateCertificateBench.js';

/** Every n-th request, so that people keep running it; `npm run test:kill` takes all of them. */
const stride = Number(process.env.ROTATE_KILL_STRIDE ?? 6);

for (const registration of ['external-client-app', 'connected-app'])
  describe(`a rotation of a certificate that is killed at any request: ${registration}`, () => {
    let bench: CertificateBench;
    let giveBack: () => void;
    before(async function () {
      this.timeout(300_000);
      giveBack = lendEnvironment();
      bench = await createCertificateBench(registration);
    });
    after(async () => {
      giveBack();
      await bench.dispose();
    });

    /** @returns false when the rotation was done before it made so many requests */
    const startAndKill = async (n: number, moment: 'onRequest' | 'afterRequest'): Promise<boolean> => {
      const { faults, requests } = bench.org;
      const child = bench.spawn(startArgs);
      const ended = endOf(child);
      const first = requests.length;
      let killed = false;
      faults[moment] = async () => {
        if (requests.length - first !== n || killed) return undefined;
        killed = true;
        child.kill('SIGKILL');
        await ended;
        return 'reset';
      };
      const { code, stdout } = await ended;
      delete faults[moment];
      if (!killed) expect(code, stdout).to.equal(0);
      return killed;
    };

    for (const moment of ['onRequest', 'afterRequest'] as const)
      it(`${moment === 'onRequest' ? 'before' : 'after'} it takes effect ends with one working key`, async function () {
        this.timeout(3_600_000);
        let n = 1;
        let count = 0;
        for (let killed = true; killed; n += stride) {
          const before = bench.held();
          killed = await startAndKill(n, moment);
          const where = `killed ${moment} ${n}`;
          // As long as the org has the old certificate, the old key is the stored one and works.
          if (killed && bench.held() === before)
            expect(await statusFor(bench, (await bench.stored()).current), where).to.equal(200);
          await settle(bench, where, count % 2 === 1);
          count += 1;
        }
        // A rotation makes more requests than this; fewer would mean that the kill came too late to test anything.
        expect(n).to.be.greaterThan(20);
      });
  });
