import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Component, Fields, FieldValue } from '../metadata/index.js';
import { findMetadataType, findSchema, type ComplexType } from '../metadata/schema/index.js';
import { writeDocument } from '../metadata/xml/index.js';

/** The files of a project by their names, relative to its root. */
export type ProjectFiles = Record<string, string>;

export const packageDirectory = 'force-app/main/default';

export const projectFile: ProjectFiles = {
  'sfdx-project.json': `${JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '67.0' }, null, 2)}\n`,
};

const inOrder = (fields: Fields, schema: ComplexType): Fields => {
  if (schema.isOpen) return fields;
  return Object.fromEntries(
    Object.entries(schema.elements).flatMap(([name, { type }]) => {
      const value = fields[name];
      return value === undefined ? [] : [[name, type ? nestedInOrder(value, type) : value]];
    }),
  );
};

const nestedInOrder = (value: FieldValue, schema: ComplexType): FieldValue => {
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? item : inOrder(item, schema)));
  return typeof value === 'string' ? value : inOrder(value, schema);
};

/** The file in which a source project keeps a component: settings and all, nothing that only the org knows. */
export const sourceFile = ({ type, fullName, fields }: Component): ProjectFiles => {
  const known = findMetadataType(type);
  const schema = known && findSchema(known, fullName);
  if (!known || !schema) throw new Error(`No source format for ${type} ${fullName}`);
  const file = `${packageDirectory}/${known.folder}/${fullName}.${known.suffix}-meta.xml`;
  return { [file]: writeDocument(schema.name, inOrder(fields, schema)) };
};

/** Writes the project and puts every file under version control, but for those in `untracked`. */
export const writeProject = (
  directory: string,
  files: ProjectFiles,
  untracked: ReadonlySet<string> = new Set(),
): void => {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), content);
  }
  execFileSync('git', ['init', '--quiet'], { cwd: directory });
  const tracked = Object.keys(files).filter((file) => !untracked.has(file));
  execFileSync('git', ['add', '--force', '--', ...tracked], { cwd: directory });
};

/** The line, from 1, on which a text stands in a file: once, or the place is not clear. */
export const lineOf = (files: ProjectFiles, file: string, text: string): number => {
  const lines = (files[file] ?? '').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  const [line] = found;
  if (line === undefined || found.length > 1) throw new Error(`"${text}" stands on ${found.length} lines of ${file}`);
  return line;
};
