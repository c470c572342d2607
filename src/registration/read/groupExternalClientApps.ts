import type { MetadataDocument } from '../document.js';
import { child, textOf } from '../elements.js';
import { validRoot } from '../readDocument.js';
import { schemaOf } from '../schema/schemas.js';
import type { XmlElement } from '../xml/element.js';

/** An External Client App's files: the header, its satellites by type, and files of its name that cannot be read. */
export type ExternalClientAppFiles = {
  name: string;
  header: MetadataDocument;
  satellites: ReadonlyMap<string, MetadataDocument>;
  unreadable: MetadataDocument[];
};

const headerType = 'ExternalClientApplication';

const isSatellite = ({ type }: MetadataDocument): boolean =>
  type !== headerType && schemaOf(type)?.family === 'external-client-app';

const commonLength = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
};

/** Of several apps of one name (a folder for each environment) the one in the nearest folder. */
const nearest = <T extends { header: MetadataDocument }>(apps: readonly T[], file: string): T | undefined =>
  apps.reduce<T | undefined>(
    (best, app) => (best && commonLength(best.header.file, file) >= commonLength(app.header.file, file) ? best : app),
    undefined,
  );

/** Names of satellites begin with the app's name at best, and app names can begin with one another (platform.md 2.7). */
const byLongestPrefix = <T extends { name: string }>(apps: Iterable<T>, name: string): T | undefined =>
  [...apps].filter((app) => name.startsWith(app.name)).sort((a, b) => b.name.length - a.name.length)[0];

const withProblem = (document: MetadataDocument, { line, column }: XmlElement, message: string): MetadataDocument => ({
  ...document,
  problems: [...document.problems, { kind: 'wrong-value', message, line, column }],
});

const groupByName = <T extends { name: string }>(apps: readonly T[]): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const app of apps) groups.set(app.name, [...(groups.get(app.name) ?? []), app]);
  return groups;
};

/**
 * Puts the files of each External Client App together by the element that names the app, because names of satellites
 * are not predictable (platform.md 2.7). Orphans (no such app, or a second file of its type) come back with a problem more.
 */
export const groupExternalClientApps = (
  documents: readonly MetadataDocument[],
): { apps: ExternalClientAppFiles[]; orphans: MetadataDocument[] } => {
  const apps = documents
    .filter(({ type }) => type === headerType)
    .map((header) => ({
      name: header.name,
      header,
      satellites: new Map<string, MetadataDocument>(),
      unreadable: new Array<MetadataDocument>(),
    }));
  const byName = groupByName(apps);
  const orphans: MetadataDocument[] = [];
  for (const document of documents.filter(isSatellite)) {
    const naming = child(validRoot(document), 'externalClientApplication');
    const parent = textOf(naming);
    const owner = nearest(byName.get(parent ?? byLongestPrefix(apps, document.name)?.name ?? '') ?? [], document.file);
    if (!naming || parent === undefined) owner?.unreadable.push(document);
    else if (!owner)
      orphans.push(withProblem(document, naming, `there is no External Client App "${parent}" beside this file`));
    else if (!owner.satellites.has(document.type)) owner.satellites.set(document.type, document);
    else orphans.push(withProblem(document, naming, `"${parent}" has another file of this type`));
  }
  return { apps, orphans };
};
