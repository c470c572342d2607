import type { InventoryApp, Origin } from '../../inventory/types.js';
import type { MetadataDocument } from '../document.js';
import { validRoot } from '../readDocument.js';
import { readConnectedApp } from './connectedApp.js';
import { readExternalClientApp } from './externalClientApp.js';
import { groupExternalClientApps } from './groupExternalClientApps.js';

/** Of an app read from source, its own file; an org's id is set by whoever knows it. */
const originOf = (origin: Origin, file: string): Origin =>
  origin.kind === 'source' ? { kind: 'source', file } : origin;

/** The connected app in a document; none when it is of another type or cannot be read: then the document says why. */
export const connectedAppFromDocument = (document: MetadataDocument, origin: Origin): InventoryApp | undefined => {
  const root = document.type === 'ConnectedApp' ? validRoot(document) : undefined;
  return root && readConnectedApp(document, root, originOf(origin, document.file));
};

/**
 * The External Client Apps in metadata documents. Orphans are files of theirs that belong to none of the apps; each has a
 * problem more than it came with.
 */
export const externalClientAppsFromDocuments = (
  documents: readonly MetadataDocument[],
  origin: Origin,
): { apps: InventoryApp[]; orphans: MetadataDocument[] } => {
  const { apps, orphans } = groupExternalClientApps(documents);
  return { apps: apps.map((files) => readExternalClientApp(files, originOf(origin, files.header.file))), orphans };
};

/** The client apps in metadata documents, from source files or from what an org sent. */
export const inventoryAppFromDocuments = (
  documents: readonly MetadataDocument[],
  origin: Origin,
): { apps: InventoryApp[]; orphans: MetadataDocument[] } => {
  const connectedApps = documents.flatMap((document) => connectedAppFromDocument(document, origin) ?? []);
  const { apps, orphans } = externalClientAppsFromDocuments(documents, origin);
  return { apps: [...connectedApps, ...apps], orphans };
};
