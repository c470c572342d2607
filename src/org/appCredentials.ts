import type { OrgConnection } from './connection.js';
import { readColumns, type Answer } from './readColumns.js';

export type CertificateRow = {
  Id: string;
  DeveloperName: string;
  MasterLabel?: string | null;
  ExpirationDate?: string | null;
  KeySize?: number | string | null;
};

/** Certificates of the org; the Tooling API alone has them (audit.md A.11). */
export const readCertificates = (connection: OrgConnection): Promise<Answer<CertificateRow>> =>
  readColumns(connection, {
    object: 'Certificate',
    columns: ['Id', 'DeveloperName', 'MasterLabel', 'ExpirationDate', 'KeySize'],
    apis: ['tooling'],
  });

export type ConsumerRow = {
  Id: string;
  ExternalClientApplicationId: string;
  MasterLabel?: string | null;
  CreatedDate?: string | null;
  LastModifiedDate?: string | null;
};

/** The OAuth consumers of External Client Apps; neither key nor secret is in a column (audit.md A.8). */
export const readConsumers = (connection: OrgConnection): Promise<Answer<ConsumerRow>> =>
  readColumns(connection, {
    object: 'ExtlClntAppOauthConsumer',
    columns: ['Id', 'ExternalClientApplicationId', 'MasterLabel', 'CreatedDate', 'LastModifiedDate'],
    apis: ['data', 'tooling'],
  });
