import { readAppAccess, readBroadObjectAccess, readPermissionSets } from '../../org/appAccess.js';
import { readCallerRights } from '../../org/callerRights.js';
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
import { countHolders } from './evidence/appHolders.js';
import { holdingsFrom } from './evidence/holdings.js';
import { readForEvidence } from './evidence/readings.js';
import { retrieveDocuments } from './retrieveDocuments.js';
import { shortfallOf } from './shortfall.js';
import { readTokens } from './tokens.js';
import { unknown } from '../types.js';

/**
 * Everything that is asked of the org, at once: only tokens and files wait for what the user may see.
 * @param forAudit also what an audit wants to know besides the apps
 */
export const readOrg = async (
  connection: OrgConnection,
  org: string,
  { forAudit = false }: { forAudit?: boolean } = {},
) => {
  const rights = readCallerRights(connection, { forAudit });
  const [caller, tokens, files, connected, menuItems, external, access, sets, objects, counted, evidence] =
    await Promise.all([
      rights,
      rights.then((held) => readTokens(connection, org, held)),
      rights.then((held) => retrieveDocuments(connection, org, shortfallOf(held, 'ExternalClientAppViewer'))),
      readConnectedApps(connection),
      readMenuItems(connection),
      readExternal(connection),
      readAppAccess(connection),
      readPermissionSets(connection, { forAudit }),
      readBroadObjectAccess(connection),
      forAudit ? undefined : readActiveUsers(connection),
      forAudit ? readForEvidence(connection, org, rights) : undefined,
    ]);
  const holdings = evidence && holdingsFrom({ rights: caller, sets, ...evidence }, evidence.readAt);
  return {
    rights: caller,
    tokens,
    files,
    connected,
    menuItems,
    external,
    access,
    sets,
    objects,
    evidence,
    holdings,
    activeUsersOf: counted ?? countHolders(holdings ?? unknown('nobody counted its users')),
  };
};

const readExternal = async (connection: OrgConnection) => {
  const [headers, settings, oauthPolicies, policies] = await Promise.all([
    readExternalApps(connection),
    readOauthSettings(connection),
    readOauthPolicies(connection),
    readAppPolicies(connection),
  ]);
  return { headers, settings, oauthPolicies, policies };
};

export type OrgReadings = Awaited<ReturnType<typeof readOrg>>;
