import type { XmlElement } from './xml/element.js';
import { createLineCounter } from './xml/lines.js';

/** The first child of that name. */
export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined => {
  if (!element) return undefined;
  for (const candidate of element.children) if (candidate.name === name) return candidate;
  return undefined;
};

/** Every child of that name, in the order of the file. */
export const children = (element: XmlElement | undefined, name: string): XmlElement[] => {
  const found: XmlElement[] = [];
  if (element) for (const candidate of element.children) if (candidate.name === name) found.push(candidate);
  return found;
};

/** The element at a path such as `oauthConfig.isAdminApproved`. */
export const elementAt = (element: XmlElement | undefined, path: string): XmlElement | undefined =>
  path.split('.').reduce<XmlElement | undefined>(child, element);

/** Text of an element; an empty or nil one says nothing (platform.md 8.36), which is `undefined`. */
export const textOf = (element: XmlElement | undefined): string | undefined =>
  element === undefined || element.nil || element.text === '' ? undefined : element.text;

/** Text of the first child of that name, or undefined when it is absent, empty or nil. */
export const childText = (element: XmlElement | undefined, name: string): string | undefined =>
  textOf(child(element, name));

/** A boolean as XML Schema spells it, or undefined when the text is none. */
export const parseFlag = (text: string): boolean | undefined => {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  return undefined;
};

/** A piece of an element's text, with its place. */
export type TextPart = { text: string; line: number; column: number };

/** Parts of an element's text between separators, trimmed, without the empty ones, each with its own place. */
export const splitText = (element: XmlElement, separator: RegExp): TextPart[] => {
  const parts: TextPart[] = [];
  const { text: whole, textLine = element.line, textColumn = element.column } = element;
  const locate = createLineCounter(whole);
  for (const { 0: piece, index } of whole.matchAll(separator)) {
    const text = piece.trim();
    if (text === '') continue;
    // A carriage return was written as a reference and starts no line of the file.
    const { line, column } = locate(index + piece.indexOf(text));
    parts.push({ text, line: textLine + line - 1, column: line === 1 ? textColumn + column - 1 : column });
  }
  return parts;
};

/** Pieces for {@link splitText}. */
export const betweenCommas = /[^,]+/g;
export const lines = /[^\r\n]+/g;
