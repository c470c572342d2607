import { permissionSetNames } from '../../app/clientApp.js';
import { run } from '../command.js';
import { appOf, userNamed, valueOf, type OrgUser } from '../facts/facts.js';
import { named, says, type Cause, type Situation } from './cause.js';

const userOf = ({ facts, username }: Situation): OrgUser | undefined => userNamed(facts, username);

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

const isNotApproved = (situation: Situation): boolean =>
  says(situation, /invalid_app_access|OAUTH_APP_ACCESS_DENIED|not admin approved/i);

const assign = (situation: Situation, set: string): string =>
  run('Give the user the permission set', 'org assign permset', {
    name: set,
    'on-behalf-of': situation.username ?? '',
    'target-org': situation.org,
  });

/** Nothing opens the app at all: then everyone is locked out (platform.md 8.5). */
const nothingOpensApp: Cause = {
  id: 'nothing-opens-app',
  find: (situation) => {
    const openers = valueOf(situation.facts.openers);
    return isNotApproved(situation) && openers?.length === 0
      ? {
          evidence: `${situation.app.name} lets in admin-approved users only, and no permission set and no profile opens it: everyone is locked out.`,
          actions: [
            run(
              `Deploy the app with its permission set ${permissionSetNames(situation.app.name).access}`,
              'clientapp deploy',
              {
                name: situation.app.name,
                'target-org': situation.org,
              },
            ),
          ],
        }
      : undefined;
  },
};

const permissionSetMissing: Cause = {
  id: 'permission-set-missing',
  find: (situation) => {
    if (!isNotApproved(situation)) return undefined;
    const user = userOf(situation);
    const { access } = permissionSetNames(situation.app.name);
    const openers = valueOf(situation.facts.openers)?.map(({ name }) => name);
    const held = valueOf(user?.sets ?? { known: false, reason: '' })
      ?.filter(({ isProfile }) => !isProfile)
      .map(({ name }) => name);
    const opened = openers ? ` It is opened by ${openers.join(', ')}.` : '';
    const has = held ? ` The user holds ${held.join(', ') || 'no permission set'}.` : '';
    const set = openers && !openers.includes(access) ? (openers[0] ?? access) : access;
    return {
      evidence: `${named(user, situation.username)} holds nothing that opens ${situation.app.name}, which lets in admin-approved users only.${opened}${has}`,
      actions: [assign(situation, set)],
    };
  },
};

const isNotConsented = (situation: Situation): boolean => says(situation, /hasn.t approved this consumer/i);

const userUnknown: Cause = {
  id: 'user-unknown',
  find: (situation) =>
    isNotConsented(situation) && situation.facts.users.known && !userOf(situation)
      ? {
          evidence: `${situation.org} has no user ${situation.username ?? ''}: the assertion names somebody whom it does not know.`,
          actions: [
            run('Create the integration user, or correct identity.user in the manifest', 'clientapp create user', {
              name: situation.app.name,
              'target-org': situation.org,
            }),
          ],
        }
      : undefined,
};

const selfAuthorizeUnapproved: Cause = {
  id: 'self-authorize-unapproved',
  find: (situation) => {
    if (!isNotConsented(situation)) return undefined;
    const policy = appOf(situation.facts)?.permittedUsers;
    const says =
      policy?.known && policy.value === 'self-authorize'
        ? `${situation.app.name} lets users authorize it themselves, and ${named(userOf(situation), situation.username)} has not done so`
        : `${named(userOf(situation), situation.username)} has not approved ${situation.app.name}`;
    return {
      evidence: `${says}: a flow without a person has no page on which to approve.`,
      actions: [
        `Set policies.permittedUsers to "admin-approved" in clientapps/${situation.app.name}.clientapp.yaml.`,
        run('Deploy it with its permission set', 'clientapp deploy', {
          name: situation.app.name,
          'target-org': situation.org,
        }),
        assign(situation, permissionSetNames(situation.app.name).access),
      ],
    };
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
export const userCauses: readonly Cause[] = [
  inactiveUser,
  frozenUser,
  nothingOpensApp,
  permissionSetMissing,
  userUnknown,
  selfAuthorizeUnapproved,
  outsideRanges,
  authenticationFailure,
];
