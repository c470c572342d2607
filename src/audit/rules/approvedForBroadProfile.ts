import { unknown, type Fact, type Inventory, type InventoryApp, type Located } from '../../inventory/types.js';
import { eachOauthApp, finding, notEvaluated, sameOrigin, shortId, withFact } from '../outcomes.js';
import { nist, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

/** The file is called Admin, the profile System Administrator; retrieved apps name it in the org's language. */
const administrator =
  /^(?:admin|.*\b(?:system ?administrator|systemadministrator|systembeheerder|systemadministratör)|administrateur (?:du )?système|administrador del? (?:sistema|sistemas)|amministratore (?:del )?sistema|システム管理者|系统管理员|系統管理員|시스템 관리자)$/i;

/** Profiles of integration users, who can do nothing but call the API. */
const apiOnlyProfiles = new Set(['minimum access - api only integrations', 'salesforce api only system integrations']);

/** As many active users of one profile are "very many". */
const manyUsers = 100;

const outcomesOf = (inventory: Inventory, app: InventoryApp, { value: profile, at }: Located<string>): Outcome[] => {
  const place = at && { location: at };
  const record = inventory.permissionSets.find(
    ({ isProfile, name, label, origin }) =>
      isProfile &&
      sameOrigin(origin, app.origin) &&
      ([name, label].some((own) => own?.toLowerCase() === profile.toLowerCase()) ||
        (origin.kind === 'org' && shortId(origin.id) === shortId(profile))),
  );
  const names = [profile, record?.name, record?.label].filter((name) => name !== undefined);
  if (names.some((name) => administrator.test(name))) {
    return [
      finding(app, {
        subject: profile,
        message: `${app.name} is approved for profile ${profile}, so each of its tokens can do everything in the org.`,
        evidence: `profile ${profile} is granted the app`,
        ...place,
      }),
    ];
  }
  const isApiOnly =
    names.some((name) => apiOnlyProfiles.has(name.toLowerCase())) ||
    record?.userPermissions.some(({ value }) => value === 'ApiUserOnly');
  if (isApiOnly) return [];

  const activeUsers: Fact<number> =
    record?.activeUsers ?? unknown(`profile ${profile} is not among those that were read`);
  if (activeUsers.known) {
    const users = activeUsers.value;
    if (users <= manyUsers) return [];
    return [
      finding(app, {
        subject: profile,
        message: `${app.name} is approved for profile ${profile}, and so for ${users} active users.`,
        evidence: `profile ${profile} has ${users} active users`,
        ...place,
      }),
    ];
  }
  if (app.origin.kind === 'org') return [notEvaluated(app, activeUsers.reason)];
  return [
    finding(app, {
      subject: profile,
      message: `${app.name} is approved for profile ${profile}, and so for everyone who has it now or later.`,
      evidence: `profile ${profile} is granted the app; source does not tell how many users it has`,
      confidence: 'low',
      ...place,
    }),
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
    'Profiles of integration users (API only); in an org, profiles of at most 100 active users. In source the number is not known, so the confidence is low. A tool for the whole company is right to waive.',
  remedy: 'Name a permission set instead (commaSeparatedPermissionSet, permissionSetName) and remove the profile.',
  references: [sbs('OAUTH-002'), nist('AC-6')],
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      // Grants count for nothing while everyone may authorise themselves.
      if (app.permittedUsers.known && app.permittedUsers.value === 'self-authorize') return [];
      return withFact(app, app.grants, ({ profiles }) =>
        profiles.flatMap((profile) =>
          app.permittedUsers.known
            ? outcomesOf(inventory, app, profile)
            : [notEvaluated(app, app.permittedUsers.reason)],
        ),
      );
    }),
};
