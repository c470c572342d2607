import type { InventoryToken } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { orgFinding } from '../orgOutcomes.js';
import { nameOf } from '../orgUsers.js';
import { shortId } from '../outcomes.js';
import { nhi } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { listed, plural } from '../texts.js';
import { createdBetween, soleUser, tokenFinding, tokenRows, tokensByApp, type TokenGroup } from '../tokenGroups.js';
import { withOrgFact } from '../unanswered.js';

type Holder = { id: string; name: string; tokens: InventoryToken[] };

const byUser = ({ evidence }: AuditedOrg, tokens: readonly InventoryToken[]): Holder[] => {
  const users = new Map<string, Holder>();
  for (const token of tokens) {
    const id = shortId(token.userId);
    const own = users.get(id);
    if (own) own.tokens.push(token);
    else users.set(id, { id, name: nameOf(evidence, token.userId, token.username), tokens: [token] });
  }
  return [...users.values()];
};

/** People have several devices, and each has its token. */
const isForDevices = ({ app, policy }: TokenGroup): boolean =>
  policy === 'built-in' || app?.mobile === true || app?.manifest?.app?.model === 'mobile';

/** The worst first; equals by name, so that the report does not depend on the order of rows. */
const worstFirst = (users: readonly Holder[]): Holder[] =>
  users.toSorted((one, other) => other.tokens.length - one.tokens.length || (one.name < other.name ? -1 : 1));

const described = (users: readonly Holder[]): string =>
  listed(users.map(({ name, tokens }) => `${name} (${tokens.length})`));

const perApp = (org: AuditedOrg, group: TokenGroup, { thresholds }: RuleContext): Outcome[] => {
  const limit = thresholds.tokensPerUserAndApp;
  const users = worstFirst(byUser(org, group.tokens).filter((one) => one.tokens.length > limit));
  if (users.length === 0) return [];
  const tokens = users.flatMap((one) => one.tokens);
  const names = users.map(({ name }) => name);
  return [
    tokenFinding(org, group, {
      subject: 'per-app',
      severity: 4,
      ...soleUser(names),
      message: `${users.length === 1 ? `${names[0]} holds` : `${users.length} users each hold`} more than ${plural(limit, 'token')} of ${group.appName} in ${org.org}.`,
      evidence: `tokens by user: ${described(users)}; created ${createdBetween(tokens)}; ${tokenRows(org, tokens)}`,
      confidence: 'medium',
    }),
  ];
};

/** So many users are named one by one; the rest come in one finding. */
const mostUsers = 20;

const perUser = (org: AuditedOrg, groups: readonly TokenGroup[], { thresholds }: RuleContext): Outcome[] => {
  const limit = thresholds.tokensPerUser;
  const users = worstFirst(
    byUser(
      org,
      groups.flatMap(({ tokens }) => tokens),
    ).filter((one) => one.tokens.length > limit),
  );
  const appsOf = (tokens: InventoryToken[]): number => new Set(tokens.map(({ appName }) => appName)).size;
  const single = users.slice(0, mostUsers).map(({ id, name: user, tokens }): Outcome =>
    orgFinding(org, {
      user,
      subject: id,
      message: `${user} holds ${plural(tokens.length, 'token')} of ${plural(appsOf(tokens), 'app')} in ${org.org}.`,
      evidence: `more than ${limit}; created ${createdBetween(tokens)}; ${tokenRows(org, tokens)}`,
      confidence: 'medium',
    }),
  );
  const rest = users.slice(mostUsers);
  if (rest.length === 0) return single;
  return [
    ...single,
    orgFinding(org, {
      subject: 'more-users',
      message: `${plural(rest.length, 'more user')} in ${org.org} hold more than ${plural(limit, 'token')} each.`,
      evidence: `tokens by user: ${described(rest)}; ${tokenRows(
        org,
        rest.flatMap(({ tokens }) => tokens),
      )}`,
      confidence: 'medium',
    }),
  ];
};

export const tokenSprawl: Rule = {
  id: 'token-sprawl',
  title: 'Too many tokens per user',
  severity: 3,
  modes: ['org'],
  tags: ['tokens'],
  description:
    'Each token is a credential of its own, and each forgotten one stays valid. ' +
    'Many of one app mean a client that asks for a new one at every start; many of one user mean that nobody cleans up.',
  evidence:
    'OauthToken counted by user and app (thresholds.tokensPerUserAndApp, Low) and by user (thresholds.tokensPerUser, Moderate).',
  confidence: 'Medium: several CI runners or devices have a token each, and rows do not tell them apart.',
  exceptions:
    "Salesforce's built-in apps, such as those for telephones, and mobile apps, by manifest or metadata: people have several devices.",
  remedy:
    'Revoke the oldest with "sf clientapp revoke"; let the client keep and reuse its refresh token, and give CI client credentials or jwt-bearer.',
  references: [nhi(7)],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, org.tokens, () => {
        const groups = tokensByApp(org).filter((group) => !isForDevices(group));
        return [...perUser(org, groups, context), ...groups.flatMap((group) => perApp(org, group, context))];
      }),
    ),
};
