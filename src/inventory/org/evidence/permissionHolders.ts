import { auditedPermissions, type PermissionSetRow } from '../../../org/appAccess.js';
import type { Answer } from '../../../org/readColumns.js';
import type { PermissionHolders } from '../../evidence.js';
import { known, type Fact } from '../../types.js';
import type { Holding, Holdings } from './holdings.js';

/** What one user is permitted, and through what. */
const permittedTo = (holdings: readonly Holding[], { sets }: Holdings): Map<string, Set<string>> => {
  const permitted = new Map<string, Set<string>>();
  for (const { set, via, opensAppsOnly } of holdings) {
    if (opensAppsOnly) continue;
    for (const permission of sets.get(set)?.permissions ?? []) {
      const ways = permitted.get(permission);
      if (ways) ways.add(via);
      else permitted.set(permission, new Set([via]));
    }
  }
  return permitted;
};

/**
 * Who holds the user permissions that rules ask for. One that the org has no column for does not exist there, unless the
 * API version is one that hides columns of today: then nothing is said of it.
 */
export const permissionHolders = (
  holdings: Fact<Holdings>,
  sets: Answer<PermissionSetRow>,
  { allColumns }: { allColumns: boolean },
): Fact<PermissionHolders[]> => {
  if (!holdings.known) return holdings;
  const missing = new Set(sets.refused === undefined ? sets.missing : []);
  const holders = new Map<string, PermissionHolders['holders']>(auditedPermissions.map((name) => [name, []]));
  for (const [userId, held] of holdings.value.ofUser)
    for (const [permission, via] of permittedTo(held, holdings.value))
      holders.get(permission)?.push({ userId, via: [...via] });
  const all = [...holders].map(([permission, found]) => ({
    permission,
    exists: !missing.has(`Permissions${permission}`),
    holders: found,
  }));
  return known(all.filter(({ exists }) => exists || allColumns));
};
