import { Org } from '@salesforce/core';
import type { OrgConnection } from './connection.js';

/** Signs in to an org that sf knows, by alias or username; makes no call yet. */
export const openOrg = async (aliasOrUsername: string, apiVersion: string | undefined): Promise<OrgConnection> =>
  (await Org.create({ aliasOrUsername })).getConnection(apiVersion);
