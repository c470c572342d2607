import { userPermissionNames } from '../permissionNames.js';
import { bool, type Column } from './columns.js';

/** Profile and PermissionSet show each user permission as a boolean; two of them exist in some orgs only (audit.md A.5, A.7). */
export const permissionColumns = (): Column[] => [
  ...userPermissionNames.map((name) => bool(`Permissions${name}`)),
  bool('PermissionsUseAnyApiClient', { provision: 'useAnyApiClient' }),
  bool('PermissionsViewSetupAuditTrail', { provision: 'viewSetupAuditTrail' }),
];
