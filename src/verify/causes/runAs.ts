import { run } from '../command.js';
import { appOf, holds, userNamed, usersWithEmail } from '../facts/facts.js';
import { says, type Cause, type Situation } from './cause.js';

const isOff = (situation: Situation): boolean => says(situation, /client credentials flow not enabled/i);
const hasNoUser = (situation: Situation): boolean => says(situation, /no client credentials user/i);

const deploy = ({ app, org }: Situation): string =>
  run('Deploy the app as its manifest has it', 'clientapp deploy', { name: app.name, 'target-org': org });

const runAsOf = ({ facts }: Situation): { known: boolean; user: string | undefined } => {
  const fact = appOf(facts)?.clientCredentials.runAsUser;
  return fact?.known ? { known: true, user: fact.value } : { known: false, user: undefined };
};

const offInSettings: Cause = {
  id: 'client-credentials-off-in-settings',
  find: (situation) => {
    const flag = appOf(situation.facts)?.clientCredentials.settings;
    return isOff(situation) && flag?.known && !flag.value
      ? {
          evidence: `The client credentials flow is off in the settings of ${situation.app.name} (isClientCredential${situation.app.registration === 'connected-app' ? '' : 'sFlow'}Enabled=false).`,
          actions: [deploy(situation)],
        }
      : undefined;
  },
};

const offInPolicy: Cause = {
  id: 'client-credentials-off-in-policy',
  find: (situation) => {
    const flag = appOf(situation.facts)?.clientCredentials.policy;
    return isOff(situation) && flag?.known && !flag.value
      ? {
          evidence: `The client credentials flow is on in the settings of ${situation.app.name} but off in its policies; an External Client App needs both switches.`,
          actions: [deploy(situation)],
        }
      : undefined;
  },
};

const noRunAsUser: Cause = {
  id: 'no-run-as-user',
  find: (situation) => {
    const runAs = runAsOf(situation);
    return hasNoUser(situation) && runAs.known && runAs.user === undefined
      ? {
          evidence: `${situation.app.name} has no run-as user in ${situation.org}, so the client credentials flow has nobody to sign in.`,
          actions: [
            `Name the integration user in clientapps/${situation.app.name}.clientapp.yaml (identity.user), and generate the files again.`,
            deploy(situation),
          ],
        }
      : undefined;
  },
};

const runAsByEmail: Cause = {
  id: 'run-as-by-email',
  find: (situation) => {
    const { user } = runAsOf(situation);
    if (!hasNoUser(situation) || user === undefined || userNamed(situation.facts, user)) return undefined;
    const [meant] = usersWithEmail(situation.facts, user);
    return meant
      ? {
          evidence: `The run-as user is "${user}", which is the e-mail address of ${meant.username} and no username.`,
          actions: [
            `Set identity.user to "${meant.username}" in clientapps/${situation.app.name}.clientapp.yaml, and generate the files again.`,
            deploy(situation),
          ],
        }
      : undefined;
  },
};

const runAsUnknown: Cause = {
  id: 'run-as-user-unknown',
  find: (situation) => {
    const { user } = runAsOf(situation);
    const { users } = situation.facts;
    return hasNoUser(situation) && user !== undefined && users.known && !userNamed(situation.facts, user)
      ? {
          evidence: `The run-as user is "${user}", and ${situation.org} has no user of that name.`,
          actions: [
            run('Create the integration user', 'clientapp create user', {
              name: situation.app.name,
              'target-org': situation.org,
            }),
          ],
        }
      : undefined;
  },
};

const apiDisabled = (situation: Situation): boolean => says(situation, /API_CURRENTLY_DISABLED|API is disabled/i);

const apiEnabledMissing: Cause = {
  id: 'api-enabled-missing',
  find: (situation) => {
    const username = runAsOf(situation).user ?? situation.username;
    const user = userNamed(situation.facts, username);
    const lacks = user !== undefined && holds(user, 'apiEnabled') === false;
    if (!apiDisabled(situation) && !(hasNoUser(situation) && lacks)) return undefined;
    return {
      evidence: `${user?.username ?? username ?? 'The user'} lacks the permission API Enabled (ApiEnabled)${user?.profile ? `: neither the profile ${user.profile} nor a permission set grants it` : ''}.`,
      actions: [
        `Give the user the profile "Minimum Access - API Only Integrations", which has the permission, or a permission set with ApiEnabled.`,
      ],
    };
  },
};

/** Where the client credentials flow or its user is the reason. */
export const runAsCauses: readonly Cause[] = [
  offInSettings,
  offInPolicy,
  noRunAsUser,
  runAsByEmail,
  runAsUnknown,
  apiEnabledMissing,
];
