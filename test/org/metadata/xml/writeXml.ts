/** What an answer is written from. `@name` is an attribute, null is `xsi:nil`, undefined is left out, a list repeats its element. */
export type XmlValue = string | number | boolean | Date | null | undefined | XmlNode | readonly XmlValue[];
export type XmlNode = { [name: string]: XmlValue };

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** One element, on one line: the shape of SOAP answers. */
export const writeElement = (name: string, value: XmlValue): string => {
  if (value === undefined) return '';
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (isList(value)) return value.map((item) => writeElement(name, item)).join('');
  if (!isNode(value))
    return `<${name}>${escapeXml(value instanceof Date ? value.toISOString() : String(value))}</${name}>`;
  const entries = Object.entries(value);
  const attributes = entries.filter(([key]) => key.startsWith('@'));
  const children = entries.filter(([key]) => !key.startsWith('@'));
  return `<${name}${writeAttributes(attributes)}>${children.map(([key, child]) => writeElement(key, child)).join('')}</${name}>`;
};

/** A whole document, indented by four spaces as the platform's retrieve indents. */
export const writeDocument = (name: string, value: XmlNode): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${writeIndented(name, { '@xmlns': metadataNamespace, ...value }, '')}`;

export const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';

const writeIndented = (name: string, value: XmlValue, indent: string): string => {
  if (isList(value)) return value.map((item) => writeIndented(name, item, indent)).join('');
  if (value === null || value === undefined || !isNode(value)) return line(indent, writeElement(name, value));
  const entries = Object.entries(value);
  const attributes = entries.filter(([key]) => key.startsWith('@'));
  const children = entries.filter(([key]) => !key.startsWith('@'));
  const inner = children.map(([key, child]) => writeIndented(key, child, `${indent}    `)).join('');
  return `${indent}<${name}${writeAttributes(attributes)}>\n${inner}${indent}</${name}>\n`;
};

const line = (indent: string, element: string): string => (element === '' ? '' : `${indent}${element}\n`);

const writeAttributes = (attributes: Array<[string, XmlValue]>): string =>
  attributes.map(([key, value]) => ` ${key.slice(1)}="${escapeXml(typeof value === 'string' ? value : '')}"`).join('');

const isList = (value: XmlValue): value is readonly XmlValue[] => Array.isArray(value);
const isNode = (value: XmlValue): value is XmlNode =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !isList(value);
