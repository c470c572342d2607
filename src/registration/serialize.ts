import type { XmlElement } from './xml/element.js';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const instanceNamespace = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** As the Metadata API writes them: quotes too; a carriage return would come back as a line feed unless it is a reference. */
const escapes: ReadonlyArray<readonly [string, string]> = [
  // First: the others bring an "&" of their own.
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
  ['\r', '&#xd;'],
];

/** Text as it stands in a file. */
export const escapeText = (text: string): string =>
  escapes.reduce((escaped, [character, reference]) => escaped.replaceAll(character, reference), text);

const hasNil = (element: XmlElement): boolean => element.nil === true || element.children.some(hasNil);

const write = (element: XmlElement, indent: string, attributes: string): string => {
  const { name, text, children } = element;
  const open = `${indent}<${name}${attributes}`;
  if (element.nil) return `${open} xsi:nil="true"/>`;
  if (children.length === 0) return `${open}>${escapeText(text)}</${name}>`;
  const inside = children.map((child) => write(child, `${indent}    `, ''));
  return [`${open}>`, ...inside, `${indent}</${name}>`].join('\n');
};

/** The file of a component, to the byte as `sf project retrieve` writes it; comments of a file that was read are lost. */
export const serialize = (root: XmlElement): string => {
  const attributes = hasNil(root) ? ` ${namespace} ${instanceNamespace}` : ` ${namespace}`;
  return `${declaration}\n${write(root, '', attributes)}\n`;
};
