import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { isCommandLine } from '../clientFlow.js';
import { finding, notEvaluated } from '../outcomes.js';
import { nhi, sbs } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import type { InventoryApp } from '../../inventory/types.js';
import type { RefreshTokenPolicy } from '../../app/clientApp.js';
import { listed, plural } from '../texts.js';
import { createdBetween, holderNames, soleUser, tokenRows, tokensByApp, type TokenGroup } from '../tokenGroups.js';
import { orgNotEvaluated, withOrgFact } from '../unanswered.js';

/** What is wrong with a policy, as the end of a sentence. */
const tooLong = (policy: RefreshTokenPolicy, limit: number): string | undefined => {
  switch (policy.rule) {
    case 'never':
      return 'never expire';
    case 'immediate':
      return undefined;
    default: {
      const days = 'days' in policy ? policy.days : policy.hours / 24;
      if (days <= limit) return undefined;
      return policy.rule === 'lifetime' ? `live for ${days} days` : `live until they are unused for ${days} days`;
    }
  }
};

const look = (org: AuditedOrg, app: InventoryApp, group: TokenGroup, { thresholds }: RuleContext): Outcome[] => {
  if (!app.refreshToken.known) return [notEvaluated(app, app.refreshToken.reason)];
  const limit = thresholds.refreshTokenLifetimeDays;
  const fault = tooLong(app.refreshToken.value, limit);
  if (fault === undefined) return [];
  const names = holderNames(org, group.tokens);
  return [
    finding(app, {
      ...soleUser(names),
      message: `${plural(group.tokens.length, 'token')} of ${app.name} on the computers of ${names.length === 1 ? names[0] : plural(names.length, 'user')} ${fault}.`,
      evidence: `refresh tokens ${fault}, at most ${limit} days wanted; ${listed(names)}; created ${createdBetween(group.tokens)}; ${tokenRows(org, group.tokens)}`,
    }),
  ];
};

export const cliTokenWithoutExpiry: Rule = {
  id: 'cli-token-without-expiry',
  title: 'CLI or Data Loader tokens in production without token expiry',
  severity: 2,
  modes: ['org'],
  tags: ['tokens'],
  description:
    'Command-line tools keep their refresh token in a file of their user, often an administrator. ' +
    'A laptop that is lost or read by malware opens production for as long as that token lives.',
  evidence:
    'OauthToken of Salesforce CLI, Data Loader and their like, and of apps that are made for the command line; the refresh-token policy of the installed app; Organization.IsSandbox.',
  exceptions:
    'Sandboxes. A tool that is not installed has no policy at all: uninstalled-app-with-tokens reports it. Tools whose tokens expire at once or within thresholds.refreshTokenLifetimeDays.',
  remedy:
    'In Setup, Connected Apps OAuth Usage, manage the policies of the tool: expire the refresh token after at most 90 days and the session after 15 minutes; then revoke the old tokens with "sf clientapp revoke".',
  references: [sbs('DEP-006'), nhi(7)],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, org.tokens, () => {
        const groups = tokensByApp(org).flatMap((group) =>
          group.app && (group.policy === 'install' || isCommandLine(group.app)) ? [{ group, app: group.app }] : [],
        );
        const { isSandbox } = org.evidence;
        if (groups.length === 0 || (isSandbox.known && isSandbox.value)) return [];
        if (!isSandbox.known) return [orgNotEvaluated(org, isSandbox.reason)];
        return groups.flatMap(({ app, group }) => look(org, app, group, context));
      }),
    ),
};
