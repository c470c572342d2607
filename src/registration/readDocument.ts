import { checkElements } from './check/checkElements.js';
import type { Report } from './check/report.js';
import type { DocumentProblem, MetadataDocument } from './document.js';
import { documentTypeOf } from './documentType.js';
import { schemaOf } from './schema/schemas.js';
import type { XmlElement } from './xml/element.js';
import { readXml } from './xml/read.js';

const checkRoot = (root: XmlElement, type: string, report: Report): void => {
  const schema = schemaOf(type);
  if (!schema) return;
  if (root.name === type) checkElements(root, schema.fields, schema, report);
  else report('wrong-root', `the file holds <${root.name}>, but by its name it must hold <${type}>`, root);
};

/**
 * Reads one metadata file and checks it against the schema of its type. A file whose name tells no type takes the type
 * of its root element, and only its XML is checked.
 */
export const readDocument = (file: string, source: Buffer | string): MetadataDocument => {
  const { root, problems: malformed } = readXml(source);
  const { type, name } = documentTypeOf(file) ?? { type: root?.name ?? '', name: file };
  const problems: DocumentProblem[] = malformed.map((problem) => ({ kind: 'malformed', ...problem }));
  if (!root) return { type, name, file, problems };
  checkRoot(root, type, (kind, message, { line, column }) => problems.push({ kind, message, line, column }));
  return { type, name, file, root, problems };
};

/** The root of a document when it is what the file's name says; rules and mappings look at nothing else. */
export const validRoot = (document: MetadataDocument): XmlElement | undefined =>
  document.root?.name === document.type ? document.root : undefined;
