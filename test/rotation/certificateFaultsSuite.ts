import { expect } from 'chai';
import { SfError } from '@salesforce/core/sfError';
import type { Registration } from '../../src/app/clientApp.js';
import type { CertificateRotation } from '../../src/rotation/certificate/types.js';
import { findUnfinished } from '../../src/rotation/journal.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import type { OrgRequest } from '../org/http/exchange.js';
import type { Fault } from '../org/http/faults.js';
import {
  createCertificateBench,
  expectOneWorkingKey,
  revive,
  worksNow,
  type CertificateBench,
} from './certificateSupport.js';
import { expectWayOut } from './support.js';

const soapFault = (code: string, text: string): Fault => ({
  status: 500,
  headers: { 'Content-Type': 'text/xml; charset=utf-8' },
  body: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="http://soap.sforce.com/2006/04/metadata"><soapenv:Body><soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${text}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
});

const isSoap = ({ path }: OrgRequest): boolean => path.includes('/Soap/');

/** A refusal in the words of the interface that was asked. */
const refusal =
  (status: number, code: string, text: string) =>
  (request: OrgRequest): Fault =>
    isSoap(request) ? soapFault(code, text) : { status, body: [{ errorCode: code, message: text }] };

type Kind = {
  fault: (request: OrgRequest) => Fault;
  isRefusal?: true;
  /** Longer than a rotation is ready to wait. */
  lasts?: true;
};

const kinds: Record<string, Kind> = {
  'a server that is down': { fault: () => ({ status: 503, body: '<html>Service Unavailable</html>' }) },
  'a rate limit': { fault: refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), isRefusal: true },
  'an expired session': { fault: refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid'), isRefusal: true },
  'a broken connection': { fault: () => 'reset' },
  'half an answer': { fault: () => 'truncate' },
  'a line that is gone from then on': { fault: () => 'reset', lasts: true },
  silence: { fault: () => 'hang' },
};

/** `retrieve`, `checkDeployStatus`, `token`, … */
const kindOf = ({ path, body }: OrgRequest): string =>
  path.includes('/Soap/')
    ? (/<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body.toString())?.[1] ?? 'unknown')
    : path.replace(/^.*\//, '');

/** The places of requests that are worth breaking: `deploy 1`. A poll right after a poll is the same. */
const placesOf = (requests: readonly OrgRequest[]): string[] => {
  const counts = new Map<string, number>();
  return requests.flatMap((request, index) => {
    const kind = kindOf(request);
    const before = requests[index - 1];
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return before && kindOf(before) === kind ? [] : [`${kind} ${counts.get(kind)}`];
  });
};

type Moment = 'onRequest' | 'afterRequest';

/** Breaks one request, or that and every one after it. */
const breakAt = (
  { stage }: CertificateBench,
  place: string,
  { fault, lasts }: Kind,
  moment: Moment,
): { met: () => boolean } => {
  const counts = new Map<string, number>();
  let isMet = false;
  stage.org.faults[moment] = (request) => {
    const kind = kindOf(request);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const isPlace = `${kind} ${counts.get(kind)}` === place;
    if (isMet ? !lasts : !isPlace) return undefined;
    isMet = true;
    return fault(request);
  };
  return { met: () => isMet };
};

const isBegun = async ({ stage }: CertificateBench): Promise<boolean> =>
  (await findUnfinished(stage.org.organizationId, 'Erp')) !== undefined;

type Ending = 'resume' | 'cancel';

/** Cancels as far as that can be done, and goes on where it can't. */
const settle = async (bench: CertificateBench, ending: Ending): Promise<CertificateRotation> => {
  // Before anything is written down there is nothing to go on with.
  if (!(await isBegun(bench))) return bench.start();
  if (ending === 'resume') return bench.resume();
  try {
    return await bench.cancel();
  } catch (error) {
    expect(error).to.have.property('name', 'RotationTooLateError');
    return bench.resume();
  }
};

const startAndSettle = async (
  bench: CertificateBench,
  { lasts }: Kind,
  where: string,
  ending: Ending,
): Promise<CertificateRotation> => {
  try {
    return await bench.start();
  } catch (error) {
    if (await isBegun(bench)) expectWayOut(SfError.wrap(error));
    revive(bench);
    // One fault is not what a person is left alone with while nothing works.
    if (!lasts) expect(await worksNow(bench), `${where}: the stored key`).to.equal(true);
    return settle(bench, ending);
  }
};

/** Rotations mostly wait for the org: these many run side by side, each in an org of its own. */
const sideBySide = 4;

/** A rotation of a certificate with one fault at each of its requests. */
export const certificateFaultsSuite = (registration: Registration, named: string): void => {
  describe(`a rotation of a certificate over a bad line: ${registration}, ${named}`, () => {
    useTemporaryHome();
    let benches: CertificateBench[];
    beforeEach(async () => {
      benches = [];
      while (benches.length < sideBySide) benches.push(await createCertificateBench(registration));
    });
    afterEach(() => Promise.all(benches.map(({ stage }) => stage.org.stop())));

    const kind = kinds[named] as Kind;

    const placesOfOne = async ({ stage, start }: CertificateBench): Promise<string[]> => {
      const first = stage.org.requests.length;
      await start();
      return placesOf(stage.org.requests.slice(first));
    };

    const rotateOver = async (bench: CertificateBench, place: string, moment: Moment, ending: Ending) => {
      const before = bench.held();
      const where = `${named} ${moment} ${place}, then ${ending}`;
      const broken = breakAt(bench, place, kind, moment);
      const { stage } = await startAndSettle(bench, kind, where, ending);
      revive(bench);
      expect(broken.met(), where).to.equal(true);
      expect(stage, where).to.be.oneOf(['retired', 'cancelled']);
      expect(bench.held() === before, `${where}: the old certificate`).to.equal(stage === 'cancelled');
      await expectOneWorkingKey(bench, where);
    };

    // An org that refuses has done nothing, so refusals come in place of the effect only.
    for (const moment of kind.isRefusal ? (['onRequest'] as const) : (['onRequest', 'afterRequest'] as const))
      it(`${moment === 'onRequest' ? 'in place of' : 'after'} any request ends with one working key`, async function () {
        this.timeout(600_000);
        const [first] = benches;
        if (!first) throw new Error('There is no org to rotate in.');
        const places = await placesOfOne(first);
        expect(places).to.include.members(['retrieve 4', 'deploy 1', 'checkDeployStatus 1', 'token 3', 'revoke 3']);
        const chosen = places.filter(
          (place) =>
            // Of a request that was only read, an answer that is lost is the same as none.
            (moment === 'onRequest' || /^(deploy|token) /.test(place)) &&
            // Half a minute each, and the same to the rotation as a broken connection.
            !(named === 'silence' && /^(token|revoke) /.test(place)),
        );
        const left = chosen.flatMap((place) => (['resume', 'cancel'] as const).map((ending) => ({ place, ending })));
        await Promise.all(
          benches.map(async (bench) => {
            for (let next = left.shift(); next; next = left.shift())
              await rotateOver(bench, next.place, moment, next.ending);
          }),
        );
      });
  });
};

/** What can go wrong with a request. */
export const certificateFaultKinds = Object.keys(kinds);
