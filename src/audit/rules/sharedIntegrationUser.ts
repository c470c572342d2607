import { isSalesforceApp } from '../../data/salesforceApps.js';
import type { Inventory, InventoryApp } from '../../inventory/types.js';
import { appOfToken } from '../appIndex.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { nonHumans, runAsUserOf, soundsLikeProgram } from '../nonHuman.js';
import { onceForAll } from '../orgOutcomes.js';
import { orgUsers } from '../orgUsers.js';
import { finding, notEvaluated, shortId } from '../outcomes.js';
import { nhi, sbs } from '../references.js';
import type { Confidence, Outcome, Rule } from '../rule.js';
import { clientCredentialsState } from '../soleFlow.js';
import { listed } from '../texts.js';
import { tokensByApp } from '../tokenGroups.js';
import { orgNotEvaluated } from '../unanswered.js';
import { usedApps } from '../usageOf.js';
import { isUserId } from '../usernames.js';
import { listOf } from '../facts.js';

type Use = {
  /** Username in small letters, else the first 15 characters of the id: what all sources can be brought to. */
  user: string;
  app?: InventoryApp | undefined;
  appName: string;
  org?: string | undefined;
  by: 'run-as' | 'token' | 'log';
};

/** Orgs name the run-as user by id or by username, the API log by id; tokens and users know both. */
const usernames = (orgs: readonly AuditedOrg[]): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const { tokens, evidence } of orgs) {
    for (const { userId, username } of listOf(tokens)) {
      if (username !== undefined) names.set(shortId(userId), username.toLowerCase());
    }
    for (const [id, { username }] of orgUsers(evidence).byId) names.set(id, username.toLowerCase());
  }
  return names;
};

type Normal = (user: string) => string;

const byRunAs = ({ apps }: Inventory, normal: Normal): Use[] =>
  apps.flatMap((app): Use[] => {
    const user = runAsUserOf(app);
    return user && !app.firstParty ? [{ user: normal(user), app, appName: app.name, by: 'run-as' }] : [];
  });

const byToken = (audited: AuditedOrg, normal: Normal): Use[] => {
  const { org, index } = audited;
  return tokensByApp(audited).flatMap(({ tokens }) =>
    tokens.flatMap((token): Use[] => {
      if (isSalesforceApp(token.appName)) return [];
      const app = appOfToken(index, token);
      const user = token.username?.toLowerCase() ?? normal(token.userId);
      return [{ user, app, appName: app?.name ?? token.appName, org, by: 'token' }];
    }),
  );
};

const byLog = (inventory: Inventory, normal: Normal): Use[] =>
  usedApps(inventory).flatMap(({ org, app, name, usage }) =>
    app?.firstParty || isSalesforceApp(name)
      ? []
      : usage.users.map(({ userId }): Use => ({ user: normal(userId), app, appName: name, org: org.org, by: 'log' })),
  );

/** Users that are no people, and how sure that is. */
const programs = (orgs: readonly AuditedOrg[], runAs: readonly Use[]): ReadonlyMap<string, Confidence> => {
  const found = new Map<string, Confidence>();
  for (const org of orgs) {
    const users = nonHumans(org);
    for (const { user, confidence } of users.known ? users.value.values() : []) {
      found.set(user.username.toLowerCase(), confidence);
    }
  }
  for (const { user } of runAs) found.set(user, 'high');
  return found;
};

/** One use for each app; a token or a call beside the run-as entry of the same app says nothing new. */
const onePerApp = (uses: readonly Use[]): Use[] => {
  const apps = new Map<InventoryApp | string, Use>();
  for (const use of uses) {
    const key = use.app ?? JSON.stringify([use.appName, use.org]);
    if (!apps.has(key)) apps.set(key, use);
  }
  return [...apps.values()];
};

const hows = { 'run-as': 'run-as user', token: 'holder of a token', log: 'caller in the API log' } as const;

/** Beyond this, one finding about the user says more than one about each app. */
const mostApps = 20;

