import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../app/clientApp.js';
import type { OrgConnection } from '../org/connection.js';
import { checkUser } from './adopt.js';
import { applyPlans } from './apply.js';
import { findMeans } from './means.js';
import { needsOf } from './needs.js';
import { readOrgState, type OrgState } from './orgState.js';
import { planSteps } from './plan.js';
import type { UserOptions, UserPlan, UserRequest, UserResult } from './types.js';

/** People sign in to such an app through the browser, where an API-only user has no way in (platform.md 7.1). */
export const hasUserOfItsOwn = ({ flow }: Pick<ClientApp, 'flow'>): boolean => flow !== 'authorization-code';

/**
 * What each app's user needs, compared with what the org has. Changes nothing.
 * @throws for users that may not be adopted: see `checkUser`
 */
const planUsers = async (
  connection: OrgConnection,
  requests: readonly UserRequest[],
  options: UserOptions,
): Promise<UserPlan[]> => (await plan(connection, requests, options)).plans;

export const planUser = async (
  connection: OrgConnection,
  request: UserRequest,
  options: UserOptions,
): Promise<UserPlan> => single(await planUsers(connection, [request], options));

/**
 * Makes the user of each app, or completes it: looks, checks everything that can be checked before anything is created,
 * then creates and assigns what is missing. The calls that read are as many for all apps as for one.
 */
export const ensureUsers = async (
  connection: OrgConnection,
  requests: readonly UserRequest[],
  options: UserOptions,
): Promise<UserResult[]> => {
  const { plans, state } = await plan(connection, requests, options);
  const isDone = plans.every(({ steps }) => steps.every((step) => step.state !== 'todo'));
  if (isDone) return plans.map((one) => resultOf(one, options, new Map()));
  const means = await findMeans(connection, state, needsOf(plans), options.org);
  const ids = options.dryRun ? new Map<string, string>() : await applyPlans(connection, plans, means, options);
  return plans.map((one) => resultOf(one, options, ids));
};

export const ensureUser = async (
  connection: OrgConnection,
  request: UserRequest,
  options: UserOptions,
): Promise<UserResult> => single(await ensureUsers(connection, [request], options));

const single = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error('No app was given.');
  return one;
};

const plan = async (
  connection: OrgConnection,
  requests: readonly UserRequest[],
  options: UserOptions,
): Promise<{ plans: UserPlan[]; state: OrgState }> => {
  const { phase = 'all', org } = options;
  for (const { app } of requests) if (!hasUserOfItsOwn(app)) throw peopleSignIn(app);
  const state = await readOrgState(connection, requests, { org, phase });
  const now = new Date();
  const plans = requests.map((request): UserPlan => {
    const notes = checkUser(request, state, options);
    const userId = state.users.get(request.username.toLowerCase())?.Id;
    return { ...request, userId, steps: planSteps(request, state, phase, now), notes };
  });
  return { plans, state };
};

const peopleSignIn = ({ name, flow }: ClientApp): SfError =>
  new SfError(
    `${name} has no user of its own: with ${flow}, people sign in through the browser, where an integration user can't.`,
    'PeopleSignInError',
    [`Give the people who use it the permission set ${name}_Access.`],
  );

const resultOf = (
  { app, username, userId, steps, notes }: UserPlan,
  { dryRun = false }: UserOptions,
  ids: ReadonlyMap<string, string>,
): UserResult => ({
  app: app.name,
  username,
  userId: userId ?? ids.get(username.toLowerCase()),
  created: userId === undefined && !dryRun,
  steps: steps.map(({ step, state }) => ({
    step,
    status: state === 'already' ? 'already' : state === 'todo' && !dryRun ? 'done' : 'planned',
  })),
  notes: [...new Set([...steps.flatMap(({ note }) => note ?? []), ...notes])],
});
