import type { Decision, ReviewItem } from './types.js';

export type DecisionLimits = {
  /** `YYYY-MM-DD`. */
  today: string;
  /** Last day that a waiver may have; undefined for any. */
  lastWaiverDay?: string | undefined;
};

/** Why the last day of a waiver is refused, or undefined. */
export const expiryProblem = (expires: string, { today, lastWaiverDay }: DecisionLimits): string | undefined => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(expires) && !Number.isNaN(Date.parse(expires));
  if (!isDay || new Date(expires).toISOString().slice(0, 10) !== expires)
    return `"${expires}" is not a day (YYYY-MM-DD)`;
  if (expires <= today) return `a waiver ends after today, and ${expires} is not`;
  return lastWaiverDay !== undefined && expires > lastWaiverDay
    ? `the audit config lets a waiver end on ${lastWaiverDay} at the latest`
    : undefined;
};

/** Why a decision does not go with its item, or undefined. */
export const decisionProblem = (
  { id, waivable, removable }: ReviewItem,
  decision: Decision,
  limits: DecisionLimits,
): string | undefined => {
  if (decision.decision === 'keep') return undefined;
  if (decision.decision === 'change')
    return decision.remove && !removable ? `"${id}" is nothing that can be removed from the manifest` : undefined;
  return waivable ? expiryProblem(decision.expires, limits) : `"${id}" is no finding, and only findings can be waived`;
};
