import type { Table, Viewer } from './table.js';
import { hasPermission } from './hasPermission.js';

export type Act = 'create' | 'update' | 'remove';

const objectRight = { create: 'Create', update: 'Edit', remove: 'Delete' } as const;

/** Which user permission lets a caller write a setup object (platform.md 7.2 and 7.4). */
const setupRights: Record<string, string[]> = {
  User: ['ManageUsers'],
  UserLogin: ['ManageUsers'],
  Group: ['ManageUsers'],
  PermissionSet: ['ManageProfilesPermissionsets', 'CustomizeApplication'],
  PermissionSetAssignment: ['AssignPermissionSets'],
  PermissionSetLicenseAssign: ['ViewSetup', 'AssignPermissionSets'],
  SetupEntityAccess: ['ManageProfilesPermissionsets', 'CustomizeApplication'],
  AuthSession: ['ManageUsers'],
  AppMenuItem: ['CustomizeApplication'],
};

/** Whether the table can be written at all, and by this user. */
export const may = (viewer: Viewer, table: Table, act: Act): boolean => {
  if (!table[act]) return false;
  if (hasPermission(viewer, 'ModifyAllData') && table.business) return true;
  if (table.business) return viewer.grants.objects.get(table.name)?.has(objectRight[act]) === true;
  return hasPermission(viewer, ...(setupRights[table.name] ?? ['CustomizeApplication']));
};
