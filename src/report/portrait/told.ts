import type { Fact, InventoryApp } from '../../inventory/types.js';
import type { Gap, Told } from './types.js';

/** Where a record comes from, in one word. */
export const placeOf = ({ origin }: Pick<InventoryApp, 'origin'>): string =>
  origin.kind === 'org' ? origin.org : 'source';

/** Gaps with the same reason are one. */
export const mergeGaps = (gaps: readonly Gap[]): Gap[] => {
  const byReason = new Map<string, Set<string>>();
  for (const { reason, places } of gaps) {
    const known = byReason.get(reason) ?? new Set();
    for (const place of places) known.add(place);
    byReason.set(reason, known);
  }
  return [...byReason].map(([reason, places]) => ({ reason, places: [...places] }));
};

/** Puts together what several places tell; an undefined value says nothing and is left out. */
export const tell = <T>(facts: ReadonlyArray<{ place: string; fact: Fact<T | undefined> }>): Told<T> => {
  const values = new Map<string, { value: T; places: string[] }>();
  const gaps: Gap[] = [];
  for (const { place, fact } of facts) {
    if (!fact.known) gaps.push({ reason: fact.reason, places: [place] });
    else if (fact.value !== undefined) {
      const key = JSON.stringify(fact.value);
      const same = values.get(key);
      if (!same) values.set(key, { value: fact.value, places: [place] });
      else if (!same.places.includes(place)) same.places.push(place);
    }
  }
  return { values: [...values.values()], gaps: mergeGaps(gaps) };
};

/** {@link tell} of one fact of the records of an app. */
export const tellOf = <T>(
  records: readonly InventoryApp[],
  factOf: (app: InventoryApp) => Fact<T | undefined>,
): Told<T> => tell(records.map((app) => ({ place: placeOf(app), fact: factOf(app) })));

/** The same fact, looked at in another way. */
export const mapFact = <T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> =>
  fact.known ? { known: true, value: change(fact.value) } : fact;
