import type { FieldIndex } from '../schema/field.js';
import type { XmlElement } from '../xml/element.js';
import { siblingBefore, slotBehind } from './insert.js';
import { chunkOf } from './layout.js';
import { spanOf } from './located.js';

type Placed = { element: XmlElement; position: number };

/** Children with their positions in the schema; what the schema does not know goes with the element before it. */
const placedChildren = ({ children }: XmlElement, { byName }: FieldIndex): Placed[] => {
  let last = -1;
  return children.map((element) => ({ element, position: (last = byName.get(element.name)?.position ?? last) }));
};

/** Elements that stand in order, from the last one to the first. */
type Chain = Placed & { length: number; before: Chain | undefined };

/** The most elements that stand in order already: whatever is not among them moves. */
const inOrder = (all: readonly Placed[]): Set<XmlElement> => {
  const chains: Chain[] = [];
  for (const { element, position } of all) {
    let before: Chain | undefined;
    for (const chain of chains) {
      if (chain.position <= position && chain.length > (before?.length ?? 0)) before = chain;
    }
    chains.push({ element, position, length: (before?.length ?? 0) + 1, before });
  }
  const longest = Math.max(0, ...chains.map(({ length }) => length));
  const staying = new Set<XmlElement>();
  let at = chains.findLast(({ length }) => length === longest);
  while (at) {
    staying.add(at.element);
    at = at.before;
  }
  return staying;
};

/** Moves one child of the parent to its place in the schema; undefined when all stand in order. */
export const moveOne = (text: string, parent: XmlElement, index: FieldIndex): string | undefined => {
  const placed = placedChildren(parent, index);
  const staying = inOrder(placed);
  const moving = placed.find((child) => !staying.has(child.element));
  if (!moving) return undefined;
  const { element, position } = moving;
  const others = { ...parent, children: parent.children.filter((child) => staying.has(child)) };
  const sibling = siblingBefore(others, position, index);
  const chunk = chunkOf(text, spanOf(text, element));
  const slot = slotBehind(text, spanOf(text, parent), sibling && spanOf(text, sibling));
  const whole = chunk.wholeLines && slot.ownLine;
  const span = spanOf(text, element);
  const from = whole ? chunk : span;
  const moved = text.slice(from.start, from.end);
  const { at } = whole ? slot : { at: sibling ? spanOf(text, sibling).end : spanOf(text, parent).openEnd };
  return at <= from.start
    ? text.slice(0, at) + moved + text.slice(at, from.start) + text.slice(from.end)
    : text.slice(0, from.start) + text.slice(from.end, at) + moved + text.slice(at);
};
