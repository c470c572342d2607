import type { Fields, FieldValue } from '../types.js';
import { type XmlElement, metadataNamespace } from '../xml/index.js';
import type { ComplexType, ElementSchema } from './schema.js';

type DocumentProblem = { problem: string; line?: number; column?: number };
export type ReadOutcome = { fields: Fields } | DocumentProblem;

/** Reads an element by its type's schema: the first thing that the schema does not allow ends the reading. */
export const readFieldsOf = (element: XmlElement, type: ComplexType, apiVersion: number): ReadOutcome => {
  const fields: Fields = {};
  const order = Object.keys(type.elements);
  let position = 0;
  for (const child of element.children) {
    if (child.name === 'fullName') continue;
    const schema = findElement(type, child.name, apiVersion);
    if (!schema || child.uri !== metadataNamespace) {
      return at(child, `Element {${child.uri}}${child.name} invalid at this location in type ${type.name}`);
    }
    const index = order.indexOf(child.name);
    if (type.dropsMisordered && index < position) continue;
    position = Math.max(position, index);
    const outcome = readValue(child, schema, apiVersion);
    if ('problem' in outcome) return outcome;
    if (child.name in fields && !schema.isRepeated) {
      return at(child, `Element ${child.name} is duplicated at this location in type ${type.name}`);
    }
    if (outcome.value === undefined) continue;
    fields[child.name] = schema.isRepeated ? [...asList(fields[child.name]), ...asList(outcome.value)] : outcome.value;
  }
  return { fields };
};

const findElement = (type: ComplexType, name: string, apiVersion: number): ElementSchema | undefined => {
  const schema = type.elements[name];
  if (!schema && type.isOpen)
    return { kind: 'anything', isRequired: false, isRepeated: true, since: 0, until: Infinity };
  return schema && schema.since <= apiVersion && apiVersion < schema.until ? schema : undefined;
};

const readValue = (
  element: XmlElement,
  schema: ElementSchema,
  apiVersion: number,
): { value: FieldValue | undefined } | DocumentProblem => {
  if (element.isNil) return { value: undefined };
  if (schema.kind === 'anything') return { value: readAnything(element) };
  if (schema.kind === 'nested' && schema.type) {
    const outcome = readFieldsOf(element, schema.type, apiVersion);
    return 'problem' in outcome ? outcome : { value: outcome.fields };
  }
  const unexpected = element.children[0];
  if (unexpected) {
    return at(
      unexpected,
      `Unexpected element {${unexpected.uri}}${unexpected.name} during simple type deserialization`,
    );
  }
  const value = element.text.trim();
  const problem = findValueProblem(value, schema);
  return problem ? at(element, problem) : { value: schema.kind === 'flag' ? spellFlag(value) : value };
};

const findValueProblem = (value: string, schema: ElementSchema): string | undefined => {
  switch (schema.kind) {
    case 'flag':
      return /^(true|false|0|1)$/.test(value) ? undefined : `'${value}' is not a valid value for the type xsd:boolean`;
    case 'whole':
      return /^-?\d+$/.test(value) ? undefined : `'${value}' is not a valid value for the type xsd:int`;
    case 'choice':
      return schema.values?.includes(value)
        ? undefined
        : `'${value}' is not a valid value for the enum '${schema.enumName}'`;
    default:
      return undefined;
  }
};

/** `1` and `0` are booleans of XML too. */
const spellFlag = (value: string): string => (value === '1' || value === 'true' ? 'true' : 'false');

const readAnything = (element: XmlElement): FieldValue => {
  if (element.children.length === 0) return element.text.trim();
  const fields: Fields = {};
  for (const child of element.children) {
    const value = readAnything(child);
    fields[child.name] = child.name in fields ? [...asList(fields[child.name]), ...asList(value)] : value;
  }
  return fields;
};

const asList = (value: FieldValue | undefined): Array<string | Fields> => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

const at = (element: XmlElement, problem: string): DocumentProblem => ({
  problem,
  line: element.line,
  column: element.column,
});
