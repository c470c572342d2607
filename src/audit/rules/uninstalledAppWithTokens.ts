import type { Inventory } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { shortId } from '../outcomes.js';
import { privilegedUsers, reach } from '../permissionHolders.js';
import { nhi, nist, sbs, usageRestrictions } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, daysBetween, listed, plural } from '../texts.js';
import {
  createdBetween,
  extreme,
  holderIsActive,
  holderNames,
  soleUser,
  tokenRows,
  tokensByApp,
  type TokenGroup,
} from '../tokenGroups.js';
import { withOrgFact } from '../unanswered.js';

const recentDays = 90;

/** Without the whole list of registrations, an app that is missing from it may be registered all the same. */
const missingLists = ({ coverage }: Inventory, org: string): string[] =>
  coverage
    .filter(
      ({ source, status }) =>
        status !== 'complete' &&
        [`org:${org}/ConnectedApplication`, `org:${org}/ExternalClientApplication`].includes(source),
    )
    .map(({ source, reason }) => reason ?? `${source} could not be read in full`);

/** Holders who reach the whole org; undefined when nobody knows who does. */
const privilegedHolders = (org: AuditedOrg, { tokens }: TokenGroup): string[] | undefined => {
  const privileged = privilegedUsers(org.evidence, reach);
  if (!privileged.known) return undefined;
  return holderNames(
    org,
    tokens.filter((token) => privileged.value.has(shortId(token.userId)) && holderIsActive(org, token) !== false),
  );
};

const ofPower = (privileged: string[] | undefined): string => {
  if (privileged === undefined) return '; whether any of them is privileged is not known';
  return privileged.length === 0 ? '' : `; privileged: ${listed(privileged)}`;
};

const findingOf = (org: AuditedOrg, group: TokenGroup, { today }: RuleContext): Outcome => {
  const { appName, tokens, policy } = group;
  const lastUsed = extreme(
    tokens.map(({ lastUsedDate }) => lastUsedDate),
    'last',
  );
  const isRecent = lastUsed !== undefined && daysBetween(lastUsed, today) <= recentDays;
  const privileged = privilegedHolders(org, group);
  const users = holderNames(org, tokens);
  const hasId = tokens.some(({ applicationId }) => applicationId !== undefined);
  return {
    kind: 'finding',
    appName,
    org: org.org,
    ...soleUser(users),
    severity: isRecent || (privileged?.length ?? 0) > 0 ? 1 : 2,
    // An app id points to a registration that was there once, and may only be out of sight.
    ...(hasId && { confidence: 'medium' as const }),
    message: `${appName} holds ${plural(tokens.length, 'token')} of ${plural(users.length, 'user')} in ${org.org}, and is not installed there.`,
    evidence: `no registration named ${appName}; created ${createdBetween(tokens)}, last used ${lastUsed === undefined ? 'never' : dayOf(lastUsed)}; ${listed(users)}${ofPower(privileged)}; ${tokenRows(org, tokens)}`,
    ...(policy === 'install' && {
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
  evidence:
    'OauthToken without a registration of its id or name among ConnectedApplication and ExternalClientApplication; Critical when used in the last 90 days or held by a user with Modify All Data, View All Data or Customize Application.',
  confidence: 'Medium when a token names the id of a registration that was not seen: it may only be out of sight.',
  exceptions:
    "Tokens of External Client Apps are matched by name, because they often carry no id; renamed apps by id. Salesforce's own apps that are never installed by default pass; " +
    'its tools with the reach of their user (Salesforce CLI, Data Loader) do not, since only an installed one can be restricted.',
  remedy:
    'Install the app in Setup, Connected Apps OAuth Usage, and restrict it to a permission set; or block it there and revoke its tokens with "sf clientapp revoke".',
  references: [sbs('OAUTH-001'), nhi(3), nist('CM-7(5)'), usageRestrictions],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, org.tokens, () => {
        const [incomplete] = missingLists(inventory, org.org);
        return tokensByApp(org)
          .filter(({ app, policy }) => !app && policy !== 'built-in')
          .map((group): Outcome =>
            incomplete === undefined
              ? findingOf(org, group, context)
              : { kind: 'inconclusive', appName: group.appName, org: org.org, reason: incomplete },
          );
      }),
    ),
};
