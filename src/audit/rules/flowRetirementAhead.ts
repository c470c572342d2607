import type { Inventory, InventoryApp, Location } from '../../inventory/types.js';
import { isCliCallback, isPlaceholderCallback } from '../../app/callbackHosts.js';
import { isHybridMobileApp, mayKeepDeviceFlow } from '../clientFlow.js';
import { eachOauthApp, finding, sameOrigin } from '../outcomes.js';
import { nist } from '../references.js';
import { daysUntil, retirements, retirementsAsOf, whenOf, type RetirementId } from '../retirements.js';
import type { Confidence, FindingDraft, Outcome, Rule } from '../rule.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { loginEvidence } from '../flowInUse.js';
import { loginsBy, type LoginFlow } from '../logins.js';
import { clientFinding } from '../orgOutcomes.js';
import { withOrgFact } from '../unanswered.js';

type Sign = { retirement: RetirementId; seen: string; confidence: Confidence; at?: Location | undefined };

/** What the org's switch says of this flow; of several folders of settings, one that allows it counts. */
const blockedByOrg = (
  inventory: Inventory,
  app: InventoryApp,
  flow: 'blockUsernamePasswordFlow' | 'blockUserAgentFlow',
): boolean | undefined => {
  const switches = inventory.settings
    .filter(({ origin }) => sameOrigin(origin, app.origin))
    .map((settings) => settings[flow])
    .flatMap((fact) => (fact.known ? [fact.value] : []));
  return switches.length === 0 ? undefined : switches.every(Boolean);
};

const deviceFlow = (app: InventoryApp): Sign[] => {
  const exempt = mayKeepDeviceFlow(app);
  if (!app.deviceFlow.known || !app.deviceFlow.value || (exempt.known && exempt.value)) return [];
  return [
    {
      retirement: 'device-flow',
      seen: 'the device flow is on',
      confidence: exempt.known ? 'high' : 'low',
      at: app.deviceFlow.at,
    },
  ];
};

const userAgentFlow = (inventory: Inventory, app: InventoryApp): Sign[] =>
  isHybridMobileApp(app) && blockedByOrg(inventory, app, 'blockUserAgentFlow') !== true
    ? [
        {
          retirement: 'user-agent-flow',
          seen: 'a callback of its own scheme and scopes for Salesforce pages, as hybrid mobile apps have',
          confidence: 'low',
        },
      ]
    : [];

/** Nothing in an app says that it sends passwords; what is left when no other flow can be in use does. */
const usernamePasswordFlow = (inventory: Inventory, app: InventoryApp): Sign[] => {
  const { callbackUrls, certificate, clientCredentials, deviceFlow } = app;
  const dummies =
    callbackUrls.known &&
    callbackUrls.value.every(({ value }) => isPlaceholderCallback(value) && !isCliCallback(value));
  const otherFlow =
    !certificate.known ||
    certificate.value !== undefined ||
    !clientCredentials.settings.known ||
    clientCredentials.settings.value ||
    (deviceFlow.known && deviceFlow.value);
  if (app.registration !== 'connected-app' || app.manifest || !dummies || otherFlow) return [];
  if (blockedByOrg(inventory, app, 'blockUsernamePasswordFlow') !== false) return [];
  return [
    {
      retirement: 'username-password-flow',
      seen: 'no other flow is set up, with a dummy for a callback, and the org allows this one',
      confidence: 'low',
    },
  ];
};

const retirementOf: Partial<Record<LoginFlow, RetirementId>> = {
  'username-password-flow': 'username-password-flow',
  'user-agent-flow': 'user-agent-flow',
  'hybrid-user-agent-flow': 'user-agent-flow',
  'soap-login': 'soap-login',
};

/** Flows that the org's switch has ended already. */
const isBlocked = (inventory: Inventory, org: AuditedOrg, retirement: RetirementId): boolean => {
  const { settings } = inventory;
  const own = settings.find(({ origin }) => origin.kind === 'org' && origin.org === org.org);
  if (!own || retirement === 'soap-login' || retirement === 'device-flow') return false;
  const fact = retirement === 'user-agent-flow' ? own.blockUserAgentFlow : own.blockUsernamePasswordFlow;
  return fact.known && fact.value;
};

type InUse = { org: AuditedOrg; app: InventoryApp | undefined; name: string; signs: Sign[] };

