import type { FieldIndex } from '../schema/field.js';
import type { XmlElement } from '../xml/element.js';
import { siblingBefore, slotBehind } from './insert.js';
import { chunkOf } from './layout.js';
import { spanOf } from './located.js';

/** Positions in the schema; what the schema does not know goes with the element before it. */
const positionsOf = ({ children }: XmlElement, { byName }: FieldIndex): number[] => {
  let last = -1;
  return children.map(({ name }) => (last = byName.get(name)?.position ?? last));
};

/** Indexes of the most values that stand in order already: whatever is not among them moves. */
const inOrder = (values: readonly number[]): Set<number> => {
  const best: Array<{ length: number; before: number }> = [];
  values.forEach((value, index) => {
    let [length, before] = [1, -1];
    for (let earlier = 0; earlier < index; earlier += 1) {
      const chain = best[earlier]?.length ?? 0;
      if ((values[earlier] ?? 0) <= value && chain + 1 > length) [length, before] = [chain + 1, earlier];
    }
    best.push({ length, before });
  });
  const chain = new Set<number>();
  const longest = Math.max(0, ...best.map(({ length }) => length));
  let at = best.findLastIndex(({ length }) => length === longest);
  while (at >= 0) {
    chain.add(at);
    at = best[at]?.before ?? -1;
  }
  return chain;
};

/** Moves one child of the parent to its place in the schema; undefined when all stand in order. */
export const moveOne = (text: string, parent: XmlElement, index: FieldIndex): string | undefined => {
  const positions = positionsOf(parent, index);
  const staying = inOrder(positions);
  const moving = parent.children.findIndex((_, child) => !staying.has(child));
  const element = parent.children[moving];
  if (!element) return undefined;
  const others = { ...parent, children: parent.children.filter((_, child) => staying.has(child)) };
  const sibling = siblingBefore(others, positions[moving] ?? 0, index);
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
