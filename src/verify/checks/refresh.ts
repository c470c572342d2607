import { requestRefresh } from '../../oauth/grants.js';
import { readLoginsSince } from '../../org/integrationUsers.js';
import { idsOf } from '../../oauth/token.js';
import { diagnose } from '../causes/diagnose.js';
import { run as next } from '../command.js';
import { appOf } from '../facts/facts.js';
import { fail, hold, letGo, pass, skip, tokenOf, type CheckDefinition, type Run, type Verdict } from '../run.js';
import { situationOf } from '../situation.js';

/** By the org's clock, with a margin for its one-second Date header. */
export const startOf = ({ client, startedAt }: Run): Date =>
  new Date(startedAt + (client.clockDifference() ?? 0) - 2000);

/** Somebody else's refresh since we got the token is on record. */
const wasRefreshedElsewhere = async (run: Run): Promise<boolean | undefined> => {
  const { userId } = idsOf(tokenOf(run) ?? {});
  if (userId === undefined) return undefined;
  const logins = await readLoginsSince(run.connection, userId, startOf(run));
  if (logins.refused !== undefined) return undefined;
  return logins.rows.some(({ LoginSubType, Status }) => LoginSubType === 'OauthRefreshToken' && Status === 'Success');
};

const missing = ({ app, options }: Run): Verdict =>
  fail({
    cause: 'refresh-token-missing',
    evidence: 'The manifest declares refresh_token, and the org gave no refresh token.',
    actions: [
      next('Deploy the scopes of the manifest', 'clientapp deploy', { name: app.name, 'target-org': options.org }),
    ],
  });

const notRotated = ({ app, options }: Run): Verdict =>
  fail({
    cause: 'refresh-token-not-rotated',
    evidence: `Rotation is on for ${app.name}, and the refresh gave no new refresh token.`,
    actions: [
      next('See what the org says about the app', 'clientapp display', { name: app.name, 'target-org': options.org }),
    ],
  });

export const refreshCheck: CheckDefinition = {
  id: 'refresh',
  expectation: 'The refresh token gives a new token, and is replaced where rotation is on',
  flows: ['authorization-code'],
  needsToken: true,
  run: async (run) => {
    const token = tokenOf(run);
    if (!token) return skip('there is no token');
    if (run.app.scopes['refresh_token'] === undefined) return skip('the manifest declares no scope refresh_token');
    if (token.refreshToken === undefined) return missing(run);
    const answer = await requestRefresh(run.client, token.refreshToken);
    if (!answer.ok) {
      const refreshedElsewhere = await wasRefreshedElsewhere(run);
      return fail(diagnose({ ...situationOf(run, answer.refusal, 'refresh'), refreshedElsewhere }));
    }
    run.refreshed = hold(run, answer.value);
    const isReplaced = answer.value.refreshToken !== undefined && answer.value.refreshToken !== token.refreshToken;
    const rotation = appOf(run.facts)?.refreshTokenRotation;
    if (!isReplaced) return rotation?.known && rotation.value ? notRotated(run) : pass('a new token; rotation is off');
    // The new refresh token stands for the same approval, and the old one must not be used again.
    letGo(run, token);
    return pass('a new token, and a new refresh token in the place of the old one');
  },
};

/** Stands last: the org ends the whole approval when it sees a replaced token again (platform.md 1.3). */
export const refreshReuseCheck: CheckDefinition = {
  id: 'refresh-token-reuse',
  expectation: 'A refresh token that was replaced is refused',
  flows: ['authorization-code'],
  needsToken: true,
  run: async (run) => {
    const old = tokenOf(run)?.refreshToken;
    if (old === undefined || run.refreshed?.refreshToken === undefined || run.refreshed.refreshToken === old)
      return skip('no refresh token was replaced');
    const answer = await requestRefresh(run.client, old);
    if (!answer.ok)
      return answer.refusal.error === 'unreachable'
        ? skip('the org gave no answer')
        : pass('the org refuses the old one');
    hold(run, answer.value);
    return fail({
      cause: 'refresh-token-reuse-accepted',
      evidence: 'The org took a refresh token that it had already replaced: whoever stole it could go on using it.',
      actions: [
        'In Setup, turn on "Enable Refresh Token Rotation" of the app; the manifest does so when it is deployed.',
      ],
    });
  },
};
