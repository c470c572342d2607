import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgUserRow } from '../../../org/orgUsers.js';
import type { Answer } from '../../../org/readColumns.js';
import type { InventoryUser, PermissionHolders } from '../../evidence.js';
import { known, unknown, type Fact } from '../../types.js';
import { isoTime } from '../isoTime.js';
import { shortId } from '../rowsById.js';
import { shortfallOf } from '../shortfall.js';

export type UserSources = {
  rights: CallerRights;
  users: Answer<OrgUserRow>;
  frozen: Answer<{ UserId: string }>;
  holders: Fact<PermissionHolders[]>;
};

const idsOf = (frozen: Answer<{ UserId: string }>, rights: CallerRights): Fact<ReadonlySet<string>> => {
  const lack = shortfallOf(rights, 'ManageUsers');
  // What the user lacks says more than how the org put it.
  const reason = rights.ManageUsers === false ? lack : (frozen.refused ?? lack);
  if (reason !== undefined) return unknown(reason);
  return known(new Set(frozen.refused === undefined ? frozen.rows.map(({ UserId }) => shortId(UserId)) : []));
};

/** Users with API Only User; not known of inactive ones, whose permission sets nobody reads. */
const apiOnlyReader = (holders: Fact<PermissionHolders[]>): ((id: string, isActive: boolean) => Fact<boolean>) => {
  if (!holders.known) return () => holders;
  const found = holders.value.find(({ permission }) => permission === 'ApiUserOnly');
  if (!found?.exists) return () => unknown('the org has no permission API Only User');
  const ids = new Set(found.holders.map(({ userId }) => shortId(userId)));
  return (id, isActive) =>
    isActive ? known(ids.has(id)) : unknown('the permissions of inactive users are not asked for');
};

/** Every user of the org, with what decides whether a program may be that user. */
export const evidenceUsers = ({ rights, users, frozen, holders }: UserSources): Fact<InventoryUser[]> => {
  if (users.refused !== undefined) return unknown(users.refused);
  if (users.missing.includes('IsActive')) return unknown('the org does not show IsActive of User');
  const frozenIds = idsOf(frozen, rights);
  const apiOnly = apiOnlyReader(holders);
  return known(
    users.rows.map((row): InventoryUser => {
      const id = shortId(row.Id);
      const isActive = row.IsActive === true;
      return {
        id: row.Id,
        username: row.Username,
        name: row.Name ?? undefined,
        email: row.Email ?? undefined,
        isActive,
        isFrozen: frozenIds.known ? known(frozenIds.value.has(id)) : frozenIds,
        userType: row.UserType ?? undefined,
        profileId: row.ProfileId ?? undefined,
        profile: row.Profile?.Name ?? undefined,
        license: row.Profile?.UserLicense?.Name ?? undefined,
        apiOnly: apiOnly(id, isActive),
        lastLoginDate: isoTime(row.LastLoginDate),
        createdDate: isoTime(row.CreatedDate),
      };
    }),
  );
};
