import type { Org } from '../org.js';
import { timestamp, type Row } from '../tables/table.js';

export type Login = {
  userId: string;
  application: string;
  status: string;
  /** No value is documented for JWT bearer (audit.md A.6). */
  loginSubType: string | null;
  sourceIp: string;
};

/** Every sign-in leaves a row, refused ones too. */
export const recordLogin = (org: Org, { userId, application, status, loginSubType, sourceIp }: Login): Row => {
  const now = timestamp(org.clock.now());
  const row: Row = {
    Id: org.newId('0Ya'),
    UserId: userId,
    LoginTime: now,
    LoginType: 'Remote Access 2.0',
    LoginSubType: loginSubType,
    LoginUrl: new URL(org.url).host,
    Application: application,
    Status: status,
    SourceIp: sourceIp,
    ApiType: 'N/A',
    ApiVersion: 'N/A',
    Browser: 'Unknown',
    Platform: 'Unknown',
    TlsProtocol: 'TLS 1.3',
    CipherSuite: 'TLS_AES_256_GCM_SHA384',
    OptionsIsPost: true,
  };
  org.records('LoginHistory').push(row);
  const user = org.records('User').find(({ Id }) => Id === userId);
  if (user && status === 'Success') user.LastLoginDate = now;
  return row;
};
