import type { Inventory, InventoryApp } from '../inventory/types.js';
import type { MetadataDocument } from '../registration/document.js';

/** The parent that a file of the External Client App family names. */
export const parentName = ({ root }: MetadataDocument): string | undefined =>
  root?.children.find(({ name }) => name === 'externalClientApplication')?.text || undefined;

/** The app a file belongs to; when the inventory has none, the name it gives for it, or its own. */
export const appOf = (
  { apps }: Inventory,
  document: MetadataDocument,
): { app: InventoryApp; appName?: never } | { appName: string; app?: never } => {
  const app = apps.find(({ documents }) => documents.some(({ file }) => file === document.file));
  return app ? { app } : { appName: parentName(document) ?? document.name };
};
