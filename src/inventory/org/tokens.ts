import type { CallerRights } from '../../org/callerRights.js';
import type { OrgConnection } from '../../org/connection.js';
import { readOauthTokens, type TokenAnswer, type TokenRow } from '../../org/oauthTokens.js';
import { known, unknown, type Coverage, type Inventory, type InventoryToken } from '../types.js';
import { coverageOf, sourceOf } from './coverage.js';
import { shortfallOf } from './shortfall.js';

const object = 'OauthToken';

const toToken = (org: string, row: TokenRow): InventoryToken => ({
  id: row.Id ?? '',
  org,
  appName: row.AppName,
  applicationId: row.AppMenuItem?.ApplicationId ?? undefined,
  userId: row.UserId,
  username: row.User?.Username,
  userIsActive: row.User?.IsActive,
  createdDate: row.CreatedDate ?? undefined,
  lastUsedDate: row.LastUsedDate ?? undefined,
  useCount: row.UseCount ?? undefined,
});

/** Why rows may be missing although the org answered. */
const unreadTokens = (answer: TokenAnswer): string | undefined => {
  if (answer.refused !== undefined || answer.expected === undefined) return undefined;
  const read = answer.rows.length;
  return read < answer.expected ? `only ${read} of ${answer.expected} tokens could be read` : undefined;
};

export type OrgTokens = { tokens: Inventory['tokens'][number]; coverage: Coverage };

/** The org's tokens when the user sees all of them; what it would give to anyone else is a part that looks like all. */
export const readTokens = async (connection: OrgConnection, org: string, rights: CallerRights): Promise<OrgTokens> => {
  const reason = shortfallOf(rights, 'CustomizeApplication');
  if (reason !== undefined) {
    return {
      tokens: { org, rows: unknown(reason) },
      coverage: { source: sourceOf(org, object), status: 'partial', reason },
    };
  }
  const answer = await readOauthTokens(connection);
  const shortfall = unreadTokens(answer);
  const coverage = coverageOf(org, object, answer, shortfall);
  if (answer.refused !== undefined) return { tokens: { org, rows: unknown(answer.refused) }, coverage };
  const essential = answer.missing.find((column) => column === 'UserId' || column === 'AppName');
  const gap = shortfall ?? (essential && `the org does not show ${essential} of ${object}`);
  const rows = gap === undefined ? known(answer.rows.map((row) => toToken(org, row))) : unknown(gap);
  return { tokens: { org, rows }, coverage };
};
