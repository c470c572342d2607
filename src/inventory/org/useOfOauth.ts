import { known, type Inventory, type InventoryApp } from '../types.js';
import { tokensOfApp } from './tokensOfApp.js';

/** A record alone does not tell whether its app uses OAuth; a token of it does. */
export const withUseOfOauth = (
  apps: readonly InventoryApp[],
  { rows }: Inventory['tokens'][number],
): InventoryApp[] => {
  if (!rows.known) return [...apps];
  return apps.map((app) =>
    app.usesOauth.known || tokensOfApp(app, rows.value).length === 0 ? app : { ...app, usesOauth: known(true) },
  );
};
