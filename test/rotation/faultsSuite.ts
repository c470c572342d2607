import { expect } from 'chai';
import { SfError } from '@salesforce/core/sfError';
import { findUnfinished } from '../../src/rotation/journal.js';
import type { RotationRecord } from '../../src/rotation/types.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import type { OrgRequest } from '../org/http/exchange.js';
import type { Fault } from '../org/http/faults.js';
import { createBench, expectSettled, expectWayOut, mend, statusFor, type RotationBench } from './support.js';

const limit = 'TotalRequests Limit exceeded.';
const kinds: Record<string, Fault> = {
  'a server that is down': { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'try later' }] },
  'a gateway without an answer': { status: 504, body: '<html></html>', headers: { 'Content-Type': 'text/html' } },
  'a rate limit': { status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: limit }] },
  'an expired session': { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired' }] },
  'a broken connection': 'reset',
  'half an answer': 'truncate',
  silence: 'hang',
};

const isRefusal = (fault: Fault): boolean => typeof fault === 'object' && fault.status < 500;

/** What a request is, whatever the ids in it: `PATCH staged/…`. */
const kindOf = ({ method, path }: OrgRequest): string =>
  `${method} ${path.replace(/^.*\/(?=staged|credentials|oauth2)/, '').replace(/\/\w{15,18}/g, '/…')}`;

const isOfRotation = (request: OrgRequest): boolean => /^\S+ (staged|credentials|oauth2\/token)/.test(kindOf(request));

/** Requests that look alike behave alike: these many of each are enough. */
const often = 3;

/** A rotation with each of these faults at each of its requests; silence takes long, and so has a file of its own. */
export const faultsSuite = (named: string, isChosen: (fault: Fault) => boolean): void => {
  describe(`a rotation over a bad line: ${named}`, () => {
    useTemporaryHome();
    let bench: RotationBench;
    beforeEach(async () => (bench = await createBench()));
    afterEach(() => bench.stage.org.stop());

    /** The places of the requests that are worth breaking: `POST staged 1`. */
    const placesOf = async (): Promise<string[]> => {
      const { requests } = bench.stage.org;
      const first = requests.length;
      await bench.start({ overlapDays: 0 });
      const counts = new Map<string, number>();
      return requests
        .slice(first)
        .filter(isOfRotation)
        .flatMap((request) => {
          const kind = kindOf(request);
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
          return (counts.get(kind) ?? 0) <= often ? [`${kind} ${counts.get(kind)}`] : [];
        });
    };

    const breakAt = (place: string, fault: Fault, moment: 'onRequest' | 'afterRequest'): { met: () => boolean } => {
      const counts = new Map<string, number>();
      let isMet = false;
      bench.stage.org.faults[moment] = (request) => {
        const kind = kindOf(request);
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        if (isMet || `${kind} ${counts.get(kind)}` !== place) return undefined;
        isMet = true;
        return fault;
      };
      return { met: () => isMet };
    };

    const startOrResume = async (where: string): Promise<RotationRecord> => {
      try {
        return await bench.start({ overlapDays: 0 });
      } catch (error) {
        // Before anything is written down there is nothing to go on with.
        const isBegun = (await findUnfinished(bench.stage.org.organizationId, 'Erp')) !== undefined;
        if (isBegun) expectWayOut(SfError.wrap(error));
        expect(await statusFor(bench, bench.store.versions.current), `${where}: the stored pair`).to.equal(200);
        mend(bench);
        return isBegun ? bench.resume() : bench.start({ overlapDays: 0 });
      }
    };

    for (const [what, fault] of Object.entries(kinds).filter(([, fault]) => isChosen(fault)))
      // An org that refuses has done nothing, so refusals come in place of the effect only.
      for (const moment of isRefusal(fault) ? (['onRequest'] as const) : (['onRequest', 'afterRequest'] as const))
        it(`with ${what} ${moment === 'onRequest' ? 'in place of' : 'after'} any request is completed`, async function () {
          this.timeout(240_000);
          const places = await placesOf();
          expect(places.length).to.be.greaterThan(10);
          // Of a request that was only read, an answer that is lost is the same as none.
          const chosen = places.filter((place) =>
            moment === 'onRequest' ? true : /^(POST|PATCH|DELETE) staged/.test(place),
          );
          for (const place of chosen.filter((one) => fault !== 'hang' || !one.includes('oauth2'))) {
            const before = bench.consumer.key;
            const broken = breakAt(place, fault, moment);
            const { stage } = await startOrResume(`${what}, ${place}`);
            expect(broken.met(), place).to.equal(true);
            mend(bench);
            expect(stage, place).to.equal('retired');
            expect(bench.consumer.key, place).to.not.equal(before);
            await expectSettled(bench);
          }
        });
  });
};
