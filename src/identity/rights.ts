import { SfError } from '@salesforce/core/sfError';
import type { Needs } from './needs.js';
import type { Rights } from './orgState.js';

/** @throws UserPermissionMissingError when the signed-in user certainly lacks one; what the org does not tell passes */
export const refuseWithoutRights = (rights: Rights, { users, licenses, sets }: Needs, org: string): void => {
  const lacks = (name: keyof Rights): boolean => rights[name] === false;
  const missing = [
    ...(users > 0 && lacks('ManageUsers') ? ['Manage Users (ManageUsers), to create the user'] : []),
    ...(sets > 0 && lacks('AssignPermissionSets')
      ? ['Assign Permission Sets (AssignPermissionSets), to give it its permission sets']
      : []),
    ...(sets === 0 && licenses > 0 && lacks('AssignPermissionSets') && lacks('ViewSetup')
      ? ['View Setup or Assign Permission Sets, to give it its permission set licence']
      : []),
  ];
  if (missing.length === 0) return;
  throw new SfError(
    `You lack what this takes in ${org}: ${missing.join('; ')}. Nothing was changed.`,
    'UserPermissionMissingError',
    ['Ask an administrator for the permissions, or to run this command.'],
  );
};
