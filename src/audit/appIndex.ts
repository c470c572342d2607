import type { InventoryApp, InventoryToken } from '../inventory/types.js';
import { shortId } from './outcomes.js';

/** The apps of one org by id and by name, so that no rule looks through all of them for each row. */
export type AppIndex = {
  apps: readonly InventoryApp[];
  byId: ReadonlyMap<string, InventoryApp>;
  /** In small letters; API names go before labels. */
  byName: ReadonlyMap<string, InventoryApp>;
};

export const indexApps = (apps: readonly InventoryApp[]): AppIndex => {
  const byId = new Map<string, InventoryApp>();
  const byName = new Map<string, InventoryApp>();
  for (const app of apps) {
    if (app.origin.kind === 'org' && app.origin.id !== '') byId.set(shortId(app.origin.id), app);
    byName.set(app.name.toLowerCase(), app);
  }
  for (const app of apps) {
    const label = app.label?.toLowerCase();
    if (label !== undefined && !byName.has(label)) byName.set(label, app);
  }
  return { apps, byId, byName };
};

/** Ids first; a token of an External Client App often has none, and then its name or label must do (audit.md A.2). */
export const appOfToken = (
  { byId, byName }: AppIndex,
  { applicationId, appName }: Pick<InventoryToken, 'applicationId' | 'appName'>,
): InventoryApp | undefined =>
  (applicationId === undefined ? undefined : byId.get(shortId(applicationId))) ?? byName.get(appName.toLowerCase());
