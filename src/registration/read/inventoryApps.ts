import type { InventoryApp, Origin } from '../../inventory/types.js';
import type { MetadataDocument } from '../document.js';
import { validRoot } from '../readDocument.js';
import { readConnectedApp } from './connectedApp.js';
import { readExternalClientApp } from './externalClientApp.js';
import { groupExternalClientApps } from './groupExternalClientApps.js';

/** Of an app read from source, its own file; an org's id is set by whoever knows it. */
const originOf = (origin: Origin, file: string): Origin =>
  origin.kind === 'source' ? { kind: 'source', file } : origin;

/**
 * The client apps in metadata documents, from source files or from what an org sent. A connected app whose file cannot
 * be read is left out: its document says why. Orphans are files of External Client Apps that belong to none of the apps;
 * each has a problem more than it came with.
 */
export const inventoryAppFromDocuments = (
  documents: readonly MetadataDocument[],
  origin: Origin,
): { apps: InventoryApp[]; orphans: MetadataDocument[] } => {
  const connectedApps = documents.flatMap((document) => {
    const root = document.type === 'ConnectedApp' ? validRoot(document) : undefined;
    return root ? [readConnectedApp(document, root, originOf(origin, document.file))] : [];
  });
  const { apps, orphans } = groupExternalClientApps(documents);
  const externalApps = apps.map((files) => readExternalClientApp(files, originOf(origin, files.header.file)));
  return { apps: [...connectedApps, ...externalApps], orphans };
};
