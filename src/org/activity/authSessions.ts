import type { OrgConnection } from '../connection.js';
import { readColumns, type Answer } from '../readColumns.js';
import { quoteList } from '../soql.js';

export type SessionRow = {
  Id: string;
  UsersId?: string | null;
  LoginType?: string | null;
  /** From API v67 on. */
  LoginSubType?: string | null;
  SessionType?: string | null;
  SourceIp?: string | null;
  CreatedDate?: string | null;
  LastModifiedDate?: string | null;
  NumSecondsValid?: number | null;
  LoginHistory?: { Application?: string | null } | null;
};

/** Live sessions that are read; who has more has a problem that no list of them would show better. */
export const maxSessions = 10_000;

/** Live sessions that began with OAuth, newest first. */
export const readOauthSessions = (connection: OrgConnection): Promise<Answer<SessionRow>> =>
  readColumns<SessionRow>(connection, {
    object: 'AuthSession',
    columns: [
      'Id',
      'UsersId',
      'LoginType',
      'LoginSubType',
      'SessionType',
      'SourceIp',
      'CreatedDate',
      'LastModifiedDate',
      'NumSecondsValid',
      'LoginHistory.Application',
    ],
    rest: `WHERE LoginType IN ${quoteList(['Remote Access 2.0', 'Oauth2', 'Remote Access Client', 'Oauth'])} ORDER BY CreatedDate DESC LIMIT ${maxSessions + 1}`,
  });
