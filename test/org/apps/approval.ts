import { permissionSetsOfUser, type PermissionSetView } from '../permissions.js';
import { sameId } from '../ids.js';
import type { Org } from '../org.js';
import type { ClientApp } from './index.js';

/** Real files name permission sets by label and by API name (platform.md 8.35), the ECA guide by id (8.10). */
const isNamed = ({ id, name, label }: PermissionSetView, names: string[]): boolean =>
  names.some((text) => text === name || text === label || sameId(text, id));

/** Ids of the permission sets, profiles' own ones among them, that open an app. */
export const openersOf = (org: Org, app: ClientApp, sets: PermissionSetView[]): string[] => {
  const inserted = org
    .records('SetupEntityAccess')
    .filter(({ SetupEntityId }) => sameId(String(SetupEntityId), app.id))
    .map(({ ParentId }) => String(ParentId));
  const profileIds = org.state.profiles.filter(({ name }) => app.profiles.includes(name)).map(({ id }) => id);
  return sets
    .filter((set) =>
      set.profileId
        ? profileIds.includes(set.profileId) || inserted.includes(set.id)
        : isNamed(set, app.permissionSets) || inserted.some((id) => sameId(id, set.id)),
    )
    .map(({ id }) => id);
};

/** Admin-approved apps open by permission set or profile only (platform.md 8.5). */
export const isPreauthorized = (org: Org, app: ClientApp, userId: string): boolean =>
  openersOf(org, app, permissionSetsOfUser(org, userId)).length > 0;
