import { known, unknown, type Fact, type Located, type Location, type Origin } from '../../inventory/types.js';
import type { MetadataDocument } from '../document.js';
import { child, children, parseFlag, splitText, textOf } from '../elements.js';
import { indexOf, type Fields } from '../schema/field.js';
import type { XmlElement } from '../xml/element.js';

/** Gives the place of a piece of one document; undefined for what an org sent, which is no file that anyone can open. */
export type Place = (at: { line: number; column: number }) => Location | undefined;

export const placeIn = (document: MetadataDocument, origin: Origin): Place =>
  origin.kind === 'source'
    ? ({ line, column }) => ({ file: document.file, startLine: line, startColumn: column })
    : () => undefined;

/** An element with its value. */
export const located = <T>(value: T, at: { line: number; column: number }, place: Place): Located<T> => {
  const location = place(at);
  return location ? { value, at: location } : { value };
};

/** A part of a document: an element (absent when the file leaves it out), its fields and how to tell places. */
export type Part = { element: XmlElement | undefined; fields: Fields; place: Place };

/** The part inside a part, such as `<oauthPolicy>`. */
export const partOf = ({ element, place }: Part, name: string, fields: Fields): Part => ({
  element: child(element, name),
  fields,
  place,
});

const defaultOf = ({ fields }: Part, name: string): string | undefined =>
  indexOf(fields).byName.get(name)?.field.default;

/** A text; absent, empty and nil are all `undefined`. */
export const textFact = ({ element, place }: Part, name: string): Fact<string | undefined> => {
  const found = child(element, name);
  const value = textOf(found);
  return found && value !== undefined ? known(value, place(found)) : known(undefined);
};

/** A value that `parse` understands; when the element is absent, the platform's default. */
export const parsedFact = <T>(part: Part, name: string, parse: (text: string) => T | undefined): Fact<T> => {
  const found = child(part.element, name);
  const text = textOf(found) ?? defaultOf(part, name);
  if (text === undefined) return unknown(`the file does not say <${name}>, and its default is not documented`);
  const value = parse(text);
  if (value === undefined) return unknown(`<${name}> has the value "${text}", which is none that we know`);
  return found ? known(value, part.place(found)) : known(value);
};

export const flagFact = (part: Part, name: string): Fact<boolean> => parsedFact(part, name, parseFlag);

/** A whole number, or undefined when the file leaves it to others. */
export const countFact = (part: Part, name: string): Fact<number | undefined> => {
  const text = textFact(part, name);
  if (!text.known || text.value === undefined) return known(undefined);
  const value = /^\d+$/.test(text.value) ? Number(text.value) : undefined;
  return value === undefined
    ? unknown(`<${name}> has the value "${text.value}", which is no number`)
    : { ...text, value };
};

/** Pieces of one element's text, each with its own place. */
export const splitLocated = ({ element, place }: Part, name: string, pieces: RegExp): Array<Located<string>> => {
  const found = child(element, name);
  return found && !found.nil ? splitText(found, pieces).map((piece) => located(piece.text, piece, place)) : [];
};

/** What `valueOf` makes of each element of that name that has a text. */
export const locatedEach = <T>(
  { element, place }: Part,
  name: string,
  valueOf: (text: string) => T,
): Array<Located<T>> => {
  const values: Array<Located<T>> = [];
  for (const found of children(element, name)) {
    const text = textOf(found);
    if (text !== undefined) values.push(located(valueOf(text), found, place));
  }
  return values;
};
