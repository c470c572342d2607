import { known, type Fact, type InventoryApp } from '../inventory/types.js';
import { notEvaluated } from './outcomes.js';
import type { Outcome } from './rule.js';

/** A question about a fact, which is as unknown as the fact. */
export const ask = <T>(fact: Fact<T>, question: (value: T) => boolean): Fact<boolean> =>
  fact.known ? known(question(fact.value), fact.at) : fact;

/**
 * Three-valued and. One condition that does not hold answers the rule, whatever else is unknown; otherwise an unknown
 * one makes it inconclusive, with the first reason.
 */
export const whenAll = (
  app: InventoryApp,
  conditions: ReadonlyArray<Fact<boolean>>,
  then: () => Outcome[],
): Outcome[] => {
  if (conditions.some((condition) => condition.known && !condition.value)) return [];
  const gap = conditions.find((condition) => !condition.known);
  return gap && !gap.known ? [notEvaluated(app, gap.reason)] : then();
};

/** The other answer. */
export const not = (fact: Fact<boolean>): Fact<boolean> => ask(fact, (value) => !value);

/** Three-valued or. */
export const either = (one: Fact<boolean>, other: Fact<boolean>): Fact<boolean> => {
  if (one.known && one.value) return one;
  if (other.known && other.value) return other;
  return one.known ? other : one;
};
