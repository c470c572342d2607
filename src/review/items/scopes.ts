import { findScope } from '../../app/scopes.js';
import { isVisible, needed } from '../../audit/rules/scopeExceedsUsage.js';
import { plural } from '../../audit/texts.js';
import { usageOf, type UsageOfApp } from '../../audit/usageOf.js';
import type { Fact, InventoryApp } from '../../inventory/types.js';
import { declaredScope } from '../declared.js';
import type { Part, ReviewFacts } from '../facts.js';
import type { NotLookedAt, ReviewItem } from '../types.js';

const namesOf = (app: InventoryApp | undefined): string[] =>
  app?.scopes.known ? app.scopes.value.map(({ value }) => value) : [];

/** What the API log shows of a scope; nothing where the log shows nothing of such scopes. */
const useOf = (scope: string, usage: Fact<UsageOfApp> | undefined): string => {
  if (!usage) return 'use: not looked at';
  if (!isVisible(scope)) return 'use: this scope leaves no trace in the API log';
  if (!usage.known) return `use: not known, ${usage.reason}`;
  const { usage: used, window, confidence } = usage.value;
  const days = `${window.source} ${window.from.slice(0, 10)} to ${window.to.slice(0, 10)}, ${plural(window.daysWithData, 'day')} with data`;
  if (!used) return `use: no call of the app in the log (${days})`;
  if (used.truncated) return `use: not known, the API log has more of it than was kept (${days})`;
  const verdict = needed(used).has(scope) ? 'needed' : 'not needed by any';
  return `use: ${verdict} of its ${plural(used.calls, 'call')} (${days}; confidence ${confidence})`;
};

const placesOf = (scope: string, { app, source, org }: ReviewFacts): string => {
  const places: Array<[string, string[] | undefined]> = [
    ['the manifest', Object.keys(app.scopes)],
    ['source', source?.scopes.known ? namesOf(source) : undefined],
    [org?.name ?? 'the org', org?.app?.scopes.known ? namesOf(org.app) : undefined],
  ];
  const told = places.flatMap(([place, names]) => (names ? [{ place, has: names.includes(scope) }] : []));
  const lacking = told.filter(({ has }) => !has).map(({ place }) => place);
  return lacking.length === 0 ? '' : `differs: not in ${lacking.join(' and ')}`;
};

/** Each scope with the reason for it, and whether the app's calls needed it. */
export const scopeItems = (facts: ReviewFacts): Part => {
  const { app, source, org, inventory } = facts;
  const usage = org?.app && usageOf(inventory, org.app);
  const names = new Set([...Object.keys(app.scopes), ...namesOf(source), ...namesOf(org?.app)]);
  const items = [...names].map((scope): ReviewItem => {
    const reason = Object.hasOwn(app.scopes, scope) ? app.scopes[scope] : undefined;
    // The assertion is refused without it, though no refresh token ever comes of it (platform.md 8.22).
    const isPrerequisite = scope === 'refresh_token' && app.flow === 'jwt-bearer';
    return {
      id: `scope/${scope}`,
      kind: 'scope',
      subject: scope,
      shown: reason ?? 'the manifest gives no reason',
      details: [
        findScope(scope)?.meaning ?? 'no scope that is known',
        useOf(scope, usage),
        placesOf(scope, facts),
        isPrerequisite ? 'jwt-bearer does not work without it' : '',
      ].filter((detail) => detail !== ''),
      ...(isPrerequisite || declaredScope(facts.declared, scope) === undefined ? {} : { removable: true as const }),
    };
  });
  const unread = [
    ['source', source],
    [org?.name ?? 'the org', org?.app],
  ] as const;
  const notLookedAt = unread.flatMap(([place, one]): NotLookedAt[] =>
    one && !one.scopes.known ? [{ what: `scopes in ${place}`, reason: one.scopes.reason }] : [],
  );
  return {
    items,
    notLookedAt: [
      ...notLookedAt,
      ...(usage && !usage.known ? [{ what: 'use of the scopes', reason: usage.reason }] : []),
    ],
  };
};
