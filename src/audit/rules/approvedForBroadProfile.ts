import {
  known,
  unknown,
  type Fact,
  type Inventory,
  type InventoryApp,
  type InventoryPermissionSet,
  type Located,
  type Origin,
} from '../../inventory/types.js';
import { evidenceOfOrg } from '../auditedOrgs.js';
import { openedBy } from '../openedBy.js';
import { eachOauthApp, finding, notEvaluated, shortId, withFact } from '../outcomes.js';
import { nist, sbs } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';

/** The file is called Admin, the profile System Administrator; retrieved apps name it in the org's language. */
const administrator =
  /^(?:admin|.*\bsys(?:tem)?[ -]?admin.*|systembeheerder|administrateur (?:du )?système|administrador del? (?:sistema|sistemas)|amministratore (?:del )?sistema|システム管理者|系统管理员|系統管理員|시스템 관리자)$/i;

/** Profiles of integration users, such as `Minimum Access - API Only Integrations`: few users, and no people. */
const integrationProfile = /\bintegrations?\b/i;

type Grant = { profile: Located<string>; record: InventoryPermissionSet | undefined; names: string[] };

type Records = ReadonlyMap<string, InventoryPermissionSet>;

const indexes = new WeakMap<readonly InventoryPermissionSet[], Records>();

const keyOf = (origin: Origin, name: string): string =>
  JSON.stringify([origin.kind === 'org' ? origin.org : undefined, name.toLowerCase()]);

/** Profiles by name, label and id within their origin; made once, since each app asks for each of its grants. */
const profilesOf = (sets: readonly InventoryPermissionSet[]): Records => {
  const made = indexes.get(sets);
  if (made) return made;
  const index = new Map<string, InventoryPermissionSet>();
  for (const set of sets) {
    if (!set.isProfile) continue;
    const { origin, name, label } = set;
    const ids = origin.kind === 'org' && origin.id !== '' ? [shortId(origin.id)] : [];
    for (const own of [name, label ?? name, ...ids]) {
      const key = keyOf(origin, own);
      if (!index.has(key)) index.set(key, set);
    }
  }
  indexes.set(sets, index);
  return index;
};

const profileId = /^(?:00e|0PS)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

const grantOf = (inventory: Inventory, app: InventoryApp, profile: Located<string>): Grant => {
  const name = profileId.test(profile.value) ? shortId(profile.value) : profile.value;
  const record = profilesOf(inventory.permissionSets).get(keyOf(app.origin, name));
  return { profile, record, names: [profile.value, record?.name, record?.label].filter((one) => one !== undefined) };
};

/** By what the profile may do; by its name where that is not known. */
const isAdministrator = ({ names, record }: Grant): boolean =>
  names.some((name) => administrator.test(name)) ||
  record?.userPermissions.some(({ value }) => value === 'ModifyAllData') === true;

const isOfIntegrations = ({ names, record }: Grant): boolean =>
  names.some((name) => integrationProfile.test(name)) ||
  record?.userPermissions.some(({ value }) => value === 'ApiUserOnly') === true;

const forAdministrator = (app: InventoryApp, { profile: { value: profile, at } }: Grant): Outcome =>
  finding(app, {
    subject: profile,
    message: `${app.name} is approved for profile ${profile}, so each of its tokens can do everything in the org.`,
    evidence: `profile ${profile} is granted the app`,
    location: at,
  });

