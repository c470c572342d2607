import { AuthInfo, Connection } from '@salesforce/core';
import type { LoopbackOrg } from '../../org/index.js';

/** A connection as `sf` makes them, with nothing written to the disk. */
export const connect = async (
  { url, username }: LoopbackOrg,
  accessToken: string,
  version = '67.0',
): Promise<Connection> => {
  const authInfo = await AuthInfo.create({
    username: accessToken,
    accessTokenOptions: { accessToken, instanceUrl: url, loginUrl: url },
  });
  const connection = await Connection.create({ authInfo, connectionOptions: { version } });
  authInfo.update({ username, orgId: accessToken.split('!')[0] ?? '' });
  return connection;
};
