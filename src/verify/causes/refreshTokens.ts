import { run } from '../command.js';
import { appOf } from '../facts/facts.js';
import { says, type Cause, type Situation } from './cause.js';

const isDead = (situation: Situation): boolean =>
  situation.step === 'refresh' && says(situation, /expired access\/refresh token|invalid_grant/i);

const again = ({ app, org }: Situation): string =>
  run('Approve the app once more', 'clientapp verify', { name: app.name, 'target-org': org });

const expiresAtOnce: Cause = {
  id: 'refresh-token-expires-at-once',
  find: (situation) => {
    const policy = appOf(situation.facts)?.refreshToken;
    return isDead(situation) && policy?.known && policy.value.rule === 'immediate'
      ? {
          evidence: `The refresh-token policy of ${situation.app.name} in ${situation.org} lets refresh tokens expire at once.`,
          actions: [
            `Set policies.refreshToken in clientapps/${situation.app.name}.clientapp.yaml, for example to { rule: inactivity, days: 30 }.`,
            run('Deploy it', 'clientapp deploy', { name: situation.app.name, 'target-org': situation.org }),
          ],
        }
      : undefined;
  },
};

const reused: Cause = {
  id: 'refresh-token-reused',
  find: (situation) =>
    isDead(situation) && situation.refreshedElsewhere === true
      ? {
          evidence: `The refresh token was used by somebody else since it was issued (LoginHistory has the refresh), and with rotation on the second use of a refresh token ends all that came of it.`,
          actions: [
            'Find out who else holds the refresh token: two copies of the program, or someone who should not have it.',
            again(situation),
          ],
        }
      : undefined,
};

const revoked: Cause = {
  id: 'refresh-token-revoked',
  find: (situation) =>
    isDead(situation)
      ? {
          evidence: `The refresh token no longer works: it was revoked, has expired, or was pushed out, since an org keeps five approvals for each user and app.`,
          actions: [again(situation)],
        }
      : undefined,
};

/** Where the refresh token is the reason. */
export const refreshTokenCauses: readonly Cause[] = [expiresAtOnce, reused, revoked];
