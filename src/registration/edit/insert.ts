import type { FieldIndex } from '../schema/field.js';
import { escapeText } from '../serialize.js';
import type { XmlElement } from '../xml/element.js';
import { indentAt, lineBreakOf, lineEndBehind, type TextEdit } from './layout.js';
import { spanOf } from './located.js';
import type { Span } from './span.js';

/** Lines of a new element, without the indentation of the first; null where everything stands on one line. */
type Layout = { indent: string; unit: string; lineBreak: string } | null;

const write = (element: XmlElement, prefix: string, layout: Layout): string => {
  const tag = `${prefix}${element.name}`;
  if (element.children.length === 0) return `<${tag}>${escapeText(element.text)}</${tag}>`;
  const inner = layout && { ...layout, indent: layout.indent + layout.unit };
  const before = inner ? inner.lineBreak + inner.indent : '';
  const children = element.children.map((child) => before + write(child, prefix, inner)).join('');
  return `<${tag}>${children}${layout ? layout.lineBreak + layout.indent : ''}</${tag}>`;
};

/** What one step of indentation is in this file. */
const unitOf = (text: string, root: XmlElement): string => {
  const indent = root.children
    .map((child) => indentAt(text, spanOf(text, child).start))
    .find((found) => found !== undefined && found !== '');
  return indent ?? '    ';
};

const prefixOf = ({ tag }: Span): string => tag.slice(0, tag.indexOf(':') + 1);

/** The last child that stands before the place of a name in the schema; everything unknown stays where it is. */
export const siblingBefore = (parent: XmlElement, position: number, { byName }: FieldIndex): XmlElement | undefined =>
  parent.children.findLast(({ name }) => (byName.get(name)?.position ?? Infinity) <= position);

/** What comes between an element and the one it is put behind, or the opening tag of its parent. */
export type Slot = { at: number; ownLine: boolean };

/** Behind a sibling, or at the start of the parent: on a line of its own where the file has one for each element. */
export const slotBehind = (text: string, parent: Span, sibling: Span | undefined): Slot => {
  const end = sibling?.end ?? parent.openEnd;
  const behind = lineEndBehind(text, end);
  const ownLine = behind !== undefined && (sibling === undefined || indentAt(text, sibling.start) !== undefined);
  return ownLine ? { at: behind, ownLine } : { at: end, ownLine };
};

const indentIn = (text: string, parent: XmlElement, span: Span, unit: string): string => {
  const first = parent.children
    .map((child) => indentAt(text, spanOf(text, child).start))
    .find((found) => found !== undefined);
  return first ?? (indentAt(text, span.start) ?? '') + unit;
};

/** Puts a new element into a parent, at its place in the schema. */
export const insertion = (
  text: string,
  { root, parent, index, position }: { root: XmlElement; parent: XmlElement; index: FieldIndex; position: number },
  element: XmlElement,
): TextEdit => {
  const span = spanOf(text, parent);
  const unit = unitOf(text, root);
  const lineBreak = lineBreakOf(text);
  const prefix = prefixOf(span);
  const indent = indentIn(text, parent, span, unit);
  const lines = { indent, unit, lineBreak };
  if (span.closeStart === span.end || text.slice(span.openEnd, span.closeStart).trim() === '') {
    const outside = indentAt(text, span.start);
    const open = text.slice(span.start, span.openEnd).replace(/\s*\/>$/, '>');
    const inside =
      outside === undefined
        ? write(element, prefix, null)
        : `${lineBreak}${indent}${write(element, prefix, lines)}${lineBreak}${outside}`;
    return { start: span.start, end: span.end, text: `${open}${inside}</${span.tag}>` };
  }
  const sibling = siblingBefore(parent, position, index);
  const { at, ownLine } = slotBehind(text, span, sibling && spanOf(text, sibling));
  if (!ownLine) return { start: at, end: at, text: write(element, prefix, null) };
  return { start: at, end: at, text: `${indent}${write(element, prefix, lines)}${lineBreak}` };
};