/** The id of a profile's own permission set, which stands for a name that the reading user may not see. */
const isNameless = (profile: string): boolean => /^0PS[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/.test(profile);

/** How many active users have a profile: as its record says, else by those for whom it opens the app. */
const usersOf = (inventory: Inventory, { org, id }: { org: string; id: string }, grant: Grant): Fact<number> => {
  const counted = grant.record?.activeUsers;
  if (counted?.known) return counted;
  const { appAccess } = evidenceOfOrg(inventory, org);
  if (!appAccess.known) return counted ?? unknown(`profile ${grant.profile.value} is not among those that were read`);
  const { profiles, holders } = openedBy(appAccess.value);
  const names = new Set(grant.names.map((name) => name.toLowerCase()));
  const own = profiles
    .get(shortId(id))
    ?.find(({ parent, parentId }) => names.has(parent.toLowerCase()) || names.has(parentId.toLowerCase()));
  const users = own && holders.get(shortId(own.parentId));
  return users ? known(users.size) : (counted ?? unknown(`nobody counted the users of profile ${grant.profile.value}`));
};

const byUsers = (
  inventory: Inventory,
  app: InventoryApp & { origin: { kind: 'org' } },
  grant: Grant,
  limit: number,
): Outcome[] => {
  const { profile } = grant;
  return withFact(app, usersOf(inventory, app.origin, grant), (users) =>
    users <= limit
      ? isNameless(profile.value)
        ? [
            notEvaluated(
              app,
              `the name of profile ${profile.value} is hidden from users without ViewAllProfiles (View All Profiles), so it may be the administrators'`,
            ),
          ]
        : []
      : [
          finding(app, {
            subject: profile.value,
            message: `${app.name} is approved for profile ${profile.value}, and so for ${users} active users.`,
            evidence: `profile ${profile.value} has ${users} active users`,
            location: profile.at,
          }),
        ],
  );
};

/** Source does not tell how many users a profile has: one finding for all, with little confidence. */
const withoutUsers = (app: InventoryApp, grants: Grant[]): Outcome[] => {
  const [first] = grants;
  if (!first) return [];
  const names = grants.map(({ profile }) => profile.value).sort();
  const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
  return [
    finding(app, {
      subject: names.join(', '),
      message: `${app.name} is approved for ${names.length === 1 ? 'profile' : 'profiles'} ${shown.join(', ')}, and so for everyone who has one now or later.`,
      evidence: `granted to ${names.length} ${names.length === 1 ? 'profile' : 'profiles'}; source does not tell how many users that is`,
      confidence: 'low',
      location: first.profile.at,
    }),
  ];
};

const isInOrg = (app: InventoryApp): app is InventoryApp & { origin: { kind: 'org' } } => app.origin.kind === 'org';

const outcomesOf = (
  inventory: Inventory,
  app: InventoryApp,
  profiles: Array<Located<string>>,
  { thresholds }: RuleContext,
): Outcome[] => {
  const grants = profiles.map((profile) => grantOf(inventory, app, profile));
  const others = grants.filter((grant) => !isAdministrator(grant) && !isOfIntegrations(grant));
  return [
    ...grants.filter(isAdministrator).map((grant) => forAdministrator(app, grant)),
    ...(isInOrg(app)
      ? others.flatMap((grant) => byUsers(inventory, app, grant, thresholds.broadProfileUsers))
      : withoutUsers(app, others)),
  ];
};

export const approvedForBroadProfile: Rule = {
  id: 'approved-for-broad-profile',
  title: 'App approved for a broad profile',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['access'],
  description:
    'Every user has exactly one profile, so an app that a profile opens is open to people who never asked for it. ' +
    'Through System Administrator its tokens reach everything.',
  evidence:
    'profileName of the app, or SetupEntityAccess of profiles, with the number of their active users; administrators by Modify All Data or by name.',
  confidence: 'Low in source, which does not tell how many users a profile has.',
  exceptions:
    'Profiles of integration users, by their name or API Only User; in an org, profiles of at most thresholds.broadProfileUsers active users. A tool for the whole company is right to waive.',
  remedy: 'Name a permission set instead (commaSeparatedPermissionSet, permissionSetName) and remove the profile.',
  references: [sbs('OAUTH-002'), nist('AC-6')],
  perApp: true,
  check: (inventory, context) =>
    eachOauthApp(inventory, (app) => {
      // Grants count for nothing while everyone may authorise themselves.
      if (app.permittedUsers.known && app.permittedUsers.value === 'self-authorize') return [];
      return withFact(app, app.grants, ({ profiles }) =>
        profiles.length === 0
          ? []
          : withFact(app, app.permittedUsers, () => outcomesOf(inventory, app, profiles, context)),
      );
    }),
};
