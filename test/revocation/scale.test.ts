import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { verifyCase } from '../../src/revocation/caseChain.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { putConnectedApp, putToken, putUser } from '../org/testing.js';
import { createBench, people, tokensOf, type Bench } from './support.js';

const [ada] = people;

describe('revoking thousands of tokens', () => {
  useTemporaryHome();
  let bench: Bench;

  beforeEach(async () => {
    bench = await createBench();
    putConnectedApp(bench.org, 'Billing', { label: 'Billing Sync' });
  });
  afterEach(() => bench.dispose());

  it('3,000 tokens of 600 users: several at a time and no more than eight, few calls besides, each once', async function () {
    this.timeout(120_000);
    for (let index = 0; index < 600; index += 1) {
      const username = `user${index}@acme.example`;
      putUser(bench.org, { username });
      for (let token = 0; token < 5; token += 1) putToken(bench.org, { username, appName: 'Billing Sync' });
    }
    for (let token = 0; token < 5; token += 1) putToken(bench.org, { username: ada, appName: 'Other' });
    let [running, most] = [0, 0];
    bench.org.faults.onRequest = async ({ path }) => {
      if (!path.endsWith('/revoke')) return undefined;
      most = Math.max(most, (running += 1));
      await sleep(3);
      running -= 1;
      return undefined;
    };
    const before = bench.org.requests.length;
    const { tokens, notDone, caseFile } = await bench.revoke({ names: ['Billing'] });
    expect(tokens).to.deep.include({ selected: 3000, revoked: 3000, gone: 0, failed: 0, left: 0 });
    expect(notDone).to.deep.equal([]);
    expect(tokensOf(bench, 'Billing Sync')).to.equal(0);
    expect(tokensOf(bench, 'Other')).to.equal(5);
    expect(most).to.be.within(2, 8);
    const made = bench.org.requests.slice(before);
    const revocations = made.filter(({ path }) => path.endsWith('/revoke')).map(({ body }) => body.toString());
    expect(new Set(revocations).size).to.equal(3000);
    expect(revocations).to.have.length(3000);
    expect(made.length - revocations.length).to.be.lessThan(60);
    const [text = ''] = await bench.cases();
    expect(verifyCase(text)).to.deep.equal({ intact: true, entries: 3002, last: caseFile?.digest });
  });

  it('2,600 tokens of one user, of which the org shows 2,500 at a time', async function () {
    this.timeout(120_000);
    for (let token = 0; token < 2600; token += 1) putToken(bench.org, { username: ada, appName: 'Billing Sync' });
    const plan = await bench.dryRun({ names: ['Billing'] });
    expect(plan.tokens.selected).to.equal(2500);
    expect(plan.notDone).to.deep.equal([
      { what: 'tokens that are not shown', reason: 'the org shows no more than 2500 of 2600 tokens at once' },
    ]);
    const { tokens, notDone } = await bench.revoke({ names: ['Billing'] });
    expect(tokens).to.include({ revoked: 2600, failed: 0, left: 0 });
    expect(notDone).to.deep.equal([]);
    expect(tokensOf(bench, 'Billing Sync')).to.equal(0);
  });
});
