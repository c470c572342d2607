import type { InventoryToken } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { nhi, nist, sbs } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, daysBetween, listed, plural } from '../texts.js';
import {
  createdBetween,
  extreme,
  holderIsActive,
  holderNames,
  soleUser,
  tokenFinding,
  tokenRows,
  tokensByApp,
  type TokenGroup,
} from '../tokenGroups.js';
import { withOrgFact } from '../unanswered.js';

/** Never used counts from the day of its creation, so that a token of yesterday is not stale. */
const isStale = ({ lastUsedDate, createdDate }: InventoryToken, { today, thresholds }: RuleContext): boolean => {
  const since = lastUsedDate ?? createdDate;
  return since === undefined || daysBetween(since, today) > thresholds.staleTokenDays;
};

const findingOf = (org: AuditedOrg, group: TokenGroup, stale: InventoryToken[], context: RuleContext): Outcome => {
  const names = holderNames(org, stale);
  const used = stale.map(({ lastUsedDate }) => lastUsedDate);
  const never = used.filter((time) => time === undefined).length;
  const last = extreme(used, 'last');
  const users = names.length === 1 ? names[0] : plural(names.length, 'user');
  return tokenFinding(org, group, {
    ...soleUser(names),
    message: `${plural(stale.length, 'token')} of ${group.appName} held by ${users} in ${org.org} ${stale.length === 1 ? 'has' : 'have'} not been used for ${context.thresholds.staleTokenDays} days or ever.`,
    evidence: `${stale.length} of ${plural(group.tokens.length, 'token')}, ${never} never used, the others last on ${last === undefined ? 'no day' : dayOf(last)}; created ${createdBetween(stale)}; ${listed(names)}; ${tokenRows(org, stale)}`,
    confidence: 'medium',
    // What comes with the product is left over on old telephones, and no integration.
    ...(group.policy === 'built-in' && { severity: 4 as const }),
  });
};

export const staleToken: Rule = {
  id: 'stale-token',
  title: 'Stale token',
  severity: 3,
  modes: ['org'],
  tags: ['tokens', 'lifecycle'],
  description:
    'A token that nobody uses does nobody good, and opens the org to whoever finds it. ' +
    'The credentials of the incidents of 2026 were left from years before.',
  evidence: 'OauthToken.LastUsedDate, and CreatedDate for tokens that were never used; one finding per app.',
  confidence:
    'Medium: a seasonal job may come back, and LastUsedDate also moves when a token is issued, so some are older than they look.',
  exceptions:
    "Tokens that were used, or created and not yet used, within thresholds.staleTokenDays; those of inactive users, which token-of-inactive-user reports. Those of Salesforce's built-in apps are Low.",
  remedy:
    'Ask the owner of the app, then revoke them with "sf clientapp revoke"; give the app a finite refresh-token policy.',
  references: [nhi(1), nist('AC-2(3)'), sbs('ACS-010')],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, org.tokens, () =>
        tokensByApp(org).flatMap((group) => {
          const stale = group.tokens.filter((token) => isStale(token, context) && holderIsActive(org, token) !== false);
          return stale.length === 0 ? [] : [findingOf(org, group, stale, context)];
        }),
      ),
    ),
};
