import type { AppAccess } from '../../inventory/evidence.js';
import type { Fact, InventoryToken } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { approvedUsers, openedBy, type Opened } from '../openedBy.js';
import { shortId } from '../outcomes.js';
import { attack, nhi } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, listed, plural } from '../texts.js';
import { extreme, holderNames, tokenFinding, tokenRows, tokensByApp, type TokenGroup } from '../tokenGroups.js';
import { orgNotEvaluated, withOrgFact } from '../unanswered.js';

const hour = 3_600_000;
/** Who would look into a burst of long ago finds no logs of it any more. */
const lookBackDays = 90;

type Grant = { at: number; token: InventoryToken };

const grantsOf = (tokens: readonly InventoryToken[]): Grant[] =>
  tokens
    .flatMap((token) => (token.createdDate === undefined ? [] : [{ at: Date.parse(token.createdDate), token }]))
    .sort((one, other) => one.at - other.at);

/** The window in which most users let the app in: a first pass over sorted grants, each entering and leaving once. */
const worstWindow = (grants: readonly Grant[], length: number): Grant[] => {
  const users = new Map<string, number>();
  let [from, best, bestFrom, bestTo] = [0, 0, 0, 0];
  for (const [to, { at, token }] of grants.entries()) {
    const user = shortId(token.userId);
    users.set(user, (users.get(user) ?? 0) + 1);
    for (let first = grants[from]; first && at - first.at > length; first = grants[from]) {
      const left = shortId(first.token.userId);
      const count = (users.get(left) ?? 1) - 1;
      if (count === 0) users.delete(left);
      else users.set(left, count);
      from += 1;
    }
    if (users.size > best) [best, bestFrom, bestTo] = [users.size, from, to + 1];
  }
  return grants.slice(bestFrom, bestTo);
};

/** A rollout: whoever came was approved beforehand. */
const isRollout = ({ app }: TokenGroup, burst: readonly Grant[], access: Fact<Opened>): boolean => {
  if (!app?.permittedUsers.known || app.permittedUsers.value !== 'admin-approved') return false;
  if (!access.known || app.origin.kind !== 'org') return false;
  const approved = approvedUsers(access.value, app.origin.id);
  return approved !== undefined && burst.every(({ token }) => approved.has(shortId(token.userId)));
};

const look = (org: AuditedOrg, group: TokenGroup, access: Fact<Opened>, context: RuleContext): Outcome[] => {
  const { tokenBurstUsers, tokenBurstHours } = context.thresholds;
  const since = context.today.getTime() - lookBackDays * 24 * hour;
  const grants = grantsOf(group.tokens);
  const burst = worstWindow(
    grants.filter(({ at }) => at >= since),
    tokenBurstHours * hour,
  );
  const tokens = burst.map(({ token }) => token);
  const names = holderNames(org, tokens);
  if (names.length < tokenBurstUsers || isRollout(group, burst, access)) return [];
  const times = tokens.map(({ createdDate }) => createdDate);
  const isNew = burst[0] === grants[0];
  return [
    tokenFinding(org, group, {
      message: `${plural(names.length, 'user')} let ${group.appName} into ${org.org} within ${plural(tokenBurstHours, 'hour')} on ${dayOf(extreme(times, 'first') ?? '')}${isNew ? ', before which nobody had used it' : ''}.`,
      evidence: `${plural(tokens.length, 'token')} created from ${extreme(times, 'first')} to ${extreme(times, 'last')}; ${group.app ? 'the app is registered' : 'the app is not registered'}; ${listed(names)}; ${tokenRows(org, tokens)}`,
      // Nothing in the rows tells a rollout from a campaign; a new app that nobody installed is the pattern of 2025.
      confidence: !group.app && isNew ? 'medium' : 'low',
    }),
  ];
};

const openedIn = (access: Fact<AppAccess>): Fact<Opened> =>
  access.known ? { known: true, value: openedBy(access.value) } : access;

export const tokenBurst: Rule = {
  id: 'token-burst',
  title: 'Many new grants to one app in a short time',
  severity: 2,
  modes: ['org'],
  tags: ['tokens', 'monitoring'],
  description:
    'Callers who talk users into approving an app do it to many users at once. ' +
    'Many first grants within hours, of an app that nobody had before, are how that looks from inside.',
  evidence:
    'OauthToken.CreatedDate of the last 90 days: the window of thresholds.tokenBurstHours in which most users let an app in, at least thresholds.tokenBurstUsers of them.',
  confidence:
    'Medium for an app that is new and not registered, else low: rows do not tell the day of a rollout from a campaign.',
  exceptions:
    "A rollout of an admin-approved app to users whom a permission set or profile approves; Salesforce's built-in apps, such as those for telephones.",
  remedy:
    'Look for the change ticket of that day. Without one ask some of the users how they came to it, block the app in Setup, Connected Apps OAuth Usage, and revoke its tokens with "sf clientapp revoke".',
  references: [attack('T1528'), attack('T1566.004'), nhi(3)],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, org.tokens, (tokens) => {
        if (tokens.length > 0 && tokens.every(({ createdDate }) => createdDate === undefined)) {
          return [orgNotEvaluated(org, `the org does not show CreatedDate of OauthToken`)];
        }
        const access = openedIn(org.evidence.appAccess);
        return tokensByApp(org)
          .filter(({ policy }) => policy !== 'built-in')
          .flatMap((group) => look(org, group, access, context));
      }),
    ),
};
