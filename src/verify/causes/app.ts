import { appOf, valueOf } from '../facts/facts.js';
import { run } from '../command.js';
import { isUnknownClient, says, type Cause, type Situation } from './cause.js';

const deploy = (why: string, { app, org }: Situation): string =>
  run(why, 'clientapp deploy', { name: app.name, 'target-org': org });

const appNotInstalled: Cause = {
  id: 'app-not-installed',
  find: (situation) =>
    says(situation, /not installed in this org|must be installed into org/i)
      ? {
          evidence: `The key belongs to an app of another org that is not installed in ${situation.org}, as after a sandbox refresh, which does not copy local External Client Apps.`,
          actions: [deploy('Deploy the app to this org, which gives it a key of its own', situation)],
        }
      : undefined,
};

const appDeleted: Cause = {
  id: 'app-deleted',
  find: (situation) =>
    isUnknownClient(situation) && situation.facts.app.known && situation.facts.app.value === undefined
      ? {
          evidence: `${situation.org} has no ${situation.app.registration === 'connected-app' ? 'Connected App' : 'External Client App'} named ${situation.app.name}, so its key is good for nothing.`,
          actions: [deploy('Deploy the app', situation)],
        }
      : undefined,
};

const appBlocked: Cause = {
  id: 'app-blocked',
  find: (situation) =>
    says(situation, /app_blocked|blocked by admin/i)
      ? {
          evidence: `An admin of ${situation.org} has blocked the app.`,
          actions: ['In Setup, under Connected Apps OAuth Usage, look the app up and unblock it, if its owner agrees.'],
        }
      : undefined,
};

const appDisabled: Cause = {
  id: 'app-disabled',
  find: (situation) =>
    isUnknownClient(situation) && valueOf(situation.facts.switches.app) === false
      ? {
          evidence: `The policies of ${situation.app.name} in ${situation.org} say isEnabled=false: the whole app is switched off.`,
          actions: [deploy('If it was switched off by mistake, deploy its policies again', situation)],
        }
      : undefined,
};

const oauthPluginDisabled: Cause = {
  id: 'oauth-plugin-disabled',
  find: (situation) =>
    isUnknownClient(situation) && valueOf(situation.facts.switches.oauthPlugin) === false
      ? {
          evidence: `The policies of ${situation.app.name} in ${situation.org} say isOauthPluginEnabled=false: every key of the app is switched off.`,
          actions: [deploy('If it was switched off by mistake, deploy its policies again', situation)],
        }
      : undefined,
};

const callbackMismatch: Cause = {
  id: 'callback-mismatch',
  find: (situation) => {
    if (!says(situation, /redirect_uri_mismatch/i)) return undefined;
    const callbacks = appOf(situation.facts)?.callbackUrls;
    const registered = callbacks?.known ? callbacks.value.map(({ value }) => value) : undefined;
    const inOrg = registered ? registered.join(', ') || 'none' : 'not known';
    return {
      evidence: `The manifest declares the callback ${situation.app.callbackUrls.join(', ')}; registered in ${situation.org}: ${inOrg}. The two are compared character by character.`,
      actions: [deploy('Deploy the callback of the manifest', situation)],
    };
  },
};

const highAssurance: Cause = {
  id: 'high-assurance-required',
  find: (situation) =>
    says(situation, /high assurance/i)
      ? {
          evidence: `The session policy of ${situation.app.name} asks for a high-assurance session, and a flow without a person, ${situation.flow}, can never have one.`,
          actions: [
            `Set policies.session.level to "standard" in clientapps/${situation.app.name}.clientapp.yaml.`,
            run('Generate and deploy again', 'clientapp deploy', {
              name: situation.app.name,
              'target-org': situation.org,
            }),
          ],
        }
      : undefined,
};

/** Where the app itself is the reason. */
export const appCauses: readonly Cause[] = [
  appNotInstalled,
  appBlocked,
  appDeleted,
  appDisabled,
  oauthPluginDisabled,
  callbackMismatch,
  highAssurance,
];
