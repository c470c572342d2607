import type { Fact, InventoryApp } from '../inventory/types.js';
import type { FindingDraft, InconclusiveDraft, Outcome } from './rule.js';

/** `look` at every app that uses OAuth; one that may or may not use it cannot be judged. */
export const eachOauthApp = (
  { apps }: { apps: readonly InventoryApp[] },
  look: (app: InventoryApp) => Outcome[],
): Outcome[] => {
  const outcomes: Outcome[] = [];
  for (const app of apps) {
    if (!app.usesOauth.known) outcomes.push(notEvaluated(app, app.usesOauth.reason));
    else if (app.usesOauth.value) for (const outcome of look(app)) outcomes.push(outcome);
  }
  return outcomes;
};

/** `look` at a fact of an app, or say why nobody can. */
export const withFact = <T>(app: InventoryApp, fact: Fact<T>, look: (value: T) => Outcome[]): Outcome[] =>
  fact.known ? look(fact.value) : [notEvaluated(app, fact.reason)];

export const notEvaluated = (app: InventoryApp, reason: string): InconclusiveDraft => ({
  kind: 'inconclusive',
  app,
  reason,
});

/** A finding about an app; its org is the app's unless the rule says otherwise. */
export const finding = (app: InventoryApp, draft: Omit<FindingDraft, 'kind' | 'app'>): FindingDraft =>
  app.origin.kind === 'org'
    ? { org: app.origin.org, ...draft, kind: 'finding', app }
    : { ...draft, kind: 'finding', app };

/** An id in the 15 characters that every source agrees on: logs have 15, SOQL 18. */
export const shortId = (id: string): string => id.slice(0, 15);

/** True for two records of the same org, or both of source. */
export const sameOrigin = (one: InventoryApp['origin'], other: InventoryApp['origin']): boolean =>
  one.kind === 'org' ? other.kind === 'org' && one.org === other.org : other.kind === 'source';
