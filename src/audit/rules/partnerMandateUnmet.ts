import type { RefreshTokenPolicy } from '../../app/clientApp.js';
import { known, type Fact, type InventoryApp } from '../../inventory/types.js';
import { getsRefreshTokens, usesAuthorizationCode } from '../clientFlow.js';
import { ask } from '../conditions.js';
import { elementOf } from '../elements.js';
import { eachOauthApp, finding, notEvaluated } from '../outcomes.js';
import { nhi, partnerRule } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { listed } from '../texts.js';

/** Days after which a refresh token that nobody uses must end, by the mandate and not by one's own thresholds. */
const idleDays = 30;

/** A token that ends after its lifetime has ended by then when idle, too. */
const endsWhenIdle = (policy: RefreshTokenPolicy): boolean => {
  if ('days' in policy) return policy.days <= idleDays;
  return 'hours' in policy ? policy.hours <= idleDays * 24 : policy.rule === 'immediate';
};

type Demand = { what: string; element: string; shown: string; met: Fact<boolean> };

const policyText = (policy: RefreshTokenPolicy): string => {
  if ('days' in policy) return `${policy.rule} of ${policy.days} days`;
  return 'hours' in policy ? `${policy.rule} of ${policy.hours} hours` : policy.rule;
};

const always = known(true);

const when = (applies: Fact<boolean>, demand: Demand): Demand[] =>
  applies.known && !applies.value
    ? []
    : [applies.known ? demand : { ...demand, met: demand.met.known && demand.met.value ? demand.met : applies }];

const demandsOf = (app: InventoryApp): Demand[] => [
  ...when(usesAuthorizationCode(app), {
    what: 'requires no PKCE',
    element: elementOf(app, 'pkce'),
    shown: 'false',
    met: app.pkceRequired,
  }),
  ...when(getsRefreshTokens(app), {
    what: 'rotates no refresh tokens',
    element: elementOf(app, 'rotation'),
    shown: 'false',
    met: app.refreshTokenRotation,
  }),
  ...when(getsRefreshTokens(app), {
    what: `lets refresh tokens live unused for more than ${idleDays} days`,
    element: elementOf(app, 'refreshToken'),
    shown: app.refreshToken.known ? policyText(app.refreshToken.value) : '',
    met: ask(app.refreshToken, endsWhenIdle),
  }),
  ...when(always, {
    what: 'has no address ranges',
    element: elementOf(app, 'ipRanges'),
    shown: 'empty',
    met: ask(app.ipRanges, (ranges) => ranges.length > 0),
  }),
];

/** Apps of partners: installed from a package, or with a vendor in the manifest. */
const isPartners = (app: InventoryApp): boolean =>
  !app.firstParty && (app.managed || app.manifest?.app?.vendor !== undefined);

const judge = (app: InventoryApp): Outcome[] => {
  const demands = demandsOf(app);
  const unmet = demands.filter(({ met }) => met.known && !met.value);
  const unread = demands.flatMap(({ element, met }) => (met.known ? [] : [{ element, reason: met.reason }]));
  const vendor = app.manifest?.app?.vendor?.name ?? 'its vendor';
  const gap = `${listed(unread.map(({ element }) => element))}: ask ${vendor}, since ${[...new Set(unread.map(({ reason }) => reason))].join('; ')}`;
  return [
    ...(unmet.length === 0
      ? []
      : [
          finding(app, {
            message: `${app.name}, an app of ${app.manifest?.app?.vendor?.name ?? 'a partner'}, ${listed(unmet.map(({ what }) => what))}; Salesforce asks this of partners since May 2026.`,
            evidence: unmet.map(({ element, shown }) => `${element} is ${shown}`).join('; '),
            confidence: 'medium',
          }),
        ]),
    ...(unread.length === 0 ? [] : [notEvaluated(app, gap)]),
  ];
};

export const partnerMandateUnmet: Rule = {
  id: 'partner-mandate-unmet',
  title: 'App of a partner does not do what Salesforce asks of partners',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'vendors'],
  description:
    'Since 2026 client apps of AppExchange partners must require PKCE, rotate refresh tokens, end those that nobody uses for 30 ' +
    'days and allow only the partner’s addresses. Salesforce may suspend those that do not, and the integration with them.',
  evidence:
    'isPkceRequired, isRefreshTokenRotationEnabled, the refresh token policy and the address ranges in the metadata of packaged apps ' +
    'and of those with a vendor in the manifest.',
  confidence:
    'Medium: an app in no more than two production orgs is exempt, and its vendor may have asked for more time.',
  exceptions:
    'One’s own apps and those of Salesforce. PKCE where no user signs in by redirect, rotation and idle time where no refresh tokens ' +
    'are given. What does not come back from the org is not evaluated: ask the vendor.',
  remedy:
    'Open a ticket with the vendor and name the points; until then limit the app by login IP ranges of the profile of its users.',
  references: [partnerRule, nhi(3)],
  perApp: true,
  check: (inventory) => eachOauthApp(inventory, (app) => (isPartners(app) ? judge(app) : [])),
};
