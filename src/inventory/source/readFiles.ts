import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { MetadataDocument } from '../../registration/document.js';
import { documentTypeOf } from '../../registration/documentType.js';
import { connectedAppFromDocument } from '../../registration/read/inventoryApps.js';
import { permissionSetFromDocument } from '../../registration/read/permissionSet.js';
import { readDocument } from '../../registration/readDocument.js';
import type { InventoryApp, InventoryPermissionSet, SecretSighting, SkippedFile } from '../types.js';
import { textOf } from './fileText.js';
import { readContent } from './readContent.js';
import { secretSightings } from './secretSightings.js';

const mebibyte = 1_048_576;
const largestMetadata = 32 * mebibyte;
const largestSearched = mebibyte;

/** Between two of these the event loop runs, for the orgs that are read at the same time. */
const chunkSize = 200;

export type ReadOptions = {
  /** Absolute. */
  files: readonly string[];
  isMetadata: (path: string) => boolean;
  nameOf: (path: string) => string;
  isTracked: (file: string) => boolean | undefined;
};

export type ReadFiles = {
  documents: MetadataDocument[];
  connectedApps: InventoryApp[];
  permissionSets: InventoryPermissionSet[];
  secretSightings: SecretSighting[];
  skipped: SkippedFile[];
  searched: number;
  /** Text files too large to be searched for secrets, and files that could not be read. */
  notSearched: number;
};

/**
 * Reads each file once, as metadata where it is, and for secrets. Synchronous reads in chunks: for ten thousand small files
 * promises cost five times as much.
 */
export const readFiles = async ({ files, isMetadata, nameOf, isTracked }: ReadOptions): Promise<ReadFiles> => {
  const result: ReadFiles = {
    documents: [],
    connectedApps: [],
    permissionSets: [],
    secretSightings: [],
    skipped: [],
    searched: 0,
    notSearched: 0,
  };
  for (const [index, path] of files.entries()) {
    if (index % chunkSize === chunkSize - 1) await setImmediate();
    const file = nameOf(path);
    const metadata = isMetadata(path) && documentTypeOf(basename(path)) !== undefined;
    const read = readContent(path, metadata ? largestMetadata : largestSearched);
    if ('reason' in read) {
      if (textOf(read.start) !== undefined) result.notSearched += 1;
      if (metadata || !read.tooLarge) result.skipped.push({ file, reason: read.reason });
      continue;
    }
    if (metadata) addDocument(result, readDocument(file, read.content));
    if (read.content.length > largestSearched) {
      result.notSearched += 1;
      continue;
    }
    result.searched += 1;
    const text = textOf(read.content);
    if (text !== undefined) result.secretSightings.push(...secretSightings(text, file, isTracked(file)));
  }
  return result;
};

const holdsPermissions = new Set(['PermissionSet', 'Profile']);

const addDocument = (result: ReadFiles, document: MetadataDocument): void => {
  const { documents, connectedApps, permissionSets } = result;
  const { type, file, root } = document;
  const app = connectedAppFromDocument(document, { kind: 'source', file });
  if (app) {
    connectedApps.push(app);
    documents.push(...app.documents);
    return;
  }
  if (!root || !holdsPermissions.has(type)) {
    documents.push(document);
    return;
  }
  permissionSets.push(permissionSetFromDocument(document, { kind: 'source', file }));
  // Profiles are large and many: once read, only their name and problems are of use.
  documents.push({ ...document, root: { ...root, children: [] } });
};
