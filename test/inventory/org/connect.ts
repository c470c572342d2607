import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthInfo, Connection } from '@salesforce/core';
import type { LoopbackOrg } from '../../org/index.js';

/** A connection as `sf` makes them. */
export const connect = async (
  { url, username, organizationId, accessToken }: LoopbackOrg,
  version = '67.0',
): Promise<Connection> => {
  const authInfo = await AuthInfo.create({
    username: accessToken,
    accessTokenOptions: { accessToken, instanceUrl: url, loginUrl: url },
  });
  const connection = await Connection.create({ authInfo, connectionOptions: { version } });
  authInfo.update({ username, orgId: organizationId });
  return connection;
};

/** Gives the tests of a block a home of their own: signing in leaves a key there. */
export const useTemporaryHome = (): void => {
  const { HOME, SF_USE_GENERIC_UNIX_KEYCHAIN } = process.env;
  let home: string;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'clientapp-home-'));
    Object.assign(process.env, { HOME: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' });
  });

  after(async () => {
    for (const [name, value] of Object.entries({ HOME, SF_USE_GENERIC_UNIX_KEYCHAIN }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    await rm(home, { recursive: true, force: true });
  });
};
