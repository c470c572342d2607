import type { OrgConnection } from './connection.js';
import { readColumns } from './readColumns.js';

/** What an audit needs of the signed-in user; without it some objects answer in part and do not say so (audit.md A.12). */
export const auditRights = ['CustomizeApplication', 'ViewSetup', 'ExternalClientAppViewer', 'ViewAllProfiles'] as const;
export type AuditRight = (typeof auditRights)[number];

/** The rights that the user has or lacks; one that the org does not tell is absent. */
export type CallerRights = Partial<Record<AuditRight, boolean>>;

export const readCallerRights = (connection: OrgConnection): Promise<CallerRights> =>
  readRights(connection, auditRights);

/** Which of these user permissions the signed-in user has; one that the org does not tell is absent. */
export const readRights = async <Right extends string>(
  connection: OrgConnection,
  names: readonly Right[],
): Promise<Partial<Record<Right, boolean>>> => {
  const answer = await readColumns<Record<string, unknown>>(connection, {
    object: 'UserPermissionAccess',
    columns: names.map((name) => `Permissions${name}`),
    rest: 'LIMIT 1',
  });
  const [row] = answer.refused === undefined ? answer.rows : [];
  return Object.fromEntries(
    names.flatMap((name) => {
      const held = row?.[`Permissions${name}`];
      return typeof held === 'boolean' ? [[name, held]] : [];
    }),
  ) as Partial<Record<Right, boolean>>;
};
