import { canonicalScope } from '../../app/scopes.js';
import { makeElement } from '../codec.js';
import { readDocument } from '../readDocument.js';
import { indexOf, type Fields } from '../schema/field.js';
import { schemaOf } from '../schema/schemas.js';
import type { XmlElement } from '../xml/element.js';
import { readXml } from '../xml/read.js';
import type { Change } from './change.js';
import { decodeForEdit } from './encoding.js';
import { insertion } from './insert.js';
import { applyEdit, removal, type TextEdit } from './layout.js';
import { elementsAt, spanOf } from './located.js';
import { itemRemoval, textEdits } from './setText.js';
import { moveOne } from './sort.js';

/** A file with the changes made, or why they cannot be made; nothing else of the file differs. */
export type Edited = { bytes: Buffer; reason?: undefined } | { bytes?: undefined; reason: string };

/** No registration comes near; what does was made to keep us busy. */
const largestFile = 1024 * 1024;
const mostElements = 500;

/** Thrown inside to stop an edit; never leaves the module. */
class NotEditable extends Error {}

type Step = { text: string; root: XmlElement; fields: Fields };

const groupFields = (fields: Fields, names: readonly string[]): Fields =>
  names.reduce<Fields>((inside, name) => {
    const field = inside[name.replace(/\[\d+\]$/, '')];
    if (field?.kind !== 'group') throw new NotEditable(`there is no group ${name}`);
    return field.fields;
  }, fields);

/** A group that a file does not have yet, with what the platform demands of it. */
const newGroup = (name: string, fields: Fields, child: XmlElement): XmlElement => {
  const children = Object.entries(fields).flatMap(([key, field]) => {
    if (key === child.name) return [child];
    if (!field.required) return [];
    if (field.default === undefined) throw new NotEditable(`${name} needs ${key}`);
    return [makeElement(key, field.default)];
  });
  return makeElement(name, '', children);
};

/** The groups that a path goes through, and the element in the last of them. */
const splitPath = (path: string): { groups: string[]; name: string } => {
  const dot = path.lastIndexOf('.');
  return { groups: dot === -1 ? [] : path.slice(0, dot).split('.'), name: path.slice(dot + 1) };
};

/** The innermost of the groups that is there, and how many of them are. */
const innermost = (root: XmlElement, groups: readonly string[]): { parent: XmlElement; present: number } => {
  let [parent, present] = [root, 0];
  for (const depth of groups.keys()) {
    const [inside] = elementsAt(root, groups.slice(0, depth + 1).join('.'));
    if (!inside) break;
    [parent, present] = [inside, depth + 1];
  }
  return { parent, present };
};

const insert = ({ text, root, fields }: Step, path: string, value: string): TextEdit => {
  const { groups, name } = splitPath(path);
  const { parent, present } = innermost(root, groups);
  const element = groups
    .slice(present)
    .reduceRight(
      (inner, group, depth) => newGroup(group, groupFields(fields, groups.slice(0, present + depth + 1)), inner),
      makeElement(name, value),
    );
  const index = indexOf(groupFields(fields, groups.slice(0, present)));
  const entry = index.byName.get(element.name);
  if (!entry) throw new NotEditable(`the schema has no ${path}`);
  return insertion(text, { root, parent, index, position: entry.position }, element);
};

const set = (step: Step, path: string, value: string): string => {
  const [element, another] = elementsAt(step.root, path);
  if (another) throw new NotEditable(`${path} stands more than once`);
  if (!element) return applyEdit(step.text, insert(step, path, value));
  if (element.children.length > 0) throw new NotEditable(`${path} holds elements`);
  return textEdits(step.text, spanOf(step.text, element), value).reduce(applyEdit, step.text);
};

const removeAll = (text: string, elements: readonly XmlElement[]): string => {
  if (elements.length > mostElements) throw new NotEditable('too many elements would have to go');
  return elements
    .map((element) => removal(text, spanOf(text, element)))
    .sort((a, b) => b.start - a.start)
    .reduce(applyEdit, text);
};

