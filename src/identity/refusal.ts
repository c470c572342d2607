import { SfError } from '@salesforce/core/sfError';
import { orgErrorCode } from '../org/failures.js';
import { isRefusal } from '../org/refusals.js';
import type { Action } from './action.js';
import type { UserPlan } from './types.js';

const again = 'Run the command again afterwards: it goes on where it stopped.';

const wanted = ({ app, username }: UserPlan, action: Action): string => {
  if (action.kind === 'create-user') return `the user ${username} of ${app.name}`;
  return action.kind === 'assign-license'
    ? `the permission set licence for ${username}`
    : `the permission set ${action.set} for ${username}`;
};

/** What an org's no means and what to do about it; other failures pass as they are. */
export const explainRefusal = (error: unknown, plan: UserPlan, action: Action, org: string): unknown => {
  if (!isRefusal(error)) return error;
  const code = orgErrorCode(error) ?? '';
  // Orgs write line breaks of HTML into this one.
  const said = error.message.replace(/<br\s*\/?>/gi, ' ').trim();
  const refuse = (name: string, message: string, actions: string[]): SfError =>
    new SfError(message, name, [...actions, again], 1, error);

  if (code === 'DUPLICATE_USERNAME') {
    return refuse('UsernameTakenError', `Another org has the username ${plan.username} already.`, [
      `Write another identity.user into the manifest of ${plan.app.name}, for this org alone under environments.`,
    ]);
  }
  if (code === 'LICENSE_LIMIT_EXCEEDED') {
    return refuse('NoFreeSeatError', `${org} has no seat left for ${wanted(plan, action)}.`, [
      'Deactivate an integration user that nothing uses any more, or ask your Salesforce account executive for seats.',
    ]);
  }
  if (code.startsWith('INSUFFICIENT_ACCESS') || code === 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY') {
    return refuse('UserPermissionMissingError', `${org} does not let you make ${wanted(plan, action)}: ${said}`, [
      'It takes the permissions Manage Users and Assign Permission Sets.',
    ]);
  }
  if (action.kind === 'assign-set') {
    return refuse('PermissionSetRefusedError', `${org} refused ${wanted(plan, action)}: ${said}`, [
      'Take what the org names out of the permission set, or correct its licence: integration users hold few permissions.',
    ]);
  }
  return refuse('UserRefusedError', `${org} refused ${wanted(plan, action)}: ${said}`, [
    'A rule of the org may demand more of users than the platform does: satisfy it, or exempt integration users.',
  ]);
};
