import type { Inventory, InventoryApp, InventoryToken } from '../../inventory/types.js';
import { isSalesforceApp } from '../../data/salesforceApps.js';
import { finding, notEvaluated, shortId } from '../outcomes.js';
import { nhi, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { clientCredentialsState } from '../soleFlow.js';

const userId = /^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

/** Orgs name the run-as user by id or by username; tokens know both. */
const normalUser = (user: string, tokens: InventoryToken[]): string => {
  if (!userId.test(user)) return user.toLowerCase();
  const token = tokens.find((row) => shortId(row.userId) === shortId(user));
  return token?.username?.toLowerCase() ?? shortId(user);
};

const userOfToken = ({ username, userId: id }: InventoryToken): string => username?.toLowerCase() ?? shortId(id);

/** The words that the benchmark lists (SBS-ACS-007), as a part of the name; people are called neither. */
const integrationName = /(?:^|[._+-])(?:integrations?|api|svc|service|bot|automation)(?:[._+@-]|\d|$)/i;

const runsAs = (app: InventoryApp): string | undefined =>
  clientCredentialsState(app) === 'off' || !app.clientCredentials.runAsUser.known
    ? undefined
    : app.clientCredentials.runAsUser.value;

const appOfToken = (apps: InventoryApp[], org: string, token: InventoryToken): InventoryApp | undefined => {
  const inOrg = apps.filter(({ origin }) => origin.kind === 'org' && origin.org === org);
  return (
    inOrg.find(
      ({ origin }) =>
        token.applicationId !== undefined &&
        origin.kind === 'org' &&
        shortId(origin.id) === shortId(token.applicationId),
    ) ??
    inOrg.find(({ name, label }) => [name, label].some((own) => own?.toLowerCase() === token.appName.toLowerCase()))
  );
};

type Use = { user: string; app?: InventoryApp; appName: string; org?: string; byToken: boolean };

const usesOf = (inventory: Inventory): Use[] => {
  const tokens = inventory.tokens.flatMap(({ org, rows }) =>
    rows.known ? rows.value.map((token) => ({ org, token })) : [],
  );
  const rows = tokens.map(({ token }) => token);
  const runAs = inventory.apps.flatMap((app): Use[] => {
    const user = runsAs(app);
    return user && !app.firstParty ? [{ user: normalUser(user, rows), app, appName: app.name, byToken: false }] : [];
  });
  const integrationUsers = new Set(runAs.map(({ user }) => user));
  const byToken = tokens
    .filter(({ token }) => !isSalesforceApp(token.appName))
    .map(({ org, token }): Use => {
      const app = appOfToken(inventory.apps, org, token);
      return { user: userOfToken(token), ...(app && { app }), appName: app?.name ?? token.appName, org, byToken: true };
    })
    .filter(({ user }) => integrationUsers.has(user) || integrationName.test(user));
  return [...runAs, ...byToken];
};

const findingsOf = (user: string, uses: Use[]): Outcome[] => {
  const names = [...new Set(uses.map(({ appName }) => appName))].sort();
  if (names.length < 2) return [];
  const proven = uses.some(({ byToken }) => !byToken);
  const distinct = uses.filter(
    (use, index) =>
      uses.findIndex(({ appName, app, org }) => appName === use.appName && app === use.app && org === use.org) ===
        index &&
      // A token beside the run-as entry of the same app says nothing new.
      !(use.byToken && uses.some(({ byToken, app }) => !byToken && app !== undefined && app === use.app)),
  );
  return distinct.map(({ app, appName, org }): Outcome => {
    const others = names.filter((name) => name !== appName).join(', ');
    const draft = {
      subject: user,
      message: `${appName} acts as ${user}, and so ${names.length > 2 ? 'do' : 'does'} ${others}.`,
      evidence: `${user} serves ${names.join(', ')}`,
      user,
      ...(org !== undefined && { org }),
      // Only a run-as user is certainly no person; a name is a guess.
      confidence: proven ? ('high' as const) : ('low' as const),
    };
    if (!app) return { kind: 'finding', appName, ...draft };
    const { runAsUser } = app.clientCredentials;
    return finding(app, { ...draft, ...(runAsUser.known && runAsUser.at && { location: runAsUser.at }) });
  });
};

/** Apps whose run-as user nobody knows, and orgs whose tokens were not read. */
const unanswered = ({ apps, tokens }: Inventory): Outcome[] => [
  ...apps.flatMap((app): Outcome[] => {
    const { runAsUser } = app.clientCredentials;
    if (app.firstParty || runAsUser.known || (app.usesOauth.known && !app.usesOauth.value)) return [];
    return clientCredentialsState(app) === 'off' ? [] : [notEvaluated(app, runAsUser.reason)];
  }),
  ...tokens.flatMap(({ rows }): Outcome[] => (rows.known ? [] : [{ kind: 'inconclusive', reason: rows.reason }])),
];

export const sharedIntegrationUser: Rule = {
  id: 'shared-integration-user',
  title: 'One user serves several apps',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['identity'],
  description:
    'Apps that share a user share its permissions, and the logs cannot tell who did what. ' +
    'Taking the user away from one app takes it away from all.',
  exceptions:
    "People, who use many apps: only run-as users of client credentials count, and with low confidence users whose name says integration. Salesforce's own apps and tools do not count.",
  remedy: 'Give each integration a user of its own with "sf clientapp create user".',
  references: [nhi(9), sbs('ACS-009')],
  check: (inventory) => {
    const uses = usesOf(inventory);
    const users = [...new Set(uses.map(({ user }) => user))];
    return [
      ...users.flatMap((user) =>
        findingsOf(
          user,
          uses.filter((use) => use.user === user),
        ),
      ),
      ...unanswered(inventory),
    ];
  },
};
