import type { Registration } from '../../app/clientApp.js';
import type { InventoryApp } from '../types.js';

/**
 * The app that a name means: an API name before a label, and of two families the one that the manifest declares, or the
 * External Client App. `others` have the same name.
 */
export const chooseApp = (
  apps: readonly InventoryApp[],
  name: string,
  registration: Registration = 'external-client-app',
): { app?: InventoryApp; others: InventoryApp[] } => {
  const wanted = name.toLowerCase();
  const byName = apps.filter((app) => !app.nameIsLabel && app.name.toLowerCase() === wanted);
  const found = byName.length > 0 ? byName : apps.filter(({ label }) => label?.toLowerCase() === wanted);
  const app = found.find((one) => one.registration === registration) ?? found[0];
  return app ? { app, others: found.filter((one) => one !== app) } : { others: [] };
};