/** A user that serves very many apps, in one sentence for each org. */
const crowded = (user: string, uses: readonly Use[], names: readonly string[], confidence: Confidence): Outcome[] =>
  [...new Set(uses.map(({ org }) => org))].map((org): Outcome => ({
    kind: 'finding',
    subject: user,
    message: `${user} serves ${names.length} apps: ${listed(names, 10)}.`,
    evidence: `${user} serves ${listed(names, mostApps)}`,
    user,
    ...(org !== undefined && { org }),
    confidence,
  }));

const findingsOf = (user: string, uses: readonly Use[], confidence: Confidence): Outcome[] => {
  const names = [...new Set(uses.map(({ appName }) => appName))].sort();
  if (names.length < 2) return [];
  if (names.length > mostApps) return crowded(user, uses, names, confidence);
  return onePerApp(uses).map(({ app, appName, org, by }): Outcome => {
    const others = names.filter((name) => name !== appName);
    const shown = others.length > 10 ? [...others.slice(0, 10), `${others.length - 10} more`] : others;
    const draft = {
      subject: user,
      message: `${appName} acts as ${user}, and so ${others.length > 1 ? 'do' : 'does'} ${shown.join(', ')}.`,
      evidence: `${user} serves ${listed(names, 10)}; here as ${hows[by]}`,
      user,
      ...(org !== undefined && { org }),
      confidence,
    };
    if (!app) return { kind: 'finding', appName, ...draft };
    const { runAsUser } = app.clientCredentials;
    return finding(app, { ...draft, ...(runAsUser.known && runAsUser.at && { location: runAsUser.at }) });
  });
};

/** Apps whose run-as user nobody knows, and orgs whose tokens were not read. */
const unanswered = ({ apps }: Inventory, orgs: readonly AuditedOrg[]): Outcome[] => [
  ...apps.flatMap((app): Outcome[] => {
    const { runAsUser } = app.clientCredentials;
    if (app.firstParty || runAsUser.known || (app.usesOauth.known && !app.usesOauth.value)) return [];
    return clientCredentialsState(app) === 'off' ? [] : [notEvaluated(app, runAsUser.reason)];
  }),
  ...orgs.flatMap((org): Outcome[] =>
    // Apps that get no token are seen in the log alone, and users by their licence alone.
    onceForAll(
      org,
      [org.tokens, org.evidence.users, org.evidence.apiUsage].flatMap((fact): Outcome[] =>
        fact.known ? [] : [orgNotEvaluated(org, fact.reason)],
      ),
    ),
  ),
];

const sharedUsers = (inventory: Inventory, orgs: readonly AuditedOrg[]): Outcome[] => {
  const names = usernames(orgs);
  const normal: Normal = (user) => (isUserId(user) ? (names.get(shortId(user)) ?? shortId(user)) : user.toLowerCase());
  const runAs = byRunAs(inventory, normal);
  const sure = programs(orgs, runAs);
  const byUser = new Map<string, Use[]>();
  const all = [...runAs, ...orgs.flatMap((org) => byToken(org, normal)), ...byLog(inventory, normal)];
  for (const use of all) {
    if (!sure.has(use.user) && !soundsLikeProgram(use.user)) continue;
    const own = byUser.get(use.user);
    if (own) own.push(use);
    else byUser.set(use.user, [use]);
  }
  return [...byUser].flatMap(([user, uses]) => findingsOf(user, uses, sure.get(user) ?? 'low'));
};

export const sharedIntegrationUser: Rule = {
  id: 'shared-integration-user',
  title: 'One user serves several apps',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['identity'],
  description:
    'Apps that share a user share its permissions, and the logs cannot tell who did what. ' +
    'Taking the user away from one app takes it away from all.',
  evidence:
    'Distinct apps per user among run-as users of client credentials, OauthToken and ApiTotalUsage, of users that are no people: run-as users, those of licence Salesforce Integration, API only, or declared by a manifest.',
  confidence: 'Low when only the name says that the user is no person.',
  exceptions:
    "People, who use many apps; with low confidence users whose name says integration count. Salesforce's own apps and tools do not count.",
  remedy: 'Give each integration a user of its own with "sf clientapp create user".',
  references: [nhi(9), sbs('ACS-009')],
  check: (inventory) => {
    const orgs = auditedOrgs(inventory);
    return [...sharedUsers(inventory, orgs), ...unanswered(inventory, orgs)];
  },
};
