import { readAppAccess, readBroadObjectAccess, readPermissionSets } from '../../org/appAccess.js';
import { readCallerRights, type CallerRights } from '../../org/callerRights.js';
import {
  readAppPolicies,
  readConnectedApps,
  readExternalApps,
  readMenuItems,
  readOauthPolicies,
  readOauthSettings,
} from '../../org/clientAppRecords.js';
import type { OrgConnection } from '../../org/connection.js';
import { readActiveUsers } from './activeUsers.js';
import { retrieveDocuments } from './retrieveDocuments.js';
import { shortfallOf } from './shortfall.js';
import { readTokens } from './tokens.js';

/** Everything that is asked of the org, at once: only tokens and files wait for what the user may see. */
export const readOrg = async (connection: OrgConnection, org: string) => {
  const withRights = <T>(read: (rights: CallerRights) => Promise<T>): Promise<T> => rights.then(read);
  const rights = readCallerRights(connection);
  const [
    caller,
    tokens,
    files,
    connected,
    menuItems,
    headers,
    settings,
    oauthPolicies,
    policies,
    access,
    sets,
    objects,
    activeUsersOf,
  ] = await Promise.all([
    rights,
    withRights((held) => readTokens(connection, org, held)),
    withRights((held) => retrieveDocuments(connection, org, shortfallOf(held, 'ExternalClientAppViewer'))),
    readConnectedApps(connection),
    readMenuItems(connection),
    readExternalApps(connection),
    readOauthSettings(connection),
    readOauthPolicies(connection),
    readAppPolicies(connection),
    readAppAccess(connection),
    readPermissionSets(connection),
    readBroadObjectAccess(connection),
    readActiveUsers(connection),
  ]);
  return {
    rights: caller,
    tokens,
    files,
    connected,
    menuItems,
    external: { headers, settings, oauthPolicies, policies },
    access,
    sets,
    objects,
    activeUsersOf,
  };
};

export type OrgReadings = Awaited<ReturnType<typeof readOrg>>;
