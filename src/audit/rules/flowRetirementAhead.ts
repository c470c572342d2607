import type { Inventory, InventoryApp, Location } from '../../inventory/types.js';
import { isCliCallback, isPlaceholderCallback } from '../../app/callbackHosts.js';
import { isHybridMobileApp, mayKeepDeviceFlow } from '../clientFlow.js';
import { eachOauthApp, finding, sameOrigin } from '../outcomes.js';
import { nist } from '../references.js';
import { daysUntil, retirements, retirementsAsOf, whenOf, type RetirementId } from '../retirements.js';
import type { Confidence, Rule } from '../rule.js';

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

const strength: Record<Confidence, number> = { high: 0, medium: 1, low: 2 };

export const flowRetirementAhead: Rule = {
  id: 'flow-retirement-ahead',
  title: 'App stops working when its flow is retired',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['flows', 'retirement', 'lifecycle'],
  description:
    'Salesforce has announced days on which flows stop. An integration that still uses one fails on that day in production, ' +
    `often with an error that names no reason. Dates as of ${retirementsAsOf}; release updates get postponed.`,
  exceptions:
    'Flows that the org blocks already; the device flow of a local External Client App with a localhost callback. What only ' +
    'looks like a flow, because no setting names it, has low confidence.',
  remedy:
    'Plan the change: web server flow with PKCE for people, client credentials or jwt-bearer for machines ' +
    '(`sf clientapp generate app`), tested in a sandbox before the first of the days.',
  references: [nist('SA-22')],
  perApp: true,
  check: (inventory, { today }) =>
    eachOauthApp(inventory, (app) => {
      if (app.firstParty) return [];
      const found = [...deviceFlow(app), ...userAgentFlow(inventory, app), ...usernamePasswordFlow(inventory, app)];
      if (found.length === 0) return [];
      const signs = found.sort(
        (one, other) =>
          daysUntil(retirements[one.retirement].date, today) - daysUntil(retirements[other.retirement].date, today),
      );
      const surest = [...signs].sort((one, other) => strength[one.confidence] - strength[other.confidence])[0];
      if (!surest) return [];
      const plan = signs
        .map(({ retirement }) => `${retirements[retirement].what} ${whenOf(retirements[retirement], today)}`)
        .join('; ');
      return [
        finding(app, {
          message: `${app.name} may stop working: ${plan}.`,
          evidence: signs.map(({ seen }) => seen).join('; '),
          confidence: surest.confidence,
          location: surest.at,
        }),
      ];
    }),
};
