import { assignPermissionSet } from '../org/permissionSets.js';
import { assignPermissionSetLicense } from '../org/userAssignments.js';
import { createUser } from '../org/users.js';
import type { OrgConnection } from '../org/connection.js';
import type { Action } from './action.js';
import { explainRefusal } from './refusal.js';
import type { Means } from './means.js';
import { newUser } from './newUser.js';
import type { UserOptions, UserPlan } from './types.js';

/**
 * Does what is left to do, in the order that the org accepts: user, licence, permission sets (platform.md 7.2). What was
 * done before a refusal stays, and the next run goes on from there.
 * @returns ids of the users by username in lower case
 */
export const applyPlans = async (
  connection: OrgConnection,
  plans: readonly UserPlan[],
  means: Means,
  { org, onStep }: UserOptions,
): Promise<Map<string, string>> => {
  const ids = new Map(plans.flatMap(({ username, userId }) => (userId ? [[username.toLowerCase(), userId]] : [])));
  for (const plan of plans) {
    for (const planned of plan.steps) {
      if (planned.state !== 'todo') continue;
      onStep?.(plan.app.name, planned.step);
      try {
        const id = await act(connection, plan, planned.action, means, ids.get(plan.username.toLowerCase()));
        ids.set(plan.username.toLowerCase(), id);
      } catch (error) {
        throw explainRefusal(error, plan, planned.action, org);
      }
    }
  }
  return ids;
};

/** @returns the id of the user, made now or before */
const act = async (
  connection: OrgConnection,
  plan: UserPlan,
  action: Action,
  means: Means,
  userId: string | undefined,
): Promise<string> => {
  const id = userId ?? (await createUser(connection, newUser(plan, means.profileId, means.defaults)));
  switch (action.kind) {
    case 'create-user':
      break;
    case 'assign-license':
      await assignPermissionSetLicense(connection, means.permissionSetLicenseId, id);
      break;
    case 'assign-set':
      await assignPermissionSet(connection, action.setId, id);
      break;
  }
  return id;
};
