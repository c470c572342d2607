import type { AppUsage } from '../../inventory/evidence.js';
import type { InventoryApp, Located } from '../../inventory/types.js';
import { auditedOrgs } from '../auditedOrgs.js';
import { onceForAll } from '../orgOutcomes.js';
import { finding, notEvaluated, withFact } from '../outcomes.js';
import { nhi, rfc9700 } from '../references.js';
import type { Confidence, Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, listed, plural } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';
import { usageOf, type UsageOfApp } from '../usageOf.js';

/** Scopes whose use the API log shows; pages, identity and Data 360 leave nothing in it (audit.md A.9). */
const visible = ['api', 'chatter_api', 'wave_api', 'eclair_api'] as const;
type VisibleScope = (typeof visible)[number];

export const isVisible = (scope: string): scope is VisibleScope => visible.some((one) => one === scope);

const roots: ReadonlyArray<[string, VisibleScope]> = [
  ['/connect', 'chatter_api'],
  ['/chatter', 'chatter_api'],
  ['/wave', 'wave_api'],
  ['/eclair', 'eclair_api'],
];

const scopeFor = (resource: string): VisibleScope => {
  const path = resource.toLowerCase();
  return roots.find(([root]) => path === root || path.startsWith(`${root}/`))?.[1] ?? 'api';
};

/** SOAP, Bulk and Apex REST go by `api` alone, and `api` brings chatter_api with it (platform.md 1.5). */
export const needed = ({ families, resources }: AppUsage): Set<VisibleScope> => {
  const scopes = new Set(Object.keys(resources).map(scopeFor));
  if (Object.entries(families).some(([family, calls]) => family.toUpperCase() !== 'REST' && calls > 0))
    scopes.add('api');
  return scopes;
};

const hidesCalls = ({ resources }: AppUsage): boolean =>
  Object.keys(resources).some((resource) => resource.toLowerCase().startsWith('/composite'));

/** From this share on, enough calls name no app to hide what an app does. */
const muchUnattributed = 0.1;

const confidenceOf = ({ usage, unattributedShare }: UsageOfApp, isLong: boolean): Confidence =>
  isLong && unattributedShare < muchUnattributed && usage && !hidesCalls(usage) ? 'medium' : 'low';

const seen = ({ resources }: AppUsage): string =>
  listed(
    Object.entries(resources)
      .sort(([one, calls], [other, others]) => others - calls || (one < other ? -1 : 1))
      .map(([resource, calls]) => `${resource} (${calls})`),
  );

const compare = (
  app: InventoryApp,
  granted: Array<Located<string>>,
  { usage, used }: { usage: AppUsage; used: UsageOfApp },
  context: RuleContext,
): Outcome[] => {
  if (usage.truncated) return [notEvaluated(app, 'the API log has more of it than was kept')];
  const needs = needed(usage);
  if (needs.size === 0) return [notEvaluated(app, 'the API log does not say what it called')];
  const { from, to, daysWithData } = used.window;
  const isLong = daysWithData >= context.thresholds.usageWindowDays;
  const excess = granted.filter(({ value }) => isVisible(value) && !needs.has(value));
  return excess.map(({ value, at }) =>
    finding(app, {
      subject: value,
      message: `${app.name} may use ${value}, and none of its ${plural(usage.calls, 'call')} from ${dayOf(from)} to ${dayOf(to)} needed it: ${[...needs].sort().join(' and ')} was enough.`,
      evidence: `${used.window.source} of ${plural(daysWithData, 'day')}: ${seen(usage)}${used.unattributedShare > 0 ? `; ${Math.round(used.unattributedShare * 100)} % of all calls name no app` : ''}`,
      confidence: confidenceOf(used, isLong),
      // A monthly job leaves no trace in a day of log.
      ...(!isLong && { severity: 5 as const }),
      location: at,
    }),
  );
};

const look = (app: InventoryApp, used: UsageOfApp, context: RuleContext): Outcome[] => {
  const { usage } = used;
  if (!usage) return [];
  return withFact(app, app.scopes, (scopes) =>
    // `full` contains all others, and has a rule of its own.
    scopes.some(({ value }) => value === 'full') ? [] : compare(app, scopes, { usage, used }, context),
  );
};

const mayHaveVisibleScope = ({ firstParty, scopes, usesOauth }: InventoryApp): boolean =>
  !firstParty &&
  (!usesOauth.known || usesOauth.value) &&
  (!scopes.known || scopes.value.some(({ value }) => isVisible(value)));

export const scopeExceedsUsage: Rule = {
  id: 'scope-exceeds-usage',
  title: 'Scopes exceed what the app uses',
  severity: 3,
  modes: ['org'],
  tags: ['scopes', 'usage'],
  description:
    'A scope that an app never uses helps only whoever steals its token. ' +
    'The API log shows which of the API scopes the calls of an app needed.',
  evidence:
    'API_RESOURCE and API_FAMILY of ApiTotalUsage against the scopes of the app: /connect and /chatter need chatter_api, /wave wave_api, /eclair eclair_api, everything else api.',
  confidence:
    'Medium, since rare jobs may lie outside the log; low, and only Info, when the log has fewer days than thresholds.usageWindowDays; low when composite requests or calls that name no app may hide some.',
  exceptions:
    "Scopes that leave no trace in the log: web, visualforce, lightning, refresh_token, identity and Data 360 scopes; apps without a call, which unused-app reports; apps with full, which full-scope reports; Salesforce's own apps.",
  remedy:
    'Remove the scope in a sandbox, test a whole cycle of the integration, then in production; "sf clientapp recommend" lists the least scopes.',
  references: [nhi(5), rfc9700('2.3')],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org): Outcome[] => {
      const apps = org.index.apps.filter(mayHaveVisibleScope);
      const { apiUsage } = org.evidence;
      if (apps.length === 0) return [];
      if (!apiUsage.known) return [orgNotEvaluated(org, apiUsage.reason)];
      return onceForAll(
        org,
        apps.flatMap((app) => withFact(app, usageOf(inventory, app), (used) => look(app, used, context))),
      );
    }),
};