const removeScope = ({ text, root, fields }: Step, path: string, scope: string): string => {
  const elements = elementsAt(root, path);
  const { groups, name } = splitPath(path);
  const field = indexOf(groupFields(fields, groups)).byName.get(name)?.field;
  const isScope = (spelled: string): boolean => canonicalScope(spelled) === scope;
  if (field?.many)
    return removeAll(
      text,
      elements.filter((element) => isScope(element.text)),
    );
  const [element] = elements;
  const edit = element && itemRemoval(text, spanOf(text, element), isScope);
  if (!edit) throw new NotEditable(`${path} has no plain item ${scope}`);
  return applyEdit(text, edit);
};

const parsed = (text: string): XmlElement => {
  const { root } = readXml(text);
  if (!root) throw new NotEditable('the file would no longer be well-formed');
  return root;
};

/** The text with one element moved to its place, wherever below this one; undefined when all is in order. */
const moveAny = (text: string, element: XmlElement, fields: Fields): string | undefined => {
  if (element.children.length > mostElements) throw new NotEditable(`${element.name} has too many elements`);
  const moved = moveOne(text, element, indexOf(fields));
  if (moved !== undefined) return moved;
  for (const child of element.children) {
    const field = fields[child.name];
    const inside = field?.kind === 'group' ? moveAny(text, child, field.fields) : undefined;
    if (inside !== undefined) return inside;
  }
  return undefined;
};

const sort = ({ text, root, fields }: Step): string => {
  let [sorted, from] = [text, root];
  for (let moves = 0; moves < mostElements; moves += 1) {
    const moved = moveAny(sorted, from, fields);
    if (moved === undefined) return sorted;
    sorted = moved;
    from = parsed(sorted);
  }
  throw new NotEditable('too many elements are out of order');
};

const make = (step: Step, change: Change): string => {
  switch (change.kind) {
    case 'set':
      if (change.where === 'present' && elementsAt(step.root, change.path).length === 0) return step.text;
      return set(step, change.path, change.text);
    case 'remove':
      return removeAll(step.text, elementsAt(step.root, change.path));
    case 'remove-scope':
      return removeScope(step, change.path, change.scope);
    case 'sort':
      return sort(step);
  }
};

const makeAll = (text: string, fields: Fields, changes: readonly Change[]): string =>
  changes.reduce((edited, change) => make({ text: edited, root: parsed(edited), fields }, change), text);

const messagesOf = (file: string, bytes: Buffer): string[] =>
  readDocument(file, bytes).problems.map(({ message }) => message);

/** The first thing that is wrong with the new file and was not with the old one. */
const newProblem = (file: string, before: Buffer, after: Buffer): string | undefined => {
  const known = messagesOf(file, before);
  return messagesOf(file, after).find((message) => !known.includes(message));
};

/**
 * Makes changes in a metadata file so that only the lines that they are about differ: comments, indentation, line breaks,
 * byte order mark and encoding stay. The name of the file tells its type.
 */
export const editDocument = (file: string, bytes: Buffer, changes: readonly Change[]): Edited => {
  if (bytes.length > largestFile) return { reason: 'the file is larger than 1 MB' };
  const { root, type } = readDocument(file, bytes);
  const schema = schemaOf(type);
  const decoded = decodeForEdit(bytes);
  if (!root || root.name !== type || !schema || !decoded) return { reason: 'the file is not one that can be edited' };
  try {
    const edited = decoded.encode(makeAll(decoded.text, schema.fields, changes));
    const problem = newProblem(file, bytes, edited);
    return problem === undefined ? { bytes: edited } : { reason: `the file would not be valid: ${problem}` };
  } catch (error) {
    if (error instanceof NotEditable) return { reason: error.message };
    throw error;
  }
};
