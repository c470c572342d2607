import { userPermissionNames } from '../permissionNames.js';
import { bool, type Column } from './columns.js';

/** Profile and PermissionSet show each user permission as a boolean (audit.md A.5). */
export const permissionColumns = (): Column[] => userPermissionNames.map((name) => bool(`Permissions${name}`));
