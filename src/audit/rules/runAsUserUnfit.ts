import type { InventoryUser, OrgEvidence } from '../../inventory/evidence.js';
import type { Fact, Inventory, InventoryApp } from '../../inventory/types.js';
import { evidenceOfOrg } from '../auditedOrgs.js';
import { whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { findUser } from '../orgUsers.js';
import { eachOauthApp, finding, notEvaluated, shortId, withFact } from '../outcomes.js';
import { describePrivileges, forbiddenToPrograms, privilegedUsers } from '../permissionHolders.js';
import { nhi, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { rowsRead } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';
import { isSameUser, isUserId } from '../usernames.js';
import { placeOfFact } from '../facts.js';

/** An External Client App has a switch on both sides; one side that is off ends it, one that nobody can see does not. */
const clientCredentialsOn = ({ clientCredentials: { settings, policy } }: InventoryApp): Fact<boolean> => {
  const off = [settings, policy].find((side) => side.known && !side.value);
  if (off) return off;
  return settings.known ? settings : policy;
};

const compare = (app: InventoryApp, written: string, record: InventoryUser | undefined): Outcome[] => {
  const declared = app.manifest?.app?.identity.user;
  const user = record?.username ?? written;
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
      location: placeOfFact(app.clientCredentials.runAsUser),
    }),
  ];
};

/** What is wrong with the user itself, as an org knows it; source knows only a name. */
const faultsOf = (app: InventoryApp, evidence: OrgEvidence, user: InventoryUser): Outcome[] => {
  const found = (subject: string, message: string, seen: string): Outcome =>
    finding(app, {
      subject,
      user: user.username,
      message: `${app.name} runs as ${user.username}, ${message}.`,
      evidence: `${seen}; ${rowsRead('User', [user.id], evidence.readAt)}`,
    });
  const org = { org: evidence.org };
  const privileged = privilegedUsers(evidence, forbiddenToPrograms);
  const privileges = privileged.known ? privileged.value.get(shortId(user.id)) : undefined;
  const isFrozen = user.isFrozen.known && user.isFrozen.value;
  if (!user.isActive || isFrozen) {
    const state = user.isActive ? 'frozen' : 'inactive';
    return [found('inactive', `who is ${state}, so that the app cannot work`, `the user is ${state}`)];
  }
  return [
    ...(privileges
      ? [
          found(
            'privileged',
            `who has ${describePrivileges(privileges)}`,
            'privileges through profile and permission sets',
          ),
        ]
      : []),
    ...(user.apiOnly.known && !user.apiOnly.value
      ? [found('interactive', 'who is not API only and can log in by hand', 'no API Only User')]
      : []),
    ...(privileged.known ? [] : [orgNotEvaluated(org, privileged.reason)]),
    ...(user.apiOnly.known ? [] : [orgNotEvaluated(org, user.apiOnly.reason)]),
  ];
};

const ofRecord = (inventory: Inventory, app: InventoryApp, written: string): Outcome[] => {
  if (app.origin.kind === 'source') return compare(app, written, undefined);
  const evidence = evidenceOfOrg(inventory, app.origin.org);
  const record = findUser(evidence, written);
  const compared = compare(app, written, record);
  if (record) return [...compared, ...faultsOf(app, evidence, record)];
  if (!evidence.users.known) return [...compared, orgNotEvaluated(evidence, evidence.users.reason)];
  return [
    ...compared,
    notEvaluated(app, `${elementOf(app, 'runAsUser')} names ${written}, who is not among the users that were read`),
  ];
};

export const runAsUserUnfit: Rule = {
  id: 'run-as-user-unfit',
  title: 'Run-as user of the client credentials flow is missing, unfit or not the declared one',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['identity', 'flows'],
  description:
    'Whoever has the client secret acts as the run-as user, so that user is the whole limit of what a leaked secret can do. ' +
    'It must be an integration user of its own with API access only; without one somebody picks a user in Setup, often an administrator.',
  evidence:
    'oauthClientCredentialUser or clientCredentialsFlowUser against identity.user of the manifest; in an org also User.IsActive, UserLogin.IsFrozen, API Only User, and Modify All Data, View All Data, Manage Users, Author Apex and Customize Application through profile, permission sets and groups.',
  exceptions:
    'Apps whose client credentials flow is off on either side; a user named by id, which source alone cannot compare; ' +
    'a username with the ending that sandboxes append.',
  remedy:
    'Create the integration user with `sf clientapp create user`, name it in "identity.user" of the manifest and in ' +
    'oauthClientCredentialUser (connected app) or clientCredentialsFlowUser (External Client App).',
  references: [nhi(5), nhi(10), sbs('ACS-008')],
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      const { runAsUser } = app.clientCredentials;
      return whenAll(app, [clientCredentialsOn(app)], () =>
        withFact(app, runAsUser, (name) => {
          const user = name?.trim();
          if (user) return ofRecord(inventory, app, user);
          return [
            finding(app, {
              subject: 'missing',
              message: `${app.name} has the client credentials flow on and no run-as user.`,
              evidence: `${elementOf(app, 'runAsUser')} is not set`,
              location: placeOfFact(runAsUser) ?? placeOfFact(app.clientCredentials.settings),
            }),
          ];
        }),
      );
    }),
};
