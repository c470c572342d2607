import type { OrgConnection } from '../connection.js';
import { readColumns, type Answer } from '../readColumns.js';

export type SetupChangeRow = {
  Id: string;
  Action?: string | null;
  Section?: string | null;
  Display?: string | null;
  CreatedDate: string;
  CreatedById?: string | null;
  CreatedBy?: { Username?: string | null } | null;
  DelegateUser?: string | null;
  ResponsibleNamespacePrefix?: string | null;
};

/** Changes that are read, newest first: an org where a pipeline deploys all day makes very many. */
export const maxChanges = 30_000;

/**
 * What was changed in Setup since a day, newest first. Section is no filter, and no list of the actions on client apps is
 * complete (audit.md A.7): the rows are read by date and chosen by the caller.
 */
export const readSetupChanges = (connection: OrgConnection, from: Date): Promise<Answer<SetupChangeRow>> =>
  readColumns<SetupChangeRow>(connection, {
    object: 'SetupAuditTrail',
    columns: [
      'Id',
      'Action',
      'Section',
      'Display',
      'CreatedDate',
      'CreatedById',
      'CreatedBy.Username',
      'DelegateUser',
      'ResponsibleNamespacePrefix',
    ],
    rest: `WHERE CreatedDate >= ${from.toISOString()} ORDER BY CreatedDate DESC LIMIT ${maxChanges}`,
  });
