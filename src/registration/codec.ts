import { parseFlag } from './elements.js';
import { indexOf, type Field, type Fields, type ValuesOf } from './schema/field.js';
import type { XmlElement } from './xml/element.js';

/** An element that no file holds. */
export const makeElement = (name: string, text: string, children: XmlElement[] = []): XmlElement => ({
  name,
  text,
  children,
  line: 0,
  column: 0,
});

const readValue = (element: XmlElement, field: Field): unknown => {
  if (field.kind === 'group') return readFields(element, field.fields);
  if (field.kind === 'flag') return parseFlag(element.text);
  if (field.kind === 'count') return /^-?\d+$/.test(element.text) ? Number(element.text) : undefined;
  return element.text;
};

/** Plain values of an element by its schema; nil elements, unknown elements and values of a wrong kind are left out. */
export const readFields = <F extends Fields>(element: XmlElement, fields: F): ValuesOf<F> => {
  const values: Record<string, unknown> = {};
  const { byName } = indexOf(fields);
  for (const child of element.children) {
    const field = child.nil ? undefined : byName.get(child.name)?.field;
    const value = field && readValue(child, field);
    if (value === undefined) continue;
    const before = values[child.name];
    if (!field?.many) values[child.name] = value;
    else if (Array.isArray(before)) before.push(value);
    else values[child.name] = [value];
  }
  return values as ValuesOf<F>;
};

const writeValue = (name: string, field: Field, value: unknown): XmlElement =>
  field.kind === 'group'
    ? writeFields(name, field.fields, value as ValuesOf<Fields>)
    : makeElement(name, String(value));

/** An element with the values in the order of the schema; undefined ones are left out. */
export const writeFields = <F extends Fields>(name: string, fields: F, values: ValuesOf<F>): XmlElement => {
  const given = values as Readonly<Record<string, unknown>>;
  const children = Object.entries(fields).flatMap(([key, field]) => {
    const value = given[key];
    if (value === undefined) return [];
    const all: unknown[] = field.many && Array.isArray(value) ? value : [value];
    return all.map((one) => writeValue(key, field, one));
  });
  return makeElement(name, '', children);
};
