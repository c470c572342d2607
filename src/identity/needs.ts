import type { UserPlan } from './types.js';

/** What the plans cost: seats, and the right to do it. */
export type Needs = { users: number; licenses: number; sets: number };

/** Permission sets that wait for a deploy count: a user that can never be given them is better not created. */
export const needsOf = (plans: readonly UserPlan[]): Needs => {
  const steps = plans.flatMap((plan) => plan.steps.map((step) => ({ ...step, username: plan.username.toLowerCase() })));
  const users = (name: string): number =>
    new Set(steps.filter(({ step, state }) => step === name && state === 'todo').map(({ username }) => username)).size;
  const created = users('user');
  const sets = steps.filter(({ step, state }) => step.endsWith('permission-set') && state !== 'already').length;
  return { users: created, licenses: users('permission-set-license'), sets: sets > 0 ? sets : created };
};
