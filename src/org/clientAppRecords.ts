import { scopes } from '../app/scopes.js';
import type { OrgConnection } from './connection.js';
import { readColumns, type Answer } from './readColumns.js';

/** Who made a record and changed it last, and when. */
export type StampColumns = {
  CreatedDate?: string | null;
  CreatedById?: string | null;
  LastModifiedDate?: string | null;
  LastModifiedById?: string | null;
};

const stampColumns = ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById'];

/** A row of ConnectedApplication: an app installed or created here. It tells neither scopes nor keys (audit.md A.1). */
export type ConnectedAppRow = StampColumns & {
  Id: string;
  /** The label; there is no API name. */
  Name: string;
  OptionsAllowAdminApprovedUsersOnly?: boolean;
  /** Has no unit. */
  RefreshTokenValidityPeriod?: number | null;
};

export const readConnectedApps = (connection: OrgConnection): Promise<Answer<ConnectedAppRow>> =>
  readColumns(connection, {
    object: 'ConnectedApplication',
    columns: ['Id', 'Name', 'OptionsAllowAdminApprovedUsersOnly', 'RefreshTokenValidityPeriod', ...stampColumns],
  });

/** What links the id of a connected app to its API name (audit.md A.3). */
export type MenuItemRow = { ApplicationId: string | null; Name: string; NamespacePrefix?: string | null };

export const readMenuItems = (connection: OrgConnection): Promise<Answer<MenuItemRow>> =>
  readColumns(connection, {
    object: 'AppMenuItem',
    columns: ['ApplicationId', 'Name', 'NamespacePrefix'],
    rest: "WHERE Type = 'ConnectedApplication'",
  });

/** Two of these objects answer at one endpoint in some orgs and at the other elsewhere (audit.md A.8). */
const apis = ['data', 'tooling'] as const;

export type ExternalAppRow = StampColumns & {
  Id: string;
  DeveloperName: string;
  MasterLabel?: string | null;
  Description?: string | null;
  ContactEmail?: string | null;
  DistributionState?: string | null;
  NamespacePrefix?: string | null;
};

export const readExternalApps = (connection: OrgConnection): Promise<Answer<ExternalAppRow>> =>
  readColumns(connection, {
    object: 'ExternalClientApplication',
    columns: [
      'Id',
      'DeveloperName',
      'MasterLabel',
      'Description',
      'ContactEmail',
      'DistributionState',
      'NamespacePrefix',
      ...stampColumns,
    ],
    apis,
  });

/** One boolean for each scope, by the name of its column. */
export type OauthSettingsRow = { ExternalClientApplicationId: string; scopes: Record<string, boolean> };

const scopeColumns = scopes.flatMap(({ column }) => (column ? [`OauthScopes${column}`] : []));

export const readOauthSettings = async (connection: OrgConnection): Promise<Answer<OauthSettingsRow>> => {
  const answer = await readColumns<Record<string, unknown>>(connection, {
    object: 'ExtlClntAppOauthSettings',
    columns: ['ExternalClientApplicationId', ...scopeColumns],
    apis,
  });
  if (answer.refused !== undefined) return answer;
  return {
    rows: answer.rows.map((row) => ({
      ExternalClientApplicationId: String(row['ExternalClientApplicationId']),
      scopes: Object.fromEntries(
        scopeColumns.map((column) => [column.slice('OauthScopes'.length), row[column] === true]),
      ),
    })),
    // A scope whose column an older version lacks is one that no app can have there.
    missing: answer.missing.filter((column) => !scopeColumns.includes(column)),
  };
};

export type OauthPolicyRow = {
  ExternalClientApplicationId: string;
  PermittedUsersPolicyType?: string | null;
  RefreshTokenPolicyType?: string | null;
  RefreshTokenValidityPeriod?: number | null;
  RefreshTokenValidityUnit?: string | null;
  SessionTimeoutInMinutes?: number | null;
  IpRelaxationPolicyType?: string | null;
  IsClientCredentialsFlowEnabled?: boolean;
  ClientCredentialsFlowUser?: string | null;
  IsGuestCodeCredFlowEnabled?: boolean;
};

export const readOauthPolicies = (connection: OrgConnection): Promise<Answer<OauthPolicyRow>> =>
  readColumns(connection, {
    object: 'ExtlClntAppOauthPlcyCnfg',
    columns: [
      'ExternalClientApplicationId',
      'PermittedUsersPolicyType',
      'RefreshTokenPolicyType',
      'RefreshTokenValidityPeriod',
      'RefreshTokenValidityUnit',
      'SessionTimeoutInMinutes',
      'IpRelaxationPolicyType',
      'IsClientCredentialsFlowEnabled',
      'ClientCredentialsFlowUser',
      'IsGuestCodeCredFlowEnabled',
    ],
    apis,
  });

export type AppPolicyRow = {
  ExternalClientApplicationId: string;
  IsEnabled?: boolean;
  OauthPluginStatus?: string | null;
};

export const readAppPolicies = (connection: OrgConnection): Promise<Answer<AppPolicyRow>> =>
  readColumns(connection, {
    object: 'ExtlClntAppPlcyCnfg',
    columns: ['ExternalClientApplicationId', 'IsEnabled', 'OauthPluginStatus'],
    apis,
  });
