import type { AccessRow } from '../../../org/appAccess.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { Answer } from '../../../org/readColumns.js';
import type { AppAccess } from '../../evidence.js';
import { known, unknown, type Fact } from '../../types.js';
import { shortId } from '../rowsById.js';
import { shortfallOf } from '../shortfall.js';
import type { Holdings } from './holdings.js';

/** Active users of each permission set, each user once. */
export const holdersOfSets = ({ ofUser }: Holdings): Map<string, Set<string>> => {
  const holders = new Map<string, Set<string>>();
  for (const [user, held] of ofUser)
    for (const { set } of held) {
      const found = holders.get(set);
      if (found) found.add(user);
      else holders.set(set, new Set([user]));
    }
  return holders;
};

/** How many active users hold a permission set, by its id. */
export const countHolders = (holdings: Fact<Holdings>): ((id: string) => Fact<number>) => {
  if (!holdings.known) return () => holdings;
  const holders = holdersOfSets(holdings.value);
  return (id) => known(holders.get(shortId(id))?.size ?? 0);
};

/** Which permission sets and profiles open which app, and who holds them. */
export const appAccess = (
  rights: CallerRights,
  access: Answer<AccessRow>,
  holdings: Fact<Holdings>,
  holders: ReadonlyMap<string, ReadonlySet<string>>,
): Fact<AppAccess> => {
  const reason = access.refused ?? shortfallOf(rights, 'ViewSetup');
  if (reason !== undefined) return unknown(reason);
  if (!holdings.known) return holdings;
  const rows = access.refused === undefined ? access.rows : [];
  const parents = new Set(rows.map(({ ParentId }) => shortId(ParentId)));
  return known({
    grants: rows.map(({ SetupEntityId, ParentId, Parent }) => ({
      applicationId: SetupEntityId,
      parentId: ParentId,
      parent: (Parent?.IsOwnedByProfile ? Parent.Profile?.Name : Parent?.Name) ?? ParentId,
      isProfile: Parent?.IsOwnedByProfile === true,
    })),
    holders: Object.fromEntries([...parents].map((parent) => [parent, [...(holders.get(parent) ?? [])]])),
  });
};
