import { salesforceAppPolicy } from '../../data/salesforceApps.js';
import type { Inventory, InventoryApp, InventoryToken } from '../../inventory/types.js';
import { shortId } from '../outcomes.js';
import { nhi, nist, sbs, usageRestrictions } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';

const day = 24 * 60 * 60 * 1000;
const recentDays = 90;

/** Ids first; a token of an External Client App often has none, and then its name or label must do. */
const isRegistered = (apps: InventoryApp[], { applicationId, appName }: InventoryToken): boolean =>
  apps.some(
    ({ origin, name, label }) =>
      (applicationId !== undefined && origin.kind === 'org' && shortId(origin.id) === shortId(applicationId)) ||
      [name, label].some((own) => own?.toLowerCase() === appName.toLowerCase()),
  );

const byApp = (tokens: InventoryToken[]): Map<string, InventoryToken[]> => {
  const groups = new Map<string, InventoryToken[]>();
  for (const token of tokens) groups.set(token.appName, [...(groups.get(token.appName) ?? []), token]);
  return groups;
};

/** Without the whole list of registrations, an app that is missing from it may be registered all the same. */
const missingLists = ({ coverage }: Inventory, org: string): string[] =>
  coverage
    .filter(
      ({ source, status }) =>
        status !== 'complete' &&
        [`org:${org}/ConnectedApplication`, `org:${org}/ExternalClientApplication`].includes(source),
    )
    .map(({ source, reason }) => reason ?? `${source} could not be read in full`);

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const findingOf = (org: string, appName: string, tokens: InventoryToken[], { today }: RuleContext): Outcome => {
  const lastUsed = tokens
    .flatMap(({ lastUsedDate }) => (lastUsedDate === undefined ? [] : [lastUsedDate]))
    .sort((one, other) => Date.parse(one) - Date.parse(other))
    .at(-1);
  const isRecent = lastUsed !== undefined && today.getTime() - Date.parse(lastUsed) <= recentDays * day;
  const users = [...new Set(tokens.map(({ username, userId }) => username ?? userId))];
  const hasId = tokens.some(({ applicationId }) => applicationId !== undefined);
  const ownTool = salesforceAppPolicy(appName) === 'install';
  return {
    kind: 'finding',
    appName,
    org,
    ...(users.length === 1 && { user: users[0] }),
    severity: isRecent ? 1 : 2,
    // An app id points to a registration that was there once, and may only be out of sight.
    ...(hasId && { confidence: 'medium' as const }),
    message: `${appName} holds ${plural(tokens.length, 'token')} of ${plural(users.length, 'user')} in ${org}, and is not installed there.`,
    evidence: `no registration named ${appName}; last used ${lastUsed?.slice(0, 10) ?? 'never'}`,
    ...(ownTool && {
      remedy: `Check that this is Salesforce's own ${appName} and not another app of that name; then install it in Setup, Connected Apps OAuth Usage, and restrict it to a permission set.`,
    }),
  };
};

export const uninstalledAppWithTokens: Rule = {
  id: 'uninstalled-app-with-tokens',
  title: 'Uninstalled app holds live tokens',
  severity: 2,
  modes: ['org'],
  tags: ['access', 'tokens'],
  description:
    'An app that users have approved and nobody has installed follows no policy of the org: no permission set, no address range, no expiry. ' +
    'This is how the look-alike Data Loader of 2025 worked.',
  exceptions:
    "Tokens of External Client Apps are matched by name, because they often carry no id; renamed apps by id. Salesforce's own apps that are never installed by default pass; " +
    'its tools with the reach of their user (Salesforce CLI, Data Loader) do not, since only an installed one can be restricted.',
  remedy:
    'Install the app in Setup, Connected Apps OAuth Usage, and restrict it to a permission set; or block it there and revoke its tokens with "sf clientapp revoke".',
  references: [sbs('OAUTH-001'), nhi(3), nist('CM-7(5)'), usageRestrictions],
  check: (inventory, context) =>
    inventory.tokens.flatMap(({ org, rows }): Outcome[] => {
      if (!rows.known) return [{ kind: 'inconclusive', reason: rows.reason }];
      const registered = inventory.apps.filter(({ origin }) => origin.kind === 'org' && origin.org === org);
      const tokens = rows.value.filter(
        (token) => !isRegistered(registered, token) && salesforceAppPolicy(token.appName) !== 'built-in',
      );
      const [incomplete] = missingLists(inventory, org);
      return [...byApp(tokens)].map(([appName, group]): Outcome =>
        incomplete === undefined
          ? findingOf(org, appName, group, context)
          : { kind: 'inconclusive', appName, reason: incomplete },
      );
    }),
};
