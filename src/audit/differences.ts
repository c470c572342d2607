import { ipRelaxations, type ClientApp, type RefreshTokenPolicy } from '../app/clientApp.js';
import { ipRangeBetween, parseIpRange, type IpRange } from '../app/ipRanges.js';
import { canonicalScope } from '../app/scopes.js';
import type { Fact, InventoryApp, Location } from '../inventory/types.js';
import { elementOf } from './elements.js';
import { isSameUser, isUserId } from './usernames.js';

/** One thing that a manifest and a registration say differently. */
export type Difference = {
  subject: string;
  element: string;
  declared: string;
  actual: string;
  /** True when the registration lets more in than the manifest says. */
  wider: boolean;
  at?: Location | undefined;
};

/** A comparison that could not be made, and why. */
export type Gap = { subject: string; reason: string };

type Compare = (app: InventoryApp, declared: ClientApp) => Array<Difference | Gap>;

const compare = <T>(
  subject: string,
  fact: Fact<T>,
  look: (value: T, at?: Location) => Difference[],
): Array<Difference | Gap> => (fact.known ? look(fact.value, fact.at) : [{ subject, reason: fact.reason }]);

const list = (values: Iterable<string>): string => [...values].join(', ') || 'none';

/** JWT bearer needs refresh_token among the scopes although it never gets one (platform.md 8.22), so it may stand in either. */
const scopeSet = (scopes: readonly string[], { flow }: ClientApp): Set<string> =>
  new Set(scopes.map(canonicalScope).filter((scope) => flow !== 'jwt-bearer' || scope !== 'refresh_token'));

const scopes: Compare = (app, declared) =>
  compare('scopes', app.scopes, (value) => {
    const wanted = scopeSet(Object.keys(declared.scopes), declared);
    const actual = scopeSet(
      value.map((scope) => scope.value),
      declared,
    );
    const extra = [...actual].filter((scope) => !wanted.has(scope));
    const same = extra.length === 0 && actual.size === wanted.size;
    const at = (value.find((scope) => extra.includes(canonicalScope(scope.value))) ?? value[0])?.at;
    return same
      ? []
      : [
          {
            subject: 'scopes',
            element: elementOf(app, 'scopes'),
            declared: list(wanted),
            actual: list(actual),
            wider: extra.length > 0,
            at,
          },
        ];
  });

const permittedUsers: Compare = (app, { policies }) =>
  compare('permitted users', app.permittedUsers, (actual, at) =>
    actual === policies.permittedUsers
      ? []
      : [
          {
            subject: 'permitted users',
            element: elementOf(app, 'permittedUsers'),
            declared: policies.permittedUsers,
            actual,
            wider: actual === 'self-authorize',
            at,
          },
        ],
  );

const ipRelaxation: Compare = (app, { policies }) =>
  compare('IP relaxation', app.ipRelaxation, (actual, at) =>
    actual === policies.ipRelaxation
      ? []
      : [
          {
            subject: 'IP relaxation',
            element: elementOf(app, 'ipRelaxation'),
            declared: policies.ipRelaxation,
            actual,
            wider: ipRelaxations.indexOf(actual) > ipRelaxations.indexOf(policies.ipRelaxation),
            at,
          },
        ],
  );

/** Hours that a token may live unused or not; the order of policies from strict to lax. */
const hoursOf = (policy: RefreshTokenPolicy): number => {
  if ('days' in policy) return policy.days * 24;
  if ('hours' in policy) return policy.hours;
  return policy.rule === 'never' ? Number.POSITIVE_INFINITY : 0;
};

const refreshTokenText = (policy: RefreshTokenPolicy): string => {
  if ('days' in policy) return `${policy.rule} of ${policy.days} days`;
  return 'hours' in policy ? `${policy.rule} of ${policy.hours} hours` : policy.rule;
};

const refreshToken: Compare = (app, { policies, flow }) =>
  flow !== 'authorization-code'
    ? []
    : compare('refresh token', app.refreshToken, (actual, at) => {
        const declared = policies.refreshToken;
        if (actual.rule === declared.rule && hoursOf(actual) === hoursOf(declared)) return [];
        return [
          {
            subject: 'refresh token',
            element: elementOf(app, 'refreshToken'),
            declared: refreshTokenText(declared),
            actual: refreshTokenText(actual),
            wider: hoursOf(actual) > hoursOf(declared),
            at,
          },
        ];
      });

const runAsUser: Compare = (app, { flow, identity: { user: declared } }) =>
  flow !== 'client-credentials' || declared === undefined
    ? []
    : compare('run-as user', app.clientCredentials.runAsUser, (actual, at) => {
        // An id cannot be compared with a username.
        if (actual && (isUserId(actual) || isSameUser(actual, declared))) return [];
        return [
          {
            subject: 'run-as user',
            element: elementOf(app, 'runAsUser'),
            declared,
            actual: actual ?? 'none',
            wider: actual !== undefined,
            at,
          },
        ];
      });

const callbacks: Compare = (app, { flow, callbackUrls }) =>
  flow !== 'authorization-code'
    ? []
    : compare('callbacks', app.callbackUrls, (urls) => {
        const actual = new Set(urls.map(({ value }) => value));
        const extra = urls.find(({ value }) => !callbackUrls.includes(value));
        if (!extra && callbackUrls.every((url) => actual.has(url))) return [];
        return [
          {
            subject: 'callbacks',
            element: elementOf(app, 'callbackUrl'),
            declared: list(callbackUrls),
            actual: list(actual),
            wider: extra !== undefined,
            at: (extra ?? urls[0])?.at,
          },
        ];
      });

/** Ranges in one spelling; what is no range stays as written. */
const rangeTexts = (ranges: ReadonlyArray<IpRange | string>): Set<string> =>
  new Set(
    ranges.map((range) =>
      typeof range === 'string' ? range : range.start === range.end ? range.start : `${range.start}-${range.end}`,
    ),
  );

const ipRanges: Compare = (app, { policies }) =>
  policies.ipRanges.length === 0
    ? []
    : compare('IP ranges', app.ipRanges, (ranges) => {
        const wanted = rangeTexts(policies.ipRanges.map((text) => parseIpRange(text) ?? text));
        const actual = rangeTexts(ranges.map(({ start, end }) => ipRangeBetween(start, end) ?? `${start}-${end}`));
        const extra = [...actual].filter((range) => !wanted.has(range));
        if (extra.length === 0 && actual.size === wanted.size) return [];
        return [
          {
            subject: 'IP ranges',
            element: elementOf(app, 'ipRanges'),
            declared: list(wanted),
            actual: list(actual),
            // No range at all lets in from everywhere.
            wider: extra.length > 0 || actual.size === 0,
            at: ranges[0]?.at,
          },
        ];
      });

const comparisons: readonly Compare[] = [
  scopes,
  permittedUsers,
  ipRelaxation,
  ipRanges,
  refreshToken,
  runAsUser,
  callbacks,
];

/** What a registration says otherwise than its manifest, and what could not be compared. */
export const differencesOf = (app: InventoryApp, declared: ClientApp): Array<Difference | Gap> =>
  comparisons.flatMap((one) => one(app, declared));
