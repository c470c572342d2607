import { isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document, LineCounter, Node, Pair } from 'yaml';

export type Path = ReadonlyArray<PropertyKey>;

/** Which part of an entry is meant: its key, or what the key stands for. */
export type Part = 'key' | 'value';

const pairOf = (node: unknown, key: PropertyKey): Pair | undefined =>
  isMap(node) ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key)) : undefined;

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/** Offset of what a path names; of the nearest thing around it when that is missing. */
const offsetAt = (document: Document, path: Path, part: Part): number => {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const pair = pairOf(node, step);
    if (!pair && !isSeq(node)) return offset;
    node = pair ? pair.value : isSeq(node) ? node.items[Number(step)] : undefined;
    const isLast = index === path.length - 1;
    offset = offsetOf(isLast && part === 'value' ? node : pair?.key) ?? offsetOf(pair?.key ?? node) ?? offset;
  }
  return offset;
};

export const positionAt = (
  document: Document,
  lineCounter: LineCounter,
  path: Path,
  part: Part,
): { line: number; column: number } => {
  const { line, col } = lineCounter.linePos(offsetAt(document, path, part));
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
};

/** The line of every key and list entry, by dotted path: `credentials.lastRotated`, `callbackUrls.0`. */
export const linesOf = (document: Document, lineCounter: LineCounter): Record<string, number> => {
  const lines: Record<string, number> = {};
  const note = (path: string, node: Node | undefined): void => {
    if (node?.range) lines[path] = lineCounter.linePos(node.range[0]).line;
  };
  const walk = (node: unknown, prefix: string): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const path = `${prefix}${String(key.value)}`;
        note(path, key);
        walk(value, `${path}.`);
      }
    }
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        note(`${prefix}${index}`, isNode(item) ? item : undefined);
        walk(item, `${prefix}${index}.`);
      }
    }
  };
  walk(document.contents, '');
  return lines;
};
