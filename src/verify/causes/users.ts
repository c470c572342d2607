import { run } from '../command.js';
import { appOf, valueOf } from '../facts/facts.js';
import { named, says, userOf, type Cause } from './cause.js';

const inactiveUser: Cause = {
  id: 'inactive-user',
  find: (situation) => {
    const user = userOf(situation);
    return says(situation, /inactive user/i) || (user?.isActive === false && says(situation, /invalid_grant/))
      ? {
          evidence: `${named(user, situation.username)} is not active in ${situation.org}.`,
          actions: [
            run('Activate the user again, if it was not deactivated on purpose', 'data update record', {
              sobject: 'User',
              where: `Username=${situation.username ?? ''}`,
              values: 'IsActive=true',
              'target-org': situation.org,
            }),
          ],
        }
      : undefined;
  },
};

const frozenUser: Cause = {
  id: 'frozen-user',
  find: (situation) => {
    const user = userOf(situation);
    return user && valueOf(user.isFrozen) === true && says(situation, /invalid_grant/)
      ? {
          evidence: `${user.username} is frozen in ${situation.org}.`,
          actions: [
            run('Unfreeze the user, if it was not frozen on purpose', 'data update record', {
              sobject: 'UserLogin',
              where: `UserId=${user.id}`,
              values: 'IsFrozen=false',
              'target-org': situation.org,
            }),
          ],
        }
      : undefined;
  },
};

const outsideRanges: Cause = {
  id: 'address-outside-ranges',
  find: (situation) => {
    if (!says(situation, /ip restricted/i)) return undefined;
    const app = appOf(situation.facts);
    const ranges = app?.ipRanges.known ? app.ipRanges.value.map(({ start, end }) => `${start}-${end}`) : undefined;
    return {
      evidence: `The address that ${situation.org} sees this machine come from is in none of the allowed ranges (app: ${ranges ? ranges.join(', ') || 'none' : 'not known'}; the ranges of the profile${userOf(situation)?.profile ? ` ${userOf(situation)?.profile ?? ''}` : ''} count too).`,
      actions: [
        'Run this command from a machine where the program itself runs.',
        `Or, if this machine is to be allowed, add its address to policies.ipRanges in clientapps/${situation.app.name}.clientapp.yaml and deploy.`,
      ],
    };
  },
};

const authenticationFailure: Cause = {
  id: 'authentication-failure',
  find: (situation) =>
    says(situation, /authentication failure/i)
      ? {
          evidence: `${situation.org} refused to sign ${named(userOf(situation), situation.username)} in without saying why. The user is active and, as far as the org tells, not frozen; a locked password, login hours or a session policy remain.`,
          actions: [
            run('Look at the sign-ins of the user', 'data query', {
              query: `SELECT LoginTime, LoginType, Status, SourceIp FROM LoginHistory WHERE UserId = '${userOf(situation)?.id ?? '<user id>'}' ORDER BY LoginTime DESC LIMIT 5`,
              'target-org': situation.org,
            }),
          ],
        }
      : undefined,
};

/** Where the user is the reason. */
export const userCauses: readonly Cause[] = [inactiveUser, frozenUser, outsideRanges, authenticationFailure];
