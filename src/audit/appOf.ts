import type { Inventory, InventoryApp } from '../inventory/types.js';
import type { MetadataDocument } from '../registration/document.js';

/** The parent that a file of the External Client App family names. */
export const parentName = ({ root }: MetadataDocument): string | undefined =>
  root?.children.find(({ name }) => name === 'externalClientApplication')?.text || undefined;

const indexes = new WeakMap<readonly InventoryApp[], ReadonlyMap<string, InventoryApp>>();

/** App by the files it was read from; made once per inventory, since rules ask for every file. */
const appsByFile = (apps: readonly InventoryApp[]): ReadonlyMap<string, InventoryApp> => {
  const made =
    indexes.get(apps) ?? new Map(apps.flatMap((app) => app.documents.map(({ file }) => [file, app] as const)));
  indexes.set(apps, made);
  return made;
};

/** The app a file belongs to; when the inventory has none, the name it gives for it, or its own. */
export const appOf = (
  { apps }: Inventory,
  document: MetadataDocument,
): { app: InventoryApp; appName?: never } | { appName: string; app?: never } => {
  const app = appsByFile(apps).get(document.file);
  return app ? { app } : { appName: parentName(document) ?? document.name };
};
