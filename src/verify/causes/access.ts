import { permissionSetNames } from '../../app/clientApp.js';
import { run } from '../command.js';
import { appOf, valueOf } from '../facts/facts.js';
import { named, says, userOf, type Cause, type Situation } from './cause.js';

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

/** Where the user may not use the app, or has not agreed to it. */
export const accessCauses: readonly Cause[] = [
  nothingOpensApp,
  permissionSetMissing,
  userUnknown,
  selfAuthorizeUnapproved,
];
