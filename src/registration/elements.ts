import type { XmlElement } from './xml/element.js';

/** The first child of that name. */
export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined => {
  if (!element) return undefined;
  for (const candidate of element.children) if (candidate.name === name) return candidate;
  return undefined;
};

/** Every child of that name, in the order of the file. */
export const children = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((candidate) => candidate.name === name) ?? [];

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
  for (const { 0: piece, index } of element.text.matchAll(separator)) {
    const text = piece.trim();
    if (text === '') continue;
    const offset = index + piece.indexOf(text);
    const before = element.text.slice(0, offset);
    // A carriage return was written as a reference and starts no line of the file.
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = (element.textLine ?? element.line) + (before.match(/\n/g)?.length ?? 0);
    const column = lineStart === 0 ? (element.textColumn ?? element.column) + offset : offset - lineStart + 1;
    parts.push({ text, line, column });
  }
  return parts;
};

/** Pieces for {@link splitText}. */
export const betweenCommas = /[^,]+/g;
export const lines = /[^\r\n]+/g;
