import type { XmlElement } from '../xml/element.js';
import { spanAt, type Span } from './span.js';

/** Offset of the `<` of an element in the text that it was read from. */
const offsetOf = (text: string, { line, column }: XmlElement): number => {
  let start = 0;
  for (let number = 1; number < line; number += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
};

export const spanOf = (text: string, element: XmlElement): Span => spanAt(text, offsetOf(text, element));

const segment = /^([^[]+)(?:\[(\d+)\])?$/;

/** Every element at a path; `attributes[1].key` takes the second of its name. */
export const elementsAt = (root: XmlElement, path: string): XmlElement[] =>
  path.split('.').reduce<XmlElement[]>(
    (found, part) => {
      const [, name, index] = segment.exec(part) ?? [];
      return found.flatMap(({ children }) => {
        const named = children.filter((child) => child.name === name);
        return index === undefined ? named : named.slice(Number(index), Number(index) + 1);
      });
    },
    [root],
  );

/** The path of the parent of the element at a place, exact among siblings of the same name; undefined when none begins there. */
export const parentPathAt = (root: XmlElement, at: { line: number; column: number }): string | undefined => {
  const search = (element: XmlElement, path: string): string | undefined => {
    const seen = new Map<string, number>();
    for (const child of element.children) {
      if (child.line === at.line && child.column === at.column) return path;
      const index = seen.get(child.name) ?? 0;
      seen.set(child.name, index + 1);
      const found = search(child, `${path}${path === '' ? '' : '.'}${child.name}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(root, '');
};
