import { expect } from 'chai';
import { revokeToken } from '../../src/org/revocation.js';
import { explainRevocationFailure, goOn } from '../../src/revocation/explain.js';
import { verifyCase } from '../../src/revocation/caseChain.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import type { OrgRequest } from '../org/http/exchange.js';
import type { Fault } from '../org/http/faults.js';
import { putConnectedApp, putLogin, putSession, putToken } from '../org/testing.js';
import type { Grant } from '../org/oauth/types.js';
import { createBench, people, tokensOf, type Bench } from './support.js';

const [ada] = people;
const expired = { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] };
const overLimit = {
  status: 403,
  body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
};
const unavailable = { status: 503, body: 'Down for maintenance' };

/** Each fault once, at one request: what is retried, and what ends the run with a word on how to go on. */
const faults: Array<[string, Fault]> = [
  ['503', unavailable],
  ['a reset', 'reset'],
  ['no answer', 'hang'],
  ['half an answer', 'truncate'],
  ['an expired session', expired],
  ['the limit of requests', overLimit],
];

const isRevoke = ({ path }: OrgRequest): boolean => path.endsWith('/oauth2/revoke');

describe('a revocation in an org that fails', () => {
  useTemporaryHome();
  let bench: Bench;

  beforeEach(async () => {
    bench = await createBench({ answerWithinMs: 400 });
    putConnectedApp(bench.org, 'Billing', { label: 'Billing Sync' });
  });
  afterEach(() => bench.dispose());

  const seed = (): { mine: Grant[]; other: Grant } => {
    bench.org.state.grants = [];
    const mine = people.map((username) => putToken(bench.org, { username, appName: 'Billing Sync' }));
    const loginHistoryId = putLogin(bench.org, { username: ada, application: 'Billing Sync' });
    putSession(bench.org, { username: ada, appName: 'Billing Sync', loginHistoryId });
    return { mine, other: putToken(bench.org, { username: ada, appName: 'Other' }) };
  };

  const request = { names: ['Billing'], endSessions: true };

  for (const [what, fault] of faults) {
    for (const moment of ['onRequest', 'afterRequest'] as const) {
      it(`${what} ${moment === 'onRequest' ? 'before' : 'after'} the effect of any request: nothing is lost, the next run ends it`, async function () {
        this.timeout(120_000);
        let cases = 0;
        for (let n = 1, reached = true; reached; n += 1) {
          seed();
          reached = false;
          const first = bench.org.requests.length;
          bench.org.faults[moment] = () => {
            if (reached || bench.org.requests.length - first !== n) return undefined;
            reached = true;
            return fault;
          };
          const failure = await bench.revoke(request).then(
            () => undefined,
            (error: unknown) => error,
          );
          delete bench.org.faults[moment];
          const begun = (await bench.cases()).length;
          if (failure) {
            const hasBegun = begun > cases;
            const { name, actions, exitCode } = explainRevocationFailure(failure, 'dev', { hasBegun });
            expect(actions, `${name} at ${n}`).not.to.deep.equal([]);
            expect(actions?.includes(goOn), `${name} at ${n}`).to.equal(hasBegun);
            expect(exitCode, `${name} at ${n}`).to.equal(1);
          }
          cases = begun;
          if (failure || tokensOf(bench, 'Billing Sync') > 0) {
            await bench.revoke(request);
            cases += 1;
          }
          expect(tokensOf(bench, 'Billing Sync'), `at ${n}`).to.equal(0);
          expect(tokensOf(bench, 'Other'), `at ${n}`).to.equal(1);
          expect(bench.org.state.sessions.filter(({ appName }) => appName === 'Billing Sync')).to.deep.equal([]);
          if (!reached) expect(n).to.be.greaterThan(12);
        }
        for (const text of await bench.cases()) expect(verifyCase(text)).to.include({ intact: true });
      });
    }
  }

  it('retries a token whose answer got lost, and counts it once', async () => {
    seed();
    let lost = 0;
    bench.org.faults.afterRequest = (one) => {
      if (!isRevoke(one) || lost > 0) return undefined;
      lost += 1;
      return 'reset';
    };
    const { tokens, notDone } = await bench.revoke({ names: ['Billing'] });
    expect(lost).to.equal(1);
    expect(tokens).to.include({ revoked: 3, gone: 0, failed: 0, left: 0 });
    expect(notDone).to.deep.equal([]);
  });

  it('counts what somebody else has revoked in between apart', async () => {
    const { mine } = seed();
    bench.org.faults.onRequest = (one) => {
      if (isRevoke(one)) bench.org.state.grants = bench.org.state.grants.filter((grant) => grant !== mine[0]);
      return undefined;
    };
    expect((await bench.revoke({ names: ['Billing'] })).tokens).to.include({ revoked: 2, gone: 1, left: 0 });
  });

  it('waits as long as a rate limit says', async () => {
    const { mine } = seed();
    let asked = 0;
    bench.org.faults.onRequest = () => {
      asked += 1;
      return asked === 1 ? { status: 429, headers: { 'Retry-After': '1' }, body: 'slow down' } : undefined;
    };
    const began = performance.now();
    expect(await revokeToken(bench.connection, mine[0]?.deleteToken ?? '')).to.equal('ended');
    expect(performance.now() - began).to.be.greaterThan(950);
    expect(asked).to.equal(2);
  });

  it('goes on with the others when the org refuses one, and says which it was', async () => {
    const { mine } = seed();
    bench.org.faults.onRequest = (one) =>
      isRevoke(one) && one.body.toString().includes(mine[1]?.deleteToken ?? '?')
        ? {
            status: 400,
            body: { error: 'unsupported_token_type', error_description: 'this token type is not supported' },
          }
        : undefined;
    const { tokens, notDone } = await bench.revoke({ names: ['Billing'] });
    expect(tokens).to.include({ revoked: 2, failed: 1, left: 1 });
    expect(notDone).to.deep.equal([{ what: '1 token', reason: 'the org answered 400 unsupported_token_type' }]);
  });

  it('never quotes a token, whatever the org answers', async () => {
    const { mine } = seed();
    const secret = mine[0]?.deleteToken ?? '';
    for (const fault of [
      { status: 400, body: `token ${secret} is bad_${secret}` },
      { status: 400, body: { error: secret } },
      'reset' as const,
    ]) {
      bench.org.faults.onRequest = () => fault;
      const failure = await failureOf(revokeToken(bench.connection, secret, { firstWaitMs: 1 }));
      expect(JSON.stringify([failure.message, failure.stack, failure.actions, failure.cause])).not.to.contain(secret);
    }
  });
});

describe('a revocation without a permission', () => {
  useTemporaryHome();
  let bench: Bench;
  afterEach(() => bench.dispose());

  it('does not take its own tokens for all', async () => {
    bench = await createBench({ adminPermissions: { remove: ['CustomizeApplication'] } });
    putToken(bench.org, { username: ada, appName: 'A' });
    const failure = await failureOf(bench.plan({ names: ['A'] }));
    expect(failure).to.include({ name: 'TokensNotVisibleError' });
    expect(failure.message).to.contain('CustomizeApplication');
  });

  it('says that sessions are not seen, and revokes the tokens', async () => {
    bench = await createBench({ adminPermissions: { remove: ['ManageUsers'] } });
    putToken(bench.org, { username: ada, appName: 'A' });
    const { tokens, sessions, notDone } = await bench.revoke({ names: ['A'], endSessions: true });
    expect(tokens).to.include({ revoked: 1, left: 0 });
    expect(sessions).to.include({ selected: 0 });
    expect(notDone).to.have.length(1);
    expect(notDone[0]?.reason).to.contain('ManageUsers');
  });
});
