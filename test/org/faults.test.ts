import { expect } from 'chai';
import type { Fault } from './http/faults.js';
import { startLoopbackOrg, type LoopbackOrg } from './index.js';
import { createCaller } from './testing.js';

describe('faults of the loopback org', () => {
  let org: LoopbackOrg;

  beforeEach(async () => {
    org = await startLoopbackOrg();
  });

  afterEach(() => org.stop());

  const createAccount = (): Promise<unknown> => createCaller(org).call('POST', '/sobjects/Account', { Name: 'Acme' });
  const accounts = (): number => org.org.records('Account').length;

  /** How a call ends for the client. */
  const outcome = async (): Promise<string> => {
    try {
      return `answer ${((await createAccount()) as { status: number }).status}`;
    } catch {
      return 'broken';
    }
  };

  const cases: Array<[string, Fault, string]> = [
    ['reset', 'reset', 'broken'],
    ['truncate', 'truncate', 'broken'],
    ['an answer', { status: 503 }, 'answer 503'],
  ];

  for (const [name, fault, ending] of cases) {
    it(`${name} before the effect`, async () => {
      org.faults.onRequest = () => fault;
      expect(await outcome()).to.equal(ending);
      expect(accounts()).to.equal(0);
    });

    it(`${name} after the effect`, async () => {
      org.faults.afterRequest = () => fault;
      expect(await outcome()).to.equal(ending);
      expect(accounts()).to.equal(1);
    });
  }

  it('hangs until the client gives up', async () => {
    org.faults.onRequest = () => 'hang';
    const call = fetch(`${org.url}/services/data`, { signal: AbortSignal.timeout(200) });
    expect(await call.catch((error: Error) => error.name)).to.equal('TimeoutError');
  });

  it('delays', async () => {
    org.faults.delayMs = 120;
    org.faults.onRequest = (_request, n) => (n === 1 ? 'delay' : undefined);
    const start = Date.now();
    expect(await outcome()).to.equal('answer 201');
    expect(Date.now() - start).to.be.greaterThan(110);
  });

  it('waits for a hook that does something first, and numbers the calls', async () => {
    const seen: string[] = [];
    org.faults.onRequest = async ({ method, path }, n) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(`${n} ${method} ${path} ${accounts()}`);
      return undefined;
    };
    await createAccount();
    await createAccount();
    expect(seen).to.deep.equal([
      '1 POST /services/data/v67.0/sobjects/Account 0',
      '2 POST /services/data/v67.0/sobjects/Account 1',
    ]);
    expect(JSON.parse(org.requests[0]?.body.toString() ?? '')).to.deep.equal({ Name: 'Acme' });
  });
});
