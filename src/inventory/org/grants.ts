import type { AccessRow } from '../../org/appAccess.js';
import type { CallerRights } from '../../org/callerRights.js';
import type { Answer } from '../../org/readColumns.js';
import { known, type InventoryApp } from '../types.js';
import { shortId } from './rowsById.js';

type Grants = { permissionSets: Array<{ value: string }>; profiles: Array<{ value: string }> };

/**
 * Gives each app what opens it. SetupEntityAccess is what the org goes by; metadata names permission sets by label
 * (platform.md 8.35) and stays where the records cannot be read or the app's id is not known.
 */
export const withGrants = (
  apps: readonly InventoryApp[],
  { access, rights }: { access: Answer<AccessRow>; rights: CallerRights },
): InventoryApp[] => {
  if (access.refused !== undefined || rights.ViewSetup !== true) return [...apps];
  const byApp = new Map<string, Grants>();
  for (const { SetupEntityId, ParentId, Parent } of access.rows) {
    const grants = byApp.get(shortId(SetupEntityId)) ?? { permissionSets: [], profiles: [] };
    // Profile names are hidden from users without View All Profiles (audit.md A.12); an id names a profile as well.
    if (Parent?.IsOwnedByProfile) grants.profiles.push({ value: Parent.Profile?.Name ?? ParentId });
    else grants.permissionSets.push({ value: Parent?.Name ?? ParentId });
    byApp.set(shortId(SetupEntityId), grants);
  }
  return apps.map((app) =>
    app.origin.kind === 'org' && app.origin.id !== ''
      ? { ...app, grants: known(byApp.get(shortId(app.origin.id)) ?? { permissionSets: [], profiles: [] }) }
      : app,
  );
};
