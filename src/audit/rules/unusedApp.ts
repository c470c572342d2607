import { known, type Fact, type Inventory, type InventoryApp, type InventoryToken } from '../../inventory/types.js';
import { appOfToken } from '../appIndex.js';
import type { AuditedOrg } from '../auditedOrgs.js';
import { applicationOf } from '../logins.js';
import { clientFinding, eachOrgApp, weakest } from '../orgOutcomes.js';
import { notEvaluated } from '../outcomes.js';
import { nhi, nist } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, daysBetween, plural } from '../texts.js';
import { usageOf, type UsageOfApp } from '../usageOf.js';
import { appNames, listOf, loginGroups } from '../facts.js';

type LastUse = { tokens: ReadonlyMap<InventoryApp, InventoryToken[]>; logins: ReadonlyMap<string, string> };

const lastUses = new WeakMap<AuditedOrg, LastUse>();

/** Tokens by app and the last login by name, in one pass; made once for each org. */
const lastUseIn = (org: AuditedOrg): LastUse => {
  const made = lastUses.get(org);
  if (made) return made;
  const tokens = new Map<InventoryApp, InventoryToken[]>();
  for (const token of listOf(org.tokens)) {
    const app = appOfToken(org.index, token);
    if (!app) continue;
    const own = tokens.get(app);
    if (own) own.push(token);
    else tokens.set(app, [token]);
  }
  const logins = new Map<string, string>();
  for (const group of loginGroups(org.evidence)) {
    const name = applicationOf(group).toLowerCase();
    // An attempt that failed shows that somebody still has it set up, and counts as use.
    if (name !== '' && group.last > (logins.get(name) ?? '')) logins.set(name, group.last);
  }
  const found = { tokens, logins };
  lastUses.set(org, found);
  return found;
};

/** The last time that an app was used, undefined for never within what is told; unknown as soon as one source is. */
const lastUseOf = (org: AuditedOrg, app: InventoryApp, usage: Fact<UsageOfApp>): Fact<string | undefined> => {
  const { tokens, logins } = lastUseIn(org);
  const times = [
    ...(tokens.get(app) ?? []).flatMap(({ lastUsedDate, createdDate }) => lastUsedDate ?? createdDate ?? []),
    ...appNames(app).flatMap((name) => logins.get(name.toLowerCase()) ?? []),
    ...(usage.known ? [usage.value.usage?.lastSeen ?? []].flat() : []),
  ].map((time) => new Date(time).toISOString());
  return known(times.sort().at(-1));
};

const reasonsOf = (org: AuditedOrg, usage: Fact<UsageOfApp>): string[] =>
  [org.tokens, org.evidence.logins, usage].flatMap((fact) => (fact.known ? [] : [fact.reason]));

/** A log that does not reach back so far makes the answer less sure, and is named. */
const windowsOf = (
  { evidence: { logins } }: AuditedOrg,
  { window }: UsageOfApp,
  { today, thresholds }: RuleContext,
): { text: string; isShort: boolean } => {
  const from = logins.known ? logins.value.from : today.toISOString();
  const reach = Math.min(daysBetween(from, today), daysBetween(window.from, today));
  return {
    text: `LoginHistory since ${dayOf(from)}, ${window.source} ${dayOf(window.from)} to ${dayOf(window.to)} (${plural(window.daysWithData, 'day')} with data)`,
    isShort: reach < thresholds.unusedAppDays,
  };
};

const isNew = ({ record }: InventoryApp, { today, thresholds }: RuleContext): boolean =>
  record?.createdDate !== undefined && daysBetween(record.createdDate, today) < thresholds.unusedAppDays;

const judge = (inventory: Inventory, org: AuditedOrg, app: InventoryApp, context: RuleContext): Outcome[] => {
  const usage = usageOf(inventory, app);
  const last = lastUseOf(org, app, usage);
  const { unusedAppDays: limit } = context.thresholds;
  // One source that shows a use answers the question, whatever the others are.
  if (last.known && last.value !== undefined && daysBetween(last.value, context.today) <= limit) return [];
  const [gap] = reasonsOf(org, usage);
  if (gap !== undefined || !usage.known) return gap === undefined ? [] : [notEvaluated(app, gap)];
  const { text, isShort } = windowsOf(org, usage.value, context);
  const since = last.known && last.value !== undefined ? `since ${dayOf(last.value)}` : 'in all that the org tells';
  return [
    clientFinding(
      { org, app, name: app.name },
      {
        message: `Nothing has used ${app.name} ${since}: no token, no login, no call (${limit} days are the limit).`,
        evidence: `${plural(lastUseIn(org).tokens.get(app)?.length ?? 0, 'token')} in OauthToken, none used in time; no login of that name in ${text}`,
        confidence: weakest(isShort ? 'low' : 'medium', app.record?.createdDate === undefined ? 'low' : 'medium'),
      },
    ),
  ];
};

export const unusedApp: Rule = {
  id: 'unused-app',
  title: 'App is not used',
  severity: 3,
  modes: ['org'],
  tags: ['lifecycle', 'inventory'],
  description:
    'An app that nobody uses still lets somebody in: its secret lies in an old pipeline, its tokens with a former vendor. In June ' +
    '2026 an abandoned test credential of one vendor led to the orgs of many of its customers.',
  evidence: 'OauthToken.LastUsedDate, LoginHistory.Application and CONNECTED_APP_ID of ApiTotalUsage: all three.',
  confidence:
    'Medium: logins name an app by its label, and jobs may run less often than logs are kept. Low where a log does not reach back ' +
    'as far as the threshold unusedAppDays (the free API log holds a day), or the org does not tell when the app was made.',
  exceptions:
    'Apps younger than the threshold; apps of Salesforce; apps with any token, login (also a failed one) or call in time. ' +
    'jwt-bearer and client credentials leave no token, so that tokens alone prove nothing.',
  remedy:
    'Ask its owner, shut it off for a freeze period (`sf clientapp revoke --disable-app`), then delete or uninstall it.',
  references: [nhi(1), nist('CM-8')],
  check: (inventory, context) =>
    eachOrgApp(inventory, (org, app) =>
      app.firstParty || isNew(app, context) ? [] : judge(inventory, org, app, context),
    ),
};
