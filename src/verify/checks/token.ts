import { revoke, readUserInfo } from '../../oauth/tokenUse.js';
import { fail, letGo, pass, skip, tokenOf, type CheckDefinition } from '../run.js';
import { failed } from '../situation.js';

/** The flow gives a token. */
export const tokenCheck: CheckDefinition = {
  id: 'token',
  expectation: 'The flow gives a token',
  run: (run) => {
    const { answer, flow } = run;
    if ('skipped' in answer) return skip(answer.skipped);
    return answer.ok ? pass(`the org gave a token for ${flow}`) : failed(run, answer.refusal, 'token');
  },
};

/** Stands after every check that uses the token. */
export const revokeCheck: CheckDefinition = {
  id: 'revoke',
  expectation: 'A revoked token is refused',
  needsToken: true,
  run: async (run) => {
    const token = tokenOf(run);
    if (!token) return skip('there is no token');
    const revoked = await revoke(run.client, token.accessToken);
    if (!revoked.ok) return failed(run, revoked.refusal, 'api');
    if (token.refreshToken === undefined) letGo(run, token);
    const used = await readUserInfo(run.client, token.accessToken);
    if (!used.ok && used.refusal.error === 'unreachable') return skip('the org gave no answer to the revoked token');
    return used.ok
      ? fail({
          cause: 'revoked-token-accepted',
          evidence: 'The org said that it revoked the token, and still takes it.',
          actions: ['Ask Salesforce Support: a token that cannot be revoked cannot be withdrawn after a leak.'],
        })
      : pass('the token was revoked, and the org refuses it now');
  },
};
