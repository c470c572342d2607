import { join } from 'node:path';
import { permissionSetNames } from '../app/clientApp.js';
import { sealState } from '../generate/seal.js';
import { inventoryFromSource } from '../inventory/fromSource.js';
import { packageDirectories } from '../inventory/source/packageDirectories.js';
import { readContent } from '../inventory/source/readContent.js';
import type { InventoryApp, SkippedFile } from '../inventory/types.js';
import type { MetadataDocument } from '../registration/document.js';
import { readDocument } from '../registration/readDocument.js';
import type { ImportSource, ImportSubject } from './subject.js';

/** A metadata file of a client app is far smaller. */
const largest = 10_485_760;

type ReadFile = { document: MetadataDocument; isIntact: boolean };

/** The inventory keeps of most files only what rules ask; this reads them whole. */
const readWhole = (root: string, { file }: MetadataDocument): ReadFile | SkippedFile => {
  const read = readContent(join(root, file), largest);
  if ('reason' in read) return { file, reason: read.reason };
  // The content is good until the next file is read.
  const text = Buffer.from(read.content);
  return { document: readDocument(file, text), isIntact: sealState(text.toString('utf8')).kind === 'intact' };
};

const isRead = (one: ReadFile | SkippedFile): one is ReadFile => 'document' in one;

/** Permission sets by name, which ignores case; copies in several package directories are one name. */
const permissionSetsByName = (documents: readonly MetadataDocument[]): Map<string, MetadataDocument[]> => {
  const sets = new Map<string, MetadataDocument[]>();
  for (const document of documents) {
    if (document.type !== 'PermissionSet') continue;
    const name = document.name.toLowerCase();
    sets.set(name, [...(sets.get(name) ?? []), document]);
  }
  return sets;
};

/** The app as the files of a project have it. */
const subjectFrom = (root: string, app: InventoryApp, sets: ReadonlyMap<string, MetadataDocument[]>): ImportSubject => {
  const own = Object.values(permissionSetNames(app.name)).flatMap((name) => sets.get(name.toLowerCase()) ?? []);
  const read = [...app.documents, ...own].map((document) => readWhole(root, document));
  const whole = read.filter(isRead);
  return {
    app,
    documents: whole.map(({ document }) => document),
    generated: whole.length > 0 && whole.length === read.length && whole.every(({ isIntact }) => isIntact),
    unread: read.flatMap((one) => (isRead(one) ? [] : [`${one.file} ${one.reason}`])),
  };
};

/** Where the metadata of the project is; the rest of it is of no use here. */
const metadataPlaces = (root: string): string[] => {
  const directories = packageDirectories(root);
  return 'paths' in directories ? directories.paths : [];
};

/**
 * The client apps in the files of a project.
 * @param paths absolute; none: the package directories
 */
export const projectSource = async (root: string, paths: readonly string[]): Promise<ImportSource> => {
  const read = await inventoryFromSource({ root, paths: paths.length > 0 ? paths : metadataPlaces(root) });
  const sets = permissionSetsByName(read.documents);
  // Files are searched for secrets on the way, which is no matter of an import.
  const inventory = { ...read, coverage: read.coverage.filter(({ source }) => source !== 'source:search for secrets') };
  return { inventory, subjectsOf: (apps) => Promise.resolve(apps.map((app) => subjectFrom(root, app, sets))) };
};
