import { soapLoginApiVersions } from '../../data/retirements.js';
import type { LoginGroup, Logins } from '../../inventory/evidence.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { flowOf, hasSucceeded, sumLogins, type LoginUse } from '../logins.js';
import { nameOf } from '../orgUsers.js';
import { shortId } from '../outcomes.js';
import { nhi, nist } from '../references.js';
import { retirements, retirementsAsOf, whenOf } from '../retirements.js';
import type { Confidence, FindingDraft, Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, distinct, listed, plural } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';

const plan = ({ today }: RuleContext): string =>
  `${retirements['soap-login'].what} ${whenOf(retirements['soap-login'], today)}`;

const draft = (org: AuditedOrg, userId: string, seen: string, context: RuleContext): FindingDraft => {
  const user = nameOf(org.evidence, userId);
  return {
    kind: 'finding',
    org: org.org,
    user,
    subject: `user ${user}`,
    message: `${user} signs in to ${org.org} by SOAP login(), with a password; ${plan(context)}.`,
    evidence: seen,
  };
};

const fromLogin = (org: AuditedOrg, { from, to }: Logins, use: LoginUse, context: RuleContext): FindingDraft => {
  const versions = use.versions.length === 0 ? '' : `, API ${listed(distinct(use.versions))}`;
  const as = use.application === '' ? '' : ` as ${use.application}`;
  return draft(
    org,
    use.userIds[0] ?? '',
    `LoginHistory ${dayOf(from)} to ${dayOf(to)}: ${plural(use.count, 'login')}${as}${versions}, the last at ${use.last}`,
    context,
  );
};

const fromHistory = (org: AuditedOrg, logins: Logins, context: RuleContext): Outcome[] => {
  const soap = logins.groups.filter((group) => flowOf(group) === 'soap-login');
  const byUser = ({ userId }: LoginGroup): string => shortId(userId);
  const through = sumLogins(
    org,
    soap.filter((group) => hasSucceeded(group) === true),
    byUser,
  );
  const known = new Set(through.flatMap(({ userIds }) => userIds));
  const untold = soap.filter((group) => hasSucceeded(group) === undefined && !known.has(byUser(group)));
  return [
    ...through.map((use) => fromLogin(org, logins, use, context)),
    ...(untold.length === 0
      ? []
      : [
          orgNotEvaluated(
            org,
            `whether ${plural(untold.length, 'SOAP login')} succeeded is not told by its login history`,
          ),
        ]),
  ];
};

/** Where the login history cannot be read, the API log still shows the calls (audit.md A.9), though not how they ended. */
const fromLog = (org: AuditedOrg, context: RuleContext): FindingDraft[] => {
  const { apiUsage } = org.evidence;
  if (!apiUsage.known) return [];
  const users = new Set<string>();
  for (const { families, resources, users: own } of apiUsage.value.apps) {
    const logsIn = Object.keys(resources).some((resource) => /^\/?login$/i.test(resource));
    if (logsIn && Object.keys(families).some((family) => /^soap$/i.test(family))) {
      for (const { userId } of own) users.add(shortId(userId));
    }
  }
  const { source, from, to } = apiUsage.value;
  const confidence: Confidence = 'medium';
  return [...users].map((userId) => ({
    ...draft(org, userId, `${source} ${dayOf(from)} to ${dayOf(to)}: API_FAMILY SOAP, API_RESOURCE login`, context),
    confidence,
  }));
};

export const soapLogin: Rule = {
  id: 'soap-login',
  title: 'SOAP login() is in use',
  severity: 2,
  modes: ['org'],
  tags: ['flows', 'retirement'],
  description:
    'login() of the SOAP API takes a username and a password, and often a security token, and gives a session for everything ' +
    `the user may do: no app, no scopes, no second factor. API versions ${soapLoginApiVersions.from} to ` +
    `${soapLoginApiVersions.upTo} are losing it and newer ones never had it (dates as of ${retirementsAsOf}).`,
  evidence:
    'LoginHistory with LoginType "Other Apex API" or an ApiType of SOAP and Status Success; without the login history, calls of ' +
    'ApiTotalUsage with API_FAMILY SOAP and API_RESOURCE login.',
  confidence:
    'Medium when only the API log was readable: it does not say whether a login succeeded, and its window is short.',
  exceptions: 'Attempts that failed; logins by OAuth of programs that then call the SOAP API.',
  remedy:
    'Register the program (`sf clientapp generate app --model backend`), let it sign in by client credentials or jwt-bearer, then ' +
    'take "Use Any API Auth" away from its user.',
  references: [nhi(4), nist('IA-2')],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org): Outcome[] => {
      const { logins } = org.evidence;
      if (logins.known) return fromHistory(org, logins.value, context);
      return [...fromLog(org, context), orgNotEvaluated(org, logins.reason)];
    }),
};
