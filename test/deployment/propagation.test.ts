import { expect } from 'chai';
import { waitUntilAccepted } from '../../src/deployment/propagation.js';
import type { ProbeResult } from '../../src/oauth/probe.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { integrationUser } from '../nut/appFiles.js';
import type { LoopbackOrg } from '../org/index.js';
import { assign, putExternalClientApp, putPermissionSet } from '../org/testing.js';
import { backend, memoryStore, signIn, startOrg } from './support.js';

const { app } = backend('AcmeErp', 'external-client-app');

describe('the wait for a new client', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let waits: string[];

  beforeEach(async () => {
    waits = [];
    org = await startOrg();
  });
  afterEach(() => org.stop());

  const put = (delayMs: number): { key: string; secret: string } => {
    org.state.switches.propagationDelayMs = delayMs;
    assign(org, integrationUser, putPermissionSet(org, 'AcmeErp_Access'));
    return putExternalClientApp(org, 'AcmeErp', {
      policy: { clientCredentialsFlowUser: integrationUser, commaSeparatedPermissionSet: 'AcmeErp_Access' },
    });
  };

  const wait = async (
    { key, secret }: { key: string; secret: string },
    deadline: number,
    more: Partial<typeof app> = {},
  ): Promise<ProbeResult | undefined> => {
    const current = { consumerKey: key, consumerSecret: secret, storedAt: '', state: 'confirmed' as const };
    return waitUntilAccepted(
      await signIn(org),
      { app: { ...app, ...more }, store: memoryStore({ current }) },
      deadline,
      (text) => waits.push(text),
    );
  };

  it('ends at once when the org accepts it, and leaves no token alive', async () => {
    expect(await wait(put(0), Date.now() + 60_000)).to.deep.equal({ status: 'accepted' });
    expect(waits).to.deep.equal([]);
    expect(org.state.sessions.filter(({ appName }) => appName === 'AcmeErp')).to.deep.equal([]);
  });

  it('goes on while the org answers as if there were no client', async () => {
    expect(await wait(put(1500), Date.now() + 60_000)).to.deep.equal({ status: 'accepted' });
    expect(waits).to.have.length(2);
    expect(waits[0]).to.match(/^AcmeErp: .*client identifier invalid; asking again in 1 s$/);
    expect(waits[1]).to.match(/asking again in 2 s$/);
  });

  it('ends with the deadline, and not a whole wait behind it', async () => {
    const before = Date.now();
    const result = await wait(put(600_000), before + 1500);
    expect(result?.status).to.equal('not-yet');
    expect(waits).to.have.length(1);
    expect(Date.now() - before).to.be.lessThan(1500);
  });

  it('ends at once when the org knows the client and refuses it', async () => {
    const { key } = put(0);
    const result = await wait({ key, secret: 'wrong' }, Date.now() + 60_000);
    expect(result?.status).to.equal('refused');
    expect(waits).to.deep.equal([]);
  });

  it('opens the authorize page of a program that people sign in to', async () => {
    const consumer = put(1000);
    const people = { flow: 'authorization-code', callbackUrls: ['https://acme.example/cb'] } as const;
    const more = { ...people, callbackUrls: [...people.callbackUrls] };
    expect(await wait(consumer, Date.now() + 60_000, more)).to.deep.equal({ status: 'accepted' });
    expect(waits).to.have.length(1);
  });

  it('does not wait for one that cannot be asked', async () => {
    const consumer = put(600_000);
    expect(await wait(consumer, Date.now() + 60_000, { flow: 'jwt-bearer' })).to.equal(undefined);
    expect(await wait({ ...consumer, secret: '' }, Date.now() + 60_000)).to.equal(undefined);
    const connection = await signIn(org);
    const nothingStored = waitUntilAccepted(connection, { app, store: memoryStore() }, Date.now() + 60_000, () => {
      throw new Error('waited');
    });
    expect(await nothingStored).to.equal(undefined);
  });
});
