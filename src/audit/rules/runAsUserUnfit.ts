import type { Fact, InventoryApp } from '../../inventory/types.js';
import { ask, whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { eachOauthApp, finding, notEvaluated } from '../outcomes.js';
import { nhi, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { isSameUser, isUserId } from '../usernames.js';

/** An External Client App has a switch on both sides; one side that is off ends it, one that nobody can see does not. */
const clientCredentialsOn = ({ clientCredentials: { settings, policy } }: InventoryApp): Fact<boolean> => {
  const off = [settings, policy].find((side) => side.known && !side.value);
  if (off) return off;
  return settings.known ? settings : policy;
};

const compare = (app: InventoryApp, user: string): Outcome[] => {
  const declared = app.manifest?.app?.identity.user;
  if (declared === undefined || isSameUser(user, declared)) return [];
  const element = elementOf(app, 'runAsUser');
  if (isUserId(user)) return [notEvaluated(app, `${element} holds an id, which cannot be compared with a username`)];
  if (app.origin.kind === 'org' && app.manifest && app.manifest.environments.length > 0) {
    const names = app.manifest.environments.join(', ');
    return [notEvaluated(app, `${element} differs from the manifest, which may declare that user for ${names}`)];
  }
  return [
    finding(app, {
      subject: 'other-user',
      message: `${app.name} runs as ${user}, but its manifest declares ${declared}.`,
      evidence: `${element} is ${user}; identity.user in the manifest is ${declared}`,
      location: app.clientCredentials.runAsUser.known ? app.clientCredentials.runAsUser.at : undefined,
    }),
  ];
};

export const runAsUserUnfit: Rule = {
  id: 'run-as-user-unfit',
  title: 'Run-as user of the client credentials flow is missing or not the declared one',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['identity', 'flows'],
  description:
    'Whoever has the client secret acts as the run-as user, so that user is the whole limit of what a leaked secret can do. ' +
    'It must be an integration user of its own with API access only; without one somebody picks a user in Setup, often an administrator.',
  exceptions:
    'Apps whose client credentials flow is off on either side; a user named by id, which source cannot compare; ' +
    'a username with the ending that sandboxes append.',
  remedy:
    'Create the integration user with `sf clientapp create user`, name it in "identity.user" of the manifest and in ' +
    'oauthClientCredentialUser (connected app) or clientCredentialsFlowUser (External Client App).',
  references: [nhi(5), nhi(10), sbs('ACS-008')],
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      const { runAsUser } = app.clientCredentials;
      return whenAll(app, [clientCredentialsOn(app), ask(runAsUser, () => true)], () => {
        const user = runAsUser.known ? runAsUser.value?.trim() : undefined;
        if (user) return compare(app, user);
        const at = app.clientCredentials.settings.known ? app.clientCredentials.settings.at : undefined;
        return [
          finding(app, {
            subject: 'missing',
            message: `${app.name} has the client credentials flow on and no run-as user.`,
            evidence: `${elementOf(app, 'runAsUser')} is not set`,
            location: runAsUser.known ? (runAsUser.at ?? at) : at,
          }),
        ];
      });
    }),
};
