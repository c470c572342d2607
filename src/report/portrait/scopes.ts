import { canonicalScope, scopes as knownScopes } from '../../app/scopes.js';
import { usageOf, type UsageOfApp } from '../../audit/usageOf.js';
import type { Fact, Inventory, InventoryApp } from '../../inventory/types.js';
import { mergeGaps, placeOf } from './told.js';
import type { AppPortrait, ScopePortrait } from './types.js';

const meanings = new Map(knownScopes.map(({ oauth, meaning }) => [oauth, meaning]));

const isConnect = (resource: string): boolean => /^\/(?:connect|chatter)\b/i.test(resource);
const isWave = (resource: string): boolean => /^\/wave\b/i.test(resource);

/** The API scopes whose use the log shows (audit.md A.9); of all others it tells nothing. */
const shows: ReadonlyMap<string, (resource: string) => boolean> = new Map([
  ['api', (resource: string) => !isConnect(resource) && !isWave(resource)],
  ['chatter_api', isConnect],
  ['wave_api', isWave],
]);

type Use = Pick<ScopePortrait, 'use' | 'useNote'>;

const unseen = (scope: string, { usage, window }: UsageOfApp): Use => {
  const span = `${window.from.slice(0, 10)} to ${window.to.slice(0, 10)}, ${window.daysWithData} days with data`;
  return usage?.truncated
    ? { use: 'unknown', useNote: 'the list of what the app called is too long to be kept whole' }
    : { use: 'not-seen', useNote: `no call that needs ${scope} in the API log, ${span}` };
};

const useIn = (scope: string, fact: Fact<UsageOfApp>): Use => {
  const test = shows.get(scope);
  if (!test) return { use: 'not-visible', useNote: 'the API log does not show what this scope is used for' };
  if (!fact.known) return { use: 'unknown', useNote: fact.reason };
  const { usage } = fact.value;
  const hits = usage ? Object.entries(usage.resources).filter(([resource]) => test(resource)) : [];
  if (hits.length === 0) return unseen(scope, fact.value);
  const calls = hits.reduce((sum, [, count]) => sum + count, 0);
  return { use: 'used', useNote: `${calls} calls up to ${usage?.lastSeen.slice(0, 10)}` };
};

const strength = { used: 0, unknown: 1, 'not-seen': 2, 'not-visible': 3 } as const;

/** One org in which a scope is used makes it used; one that does not tell keeps it from being called unused. */
const useOf = (scope: string, usages: ReadonlyArray<Fact<UsageOfApp>>): Use => {
  const uses = usages.map((fact) => useIn(scope, fact)).sort((a, b) => strength[a.use] - strength[b.use]);
  return uses[0] ?? useIn(scope, { known: false, reason: 'no org was audited' });
};

/** The scopes of an app, each with why it is there and whether it is used. */
export const scopesOf = (
  records: readonly InventoryApp[],
  inventory: Pick<Inventory, 'apps' | 'orgs'>,
): AppPortrait['scopes'] => {
  const declared = records.find(({ manifest }) => manifest?.app)?.manifest?.app?.scopes ?? {};
  const reasons = new Map(Object.entries(declared).map(([scope, reason]) => [canonicalScope(scope), reason]));
  const places = new Map<string, string[]>([...reasons.keys()].map((scope) => [scope, []]));
  for (const app of records) {
    if (!app.scopes.known) continue;
    for (const scope of new Set(app.scopes.value.map(({ value }) => value))) {
      places.set(scope, [...new Set([...(places.get(scope) ?? []), placeOf(app)])]);
    }
  }
  const usages = records.filter(({ origin }) => origin.kind === 'org').map((app) => usageOf(inventory, app));
  const values = [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([scope, grantedIn]): ScopePortrait => {
      const meaning = meanings.get(scope);
      const reason = reasons.get(scope);
      return {
        scope,
        ...(meaning === undefined ? {} : { meaning }),
        grantedIn,
        isDeclared: reasons.has(scope),
        ...(reason ? { reason } : {}),
        ...useOf(scope, usages),
      };
    });
  const gaps = records.flatMap((app) =>
    app.scopes.known ? [] : [{ reason: app.scopes.reason, places: [placeOf(app)] }],
  );
  return { values, gaps: mergeGaps(gaps) };
};
