import type { Logins, PermissionHolders } from '../../inventory/evidence.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { flowOf, hasSucceeded } from '../logins.js';
import { orgFinding } from '../orgOutcomes.js';
import { nameOf, orgUsers } from '../orgUsers.js';
import { shortId } from '../outcomes.js';
import { holdersOf } from '../permissionHolders.js';
import { nhi, sbs } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, daysBetween, distinct, listed, plural, rowsRead } from '../texts.js';
import { orgNotEvaluated, withOrgFact } from '../unanswered.js';

const loggedInBySoap = ({ groups }: Logins): Set<string> =>
  new Set(
    groups
      .filter((group) => flowOf(group) === 'soap-login' && hasSucceeded(group) !== false)
      .map(({ userId }) => shortId(userId)),
  );

type Holder = PermissionHolders['holders'][number];

const bySource = (holders: readonly Holder[]): Map<string, string[]> => {
  const sources = new Map<string, string[]>();
  for (const { userId, via } of holders) {
    for (const source of via.length === 0 ? [''] : new Set(via)) {
      const found = sources.get(source);
      if (found) found.push(userId);
      else sources.set(source, [userId]);
    }
  }
  return sources;
};

const look = (audited: AuditedOrg, holders: Holder[], logins: Logins, context: RuleContext): Outcome[] => {
  const { org, evidence } = audited;
  const proven = loggedInBySoap(logins);
  const { byId } = orgUsers(evidence);
  const active = holders.filter(({ userId }) => byId.get(shortId(userId))?.isActive !== false);
  const isLong = daysBetween(logins.from, logins.to) >= context.thresholds.usageWindowDays;
  return [...bySource(active)].flatMap(([source, ids]): Outcome[] => {
    const unproven = ids.filter((id) => !proven.has(shortId(id)));
    if (unproven.length === 0) return [];
    const names = distinct(unproven.map((id) => nameOf(evidence, id)));
    const giver = source === '' ? 'something unknown' : source;
    return [
      orgFinding(audited, {
        subject: source,
        message: `In ${org} ${giver} gives Use Any API Auth to ${plural(ids.length, 'user')}, of whom ${unproven.length} made no SOAP login since ${dayOf(logins.from)}.`,
        evidence: `without a SOAP login from ${dayOf(logins.from)} to ${dayOf(logins.to)}: ${listed(names)}; ${rowsRead('User', unproven, evidence.readAt)}`,
        confidence: isLong ? 'medium' : 'low',
      }),
    ];
  });
};

export const anyApiAuthHolders: Rule = {
  id: 'any-api-auth-holders',
  title: 'Use Any API Auth granted widely',
  severity: 2,
  modes: ['org'],
  tags: ['access'],
  description:
    'SOAP login() takes a password and knows no second factor; from Winter ’27 on it needs this permission, and it goes away in 2027. ' +
    'A holder who never used it is a door left open for nothing.',
  evidence:
    'PermissionSetAssignment of permission sets, groups and profiles with PermissionsUseAnyApiAuth, held against LoginHistory of type Other Apex API (SOAP login).',
  confidence:
    'Medium, since a job may log in more rarely than the login history reaches back; low when the history covers fewer days than thresholds.usageWindowDays.',
  exceptions:
    'Orgs without the permission, which comes with Winter ’27; holders with a successful SOAP login in the window; inactive users.',
  remedy:
    'Take the permission out of the profile or permission set that the finding names; give it to proven users alone, and move those to client credentials or jwt-bearer before 2027.',
  references: [sbs('ACS-002'), nhi(4)],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, holdersOf(org.evidence, 'UseAnyApiAuth'), (holders = []) => {
        if (holders.length === 0) return [];
        const { logins } = org.evidence;
        return logins.known ? look(org, holders, logins.value, context) : [orgNotEvaluated(org, logins.reason)];
      }),
    ),
};
