import type { Inventory, InventoryApp, InventoryPermissionSet, Located } from '../../inventory/types.js';
import { eachOauthApp, finding, notEvaluated, sameOrigin, shortId, withFact } from '../outcomes.js';
import { nist, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

/** The file is called Admin, the profile System Administrator; retrieved apps name it in the org's language. */
const administrator =
  /^(?:admin|.*\bsys(?:tem)?[ -]?admin.*|systembeheerder|administrateur (?:du )?système|administrador del? (?:sistema|sistemas)|amministratore (?:del )?sistema|システム管理者|系统管理员|系統管理員|시스템 관리자)$/i;

/** Profiles of integration users, such as `Minimum Access - API Only Integrations`: few users, and no people. */
const integrationProfile = /\bintegrations?\b/i;

/** As many active users of one profile are "very many". */
const manyUsers = 100;

type Grant = { profile: Located<string>; record: InventoryPermissionSet | undefined; names: string[] };

const grantOf = (inventory: Inventory, app: InventoryApp, profile: Located<string>): Grant => {
  const record = inventory.permissionSets.find(
    ({ isProfile, name, label, origin }) =>
      isProfile &&
      sameOrigin(origin, app.origin) &&
      ([name, label].some((own) => own?.toLowerCase() === profile.value.toLowerCase()) ||
        (origin.kind === 'org' && shortId(origin.id) === shortId(profile.value))),
  );
  return { profile, record, names: [profile.value, record?.name, record?.label].filter((name) => name !== undefined) };
};

const isAdministrator = ({ names }: Grant): boolean => names.some((name) => administrator.test(name));

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

const byUsers = (app: InventoryApp, { profile: { value: profile, at }, record }: Grant): Outcome[] => {
  if (!record) return [notEvaluated(app, `profile ${profile} is not among those that were read`)];
  return withFact(app, record.activeUsers, (users) =>
    users <= manyUsers
      ? isNameless(profile)
        ? [
            notEvaluated(
              app,
              `the name of profile ${profile} is hidden from users without ViewAllProfiles (View All Profiles), so it may be the administrators'`,
            ),
          ]
        : []
      : [
          finding(app, {
            subject: profile,
            message: `${app.name} is approved for profile ${profile}, and so for ${users} active users.`,
            evidence: `profile ${profile} has ${users} active users`,
            location: at,
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

const outcomesOf = (inventory: Inventory, app: InventoryApp, profiles: Array<Located<string>>): Outcome[] => {
  const grants = profiles.map((profile) => grantOf(inventory, app, profile));
  const others = grants.filter((grant) => !isAdministrator(grant) && !isOfIntegrations(grant));
  return [
    ...grants.filter(isAdministrator).map((grant) => forAdministrator(app, grant)),
    ...(app.origin.kind === 'org' ? others.flatMap((grant) => byUsers(app, grant)) : withoutUsers(app, others)),
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
  exceptions:
    'Profiles of integration users, by their name or API Only User; in an org, profiles of at most 100 active users. In source the number is not known, so the confidence is low. A tool for the whole company is right to waive.',
  remedy: 'Name a permission set instead (commaSeparatedPermissionSet, permissionSetName) and remove the profile.',
  references: [sbs('OAUTH-002'), nist('AC-6')],
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      // Grants count for nothing while everyone may authorise themselves.
      if (app.permittedUsers.known && app.permittedUsers.value === 'self-authorize') return [];
      return withFact(app, app.grants, ({ profiles }) =>
        profiles.length === 0 ? [] : withFact(app, app.permittedUsers, () => outcomesOf(inventory, app, profiles)),
      );
    }),
};
