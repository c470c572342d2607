import type { OrgConnection } from './connection.js';
import { readColumns } from './readColumns.js';

/** What reading the client apps of an org needs of the signed-in user; without it some objects answer in part and do not say so (audit.md A.12). */
const inventoryRights = ['CustomizeApplication', 'ViewSetup', 'ExternalClientAppViewer', 'ViewAllProfiles'] as const;

/** What an audit needs besides. The last ones stand in for others that they bring with them. */
export const auditRights = [
  ...inventoryRights,
  'ApiEnabled',
  'ManageUsers',
  'MonitorLoginHistory',
  'ViewEventLogFiles',
  'EventLogReadAccess',
  'ViewSetupAuditTrail',
  'ModifyMetadata',
  'ModifyAllData',
  'ViewAllData',
] as const;
export type AuditRight = (typeof auditRights)[number];

/** The rights that the user has or lacks; one that the org does not tell is absent. */
export type CallerRights = Partial<Record<AuditRight, boolean>>;

/** Some rights of an audit exist in few orgs, so the object is described first. */
export const readCallerRights = (
  connection: OrgConnection,
  { forAudit = false }: { forAudit?: boolean } = {},
): Promise<CallerRights> =>
  forAudit
    ? readRights<AuditRight>(connection, auditRights, { describeFirst: true })
    : readRights<AuditRight>(connection, inventoryRights);

/** Which of these user permissions the signed-in user has; one that the org does not tell is absent. */
export const readRights = async <Right extends string>(
  connection: OrgConnection,
  names: readonly Right[],
  { describeFirst }: { describeFirst?: boolean } = {},
): Promise<Partial<Record<Right, boolean>>> => {
  const answer = await readColumns<Record<string, unknown>>(connection, {
    object: 'UserPermissionAccess',
    columns: names.map((name) => `Permissions${name}`),
    rest: 'LIMIT 1',
    describeFirst,
  });
  const [row] = answer.refused === undefined ? answer.rows : [];
  return Object.fromEntries(
    names.flatMap((name) => {
      const held = row?.[`Permissions${name}`];
      return typeof held === 'boolean' ? [[name, held]] : [];
    }),
  ) as Partial<Record<Right, boolean>>;
};