/** What logins show of each app that they name; those that name none are for the rules of their flows. */
const flowsInUse = (inventory: Inventory): InUse[] =>
  auditedOrgs(inventory).flatMap((org): InUse[] => {
    const { logins } = org.evidence;
    if (!logins.known) return [];
    const found = new Map<string, InUse>();
    for (const flow of Object.keys(retirementOf) as LoginFlow[]) {
      const retirement = retirementOf[flow];
      if (retirement === undefined || isBlocked(inventory, org, retirement)) continue;
      for (const use of loginsBy(org, logins.value, [flow]).uses) {
        if (use.application === '') continue;
        const name = use.app?.name ?? use.application;
        const one = found.get(name.toLowerCase()) ?? { org, app: use.app, name, signs: [] };
        // Logins give the name of an app, which is no identifier.
        one.signs.push({ retirement, seen: loginEvidence(org, use), confidence: 'medium' });
        found.set(name.toLowerCase(), one);
      }
    }
    return [...found.values()];
  });

const strength: Record<Confidence, number> = { high: 0, medium: 1, low: 2 };

/** What logins show makes a guess at the same flow needless. */
const strongest = (signs: readonly Sign[]): Sign[] => {
  const best = new Map<RetirementId, Sign>();
  for (const sign of signs) {
    const before = best.get(sign.retirement);
    if (!before || strength[sign.confidence] < strength[before.confidence]) best.set(sign.retirement, sign);
  }
  return [...best.values()];
};

const draftOf = (name: string, found: readonly Sign[], today: Date): Omit<FindingDraft, 'kind'> | undefined => {
  const signs = strongest(found).sort(
    (one, other) =>
      daysUntil(retirements[one.retirement].date, today) - daysUntil(retirements[other.retirement].date, today),
  );
  const surest = [...signs].sort((one, other) => strength[one.confidence] - strength[other.confidence])[0];
  if (!surest) return undefined;
  const plan = signs
    .map(({ retirement }) => `${retirements[retirement].what} ${whenOf(retirements[retirement], today)}`)
    .join('; ');
  return {
    message: `${name} may stop working: ${plan}.`,
    evidence: signs.map(({ seen }) => seen).join('; '),
    confidence: surest.confidence,
    location: surest.at,
  };
};

export const flowRetirementAhead: Rule = {
  id: 'flow-retirement-ahead',
  title: 'App stops working when its flow is retired',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['flows', 'retirement', 'lifecycle'],
  description:
    'Salesforce has announced days on which flows stop. An integration that still uses one fails on that day in production, ' +
    `often with an error that names no reason. Dates as of ${retirementsAsOf}; release updates get postponed.`,
  evidence:
    'LoginSubType and LoginType of LoginHistory by app; isDeviceFlowEnabled, callbacks, scopes and the other flows of the app; the ' +
    'switches in OauthOidcSettings.',
  confidence:
    'High for the device flow, which a setting names; medium for logins, which give the name of an app and no id; low for what only ' +
    'looks like a flow.',
  exceptions:
    'Flows that the org blocks already; the device flow of a local External Client App with a localhost callback; apps of ' +
    'Salesforce; logins that failed.',
  remedy:
    'Plan the change: web server flow with PKCE for people, client credentials or jwt-bearer for machines ' +
    '(`sf clientapp generate app`), tested in a sandbox before the first of the days.',
  references: [nist('SA-22')],
  check: (inventory, { today }) => {
    const used = flowsInUse(inventory);
    const byApp = new Map(used.flatMap((one) => (one.app ? [[one.app, one.signs]] : [])));
    const registered = eachOauthApp(inventory, (app) => {
      if (app.firstParty) return [];
      const own = [...deviceFlow(app), ...userAgentFlow(inventory, app), ...usernamePasswordFlow(inventory, app)];
      const draft = draftOf(app.name, [...own, ...(byApp.get(app) ?? [])], today);
      return draft ? [finding(app, draft)] : [];
    });
    const strangers = used.flatMap(({ org, app, name, signs }): Outcome[] => {
      const draft = app ? undefined : draftOf(name, signs, today);
      return draft ? [clientFinding({ org, name }, draft)] : [];
    });
    const unread = auditedOrgs(inventory).flatMap((org) => withOrgFact(org, org.evidence.logins, () => []));
    return [...registered, ...strangers, ...unread];
  },
};
