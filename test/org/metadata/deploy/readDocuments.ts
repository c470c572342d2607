import { findSchema, type MetadataType, metadataTypes, readFieldsOf } from '../schema/index.js';
import type { Fields } from '../types.js';
import type { Document } from '../rules/index.js';
import { metadataNamespace, parseXml } from '../xml/index.js';

/** A file of the package: what it should become, or why it cannot. */
export type PackageFile = { path: string; type: MetadataType; fullName: string; xml: string; content?: string };
export type FileProblem = { problem: string; line?: number; column?: number };

/** Pairs every file with its type by folder and ending. `-meta.xml` files belong to the content beside them. */
export const findPackageFiles = (files: Map<string, string>): { known: PackageFile[]; unknown: string[] } => {
  const known: PackageFile[] = [];
  const unknown: string[] = [];
  for (const [path, content] of files) {
    if (!path.includes('/') || path.endsWith('-meta.xml')) continue;
    const type = metadataTypes.find(
      ({ folder, suffix }) => path.startsWith(`${folder}/`) && path.endsWith(`.${suffix}`),
    );
    if (!type) {
      unknown.push(path);
      continue;
    }
    const fullName = decodeURIComponent(path.slice(type.folder.length + 1, -type.suffix.length - 1));
    const xml = type.hasContent ? files.get(`${path}-meta.xml`) : content;
    known.push({ path, type, fullName, xml: xml ?? '', ...(type.hasContent ? { content } : {}) });
  }
  return { known, unknown };
};

export const readDocument = (file: PackageFile, apiVersion: number): Document | FileProblem => {
  const { type, fullName } = file;
  const schema = findSchema(type, fullName);
  if (!schema) return { problem: `In field: fullName - no ${type.name} named ${fullName} found` };
  const outcome = parseXml(file.xml);
  if ('problem' in outcome) {
    const { message, line, column } = outcome.problem;
    return { problem: `Error parsing file: ${message}`, line, column };
  }
  const { root } = outcome;
  if (root.name !== schema.name || root.uri !== metadataNamespace) {
    const found = `{${root.uri}}${root.name}`;
    return { problem: `Error parsing file: unexpected root element ${found}`, line: root.line, column: root.column };
  }
  const read = readFieldsOf(root, schema, apiVersion);
  if ('problem' in read) return read;
  return { type, schema, fullName, fields: withContent(read.fields, file.content) };
};

const withContent = (fields: Fields, content: string | undefined): Fields =>
  content === undefined ? fields : { ...fields, content: content.trim() };
