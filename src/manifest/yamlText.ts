import { isAlias, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, YAMLMap } from 'yaml';

/** Something wrong in a manifest, and where; lines and columns count from 1. */
export type ManifestProblem = { message: string; line: number; column: number };

export type YamlText = { document: Document; lineCounter: LineCounter; problems: ManifestProblem[] };

/** In characters. Larger than any manifest that people write; a planted file must not fill the memory. */
export const maxManifestSize = 1024 * 1024;

/** Levels of `[` and `{`, of `- - -` on one line, and twice of indentation. */
const maxDepth = 100;

/**
 * True for a text that would have the library call itself more deeply than it can. It survives that, but tries for
 * minutes. Counts brackets in quotes and comments, too: no manifest has a hundred of them open.
 */
const isTooDeep = (text: string): boolean => {
  if (new RegExp(`^ {${2 * maxDepth}}|(?:[-?:][ \\t]+){${maxDepth}}`, 'm').test(text)) return true;
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > maxDepth) return true;
  }
  return false;
};

const textProblem = (text: string): string | undefined => {
  if (text.length > maxManifestSize) return `The file has more than ${maxManifestSize} characters.`;
  return isTooDeep(text) ? `Lists and maps are nested more than ${maxDepth} deep.` : undefined;
};

type Complaint = { offset: number; message: string };

/** YAML 1.2 without what a manifest has no use for: anchors, aliases, tags, keys that are lists or maps. */
export const parseYaml = (text: string): YamlText => {
  const refused = textProblem(text);
  const lineCounter = new LineCounter();
  const document = parseDocument(refused === undefined ? text : '', {
    lineCounter,
    schema: 'core',
    // The library compares each key with all others; `repeatedKeys` does not.
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
  });
  const complaints = [
    ...(refused === undefined ? [] : [{ offset: 0, message: refused }]),
    ...document.errors.map(({ pos, message }) => ({ offset: pos[0], message: `This is not valid YAML: ${message}.` })),
  ];
  const problems = (complaints.length > 0 ? complaints : refusals(document)).map(({ offset, message }) => {
    const { line, col } = lineCounter.linePos(offset);
    return { message, line: Math.max(line, 1), column: Math.max(col, 1) };
  });
  return { document, lineCounter, problems };
};

/** Keys and values together. */
const maxNodes = 5000;

const refusals = (document: Document): Complaint[] => {
  const found: Complaint[] = [];
  let nodes = 0;
  visit(document, {
    Node: (_key, node) => {
      nodes += 1;
      if (nodes > maxNodes) return visit.BREAK;
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) return void found.push({ offset, message: `A manifest has no aliases (*${node.source}).` });
      if (node.anchor !== undefined) found.push({ offset, message: `A manifest has no anchors (&${node.anchor}).` });
      if (node.tag !== undefined) found.push({ offset, message: `A manifest has no tags (${node.tag}).` });
      if (isMap(node)) found.push(...keyProblems(node));
      return undefined;
    },
  });
  return nodes > maxNodes ? [{ offset: 0, message: `The file has more than ${maxNodes} keys and values.` }] : found;
};

const keyProblems = (map: YAMLMap): Complaint[] => {
  const seen = new Set<string>();
  return map.items.flatMap(({ key }) => {
    if (isAlias(key)) return [];
    if (!isScalar(key))
      return [{ offset: map.range?.[0] ?? 0, message: 'A manifest has no keys that are lists or maps.' }];
    const name = String(key.value);
    const repeated = seen.has(name);
    seen.add(name);
    return repeated ? [{ offset: key.range?.[0] ?? 0, message: `The key "${name}" is there twice.` }] : [];
  });
};
