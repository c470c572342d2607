import type { InventoryToken } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { nameOf } from '../orgUsers.js';
import { shortId } from '../outcomes.js';
import { describePrivileges, privilegedUsers, reach, type Privileged } from '../permissionHolders.js';
import { nhi, nist } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { dayOf, distinct, listed, plural } from '../texts.js';
import {
  extreme,
  holderIsActive,
  isFirstParty,
  soleUser,
  tokenFinding,
  tokenRows,
  tokensByApp,
  type TokenGroup,
} from '../tokenGroups.js';
import { orgNotEvaluated, withOrgFact } from '../unanswered.js';

const describe = ({ evidence }: AuditedOrg, tokens: readonly InventoryToken[], privileged: Privileged): string =>
  listed(
    distinct(
      tokens.map(
        ({ userId, username }) =>
          `${nameOf(evidence, userId, username)}: ${describePrivileges(privileged.get(shortId(userId)) ?? [])}`,
      ),
    ),
    3,
  );

const look = (org: AuditedOrg, group: TokenGroup, privileged: Privileged): Outcome[] => {
  const tokens = group.tokens.filter(
    (token) => privileged.has(shortId(token.userId)) && holderIsActive(org, token) !== false,
  );
  if (tokens.length === 0) return [];
  const names = distinct(tokens.map(({ userId, username }) => nameOf(org.evidence, userId, username)));
  const used = extreme(
    tokens.map(({ lastUsedDate }) => lastUsedDate),
    'last',
  );
  const since = extreme(
    tokens.map(({ createdDate }) => createdDate),
    'first',
  );
  return [
    tokenFinding(org, group, {
      ...soleUser(names),
      message: `${group.appName} can act as ${listed(names, 3)} in ${org.org}, who ${names.length === 1 ? 'reaches' : 'reach'} all of its data or set-up${since === undefined ? '' : `, since ${dayOf(since)}`}.`,
      evidence: `${plural(tokens.length, 'token')}, last used ${used === undefined ? 'never' : dayOf(used)}; ${describe(org, tokens, privileged)}; ${tokenRows(org, tokens)}`,
    }),
  ];
};

export const privilegedUserToken: Rule = {
  id: 'privileged-user-token',
  title: 'Privileged user holds tokens of third-party apps',
  severity: 2,
  modes: ['org'],
  tags: ['tokens', 'access'],
  description:
    'An app reaches what its user reaches. In the Drift incident of 2025 an administrator had connected the app, ' +
    'so whoever stole its tokens was an administrator.',
  evidence:
    'OauthToken of users with Modify All Data, View All Data or Customize Application (PermissionSetAssignment of permission sets, groups and profiles); one finding per app.',
  exceptions:
    "Salesforce's own apps and tools, such as an administrator's Salesforce CLI, which other rules look at; inactive users.",
  remedy:
    'Give the app an integration user with "sf clientapp create user" and just the permissions it needs, connect it as that user, then revoke these tokens with "sf clientapp revoke".',
  references: [nhi(5), nhi(10), nist('AC-6')],
  check: (inventory) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, org.tokens, () => {
        const groups = tokensByApp(org).filter((group) => !isFirstParty(group));
        if (groups.length === 0) return [];
        const privileged = privilegedUsers(org.evidence, reach);
        if (!privileged.known) return [orgNotEvaluated(org, privileged.reason)];
        return groups.flatMap((group) => look(org, group, privileged.value));
      }),
    ),
};
