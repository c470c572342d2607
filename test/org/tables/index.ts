import { accessTables } from './access.js';
import { assignmentTables } from './assignments.js';
import { businessObjects } from './business.js';
import { connectedAppTables } from './connectedApps.js';
import { externalClientAppPolicyTables } from './externalClientAppPolicies.js';
import { externalClientAppTables } from './externalClientApps.js';
import { monitoringTables } from './monitoring.js';
import { permissionTables } from './permissions.js';
import type { Table } from './table.js';
import { tokenTables } from './tokens.js';
import { userTables } from './userTables.js';

/** Everything that can be queried and described. A name may stand twice, once for each endpoint. */
export const allTables: Table[] = [
  ...userTables,
  ...permissionTables,
  ...assignmentTables,
  ...accessTables,
  ...connectedAppTables,
  ...externalClientAppTables,
  ...externalClientAppPolicyTables,
  ...tokenTables,
  ...monitoringTables,
  ...businessObjects,
];
