import type { Registration } from '../app/clientApp.js';
import type { OrgConnection } from './connection.js';
import { readColumns, type Answer } from './readColumns.js';
import { quote } from './soql.js';

/** A row that belongs to one app: the app itself, its keys or its policies. */
export type AppStampRow = { Id: string; LastModifiedDate?: string | null };

const apis = ['data', 'tooling'] as const;
const columns = ['Id', 'LastModifiedDate'];

/** The record of an External Client App by its API name, or of a Connected App by its label: it has no API name in SOQL (audit.md A.1). */
export const readAppStamp = (
  connection: OrgConnection,
  { name, label, registration }: { name: string; label: string; registration: Registration },
): Promise<Answer<AppStampRow>> =>
  registration === 'connected-app'
    ? readColumns(connection, { object: 'ConnectedApplication', columns, rest: `WHERE Name = ${quote(label)}` })
    : readColumns(connection, {
        object: 'ExternalClientApplication',
        columns,
        rest: `WHERE DeveloperName = ${quote(name)}`,
        apis,
      });

/** When the keys of an External Client App were last changed; the keys themselves are in no column (audit.md A.8). */
export const readConsumerStamps = (connection: OrgConnection, name: string): Promise<Answer<AppStampRow>> =>
  readColumns(connection, {
    object: 'ExtlClntAppOauthConsumer',
    columns,
    rest: `WHERE ExternalClientApplication.DeveloperName = ${quote(name)}`,
    apis,
  });

export type OpenerRow = {
  ParentId: string;
  Parent?: {
    Name?: string;
    Label?: string;
    IsOwnedByProfile?: boolean;
    Profile?: { Name?: string | null } | null;
  } | null;
};

/** Permission sets and profiles that open one app. */
export const readOpeners = (connection: OrgConnection, appId: string): Promise<Answer<OpenerRow>> =>
  readColumns(connection, {
    object: 'SetupEntityAccess',
    columns: ['ParentId', 'Parent.Name', 'Parent.Label', 'Parent.IsOwnedByProfile', 'Parent.Profile.Name'],
    rest: `WHERE SetupEntityId = ${quote(appId)}`,
  });

export const readIsSandbox = (
  connection: OrgConnection,
): Promise<Answer<{ IsSandbox?: boolean; TrialExpirationDate?: string | null }>> =>
  readColumns(connection, { object: 'Organization', columns: ['IsSandbox', 'TrialExpirationDate'], rest: 'LIMIT 1' });
