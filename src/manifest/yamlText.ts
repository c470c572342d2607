import { isAlias, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, YAMLMap } from 'yaml';

/** Something wrong in a manifest, and where; lines and columns count from 1. */
export type ManifestProblem = { message: string; line: number; column: number };

export type YamlText = { document: Document; lineCounter: LineCounter; problems: ManifestProblem[] };

/** In characters. Larger than any manifest that people write; a planted file must not fill the memory. */
export const maxManifestSize = 1024 * 1024;

type Complaint = { offset: number; message: string };

/** YAML 1.2 without what a manifest has no use for: anchors, aliases, tags, keys that are lists or maps. */
export const parseYaml = (text: string): YamlText => {
  const tooLarge = text.length > maxManifestSize;
  const lineCounter = new LineCounter();
  const document = parseDocument(tooLarge ? '' : text, {
    lineCounter,
    schema: 'core',
    // The library compares each key with all others; `repeatedKeys` does not.
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
  });
  const complaints = [
    ...(tooLarge ? [{ offset: 0, message: `The file has more than ${maxManifestSize} characters.` }] : []),
    ...document.errors.map(({ pos, message }) => ({ offset: pos[0], message: `This is not valid YAML: ${message}.` })),
  ];
  const problems = (complaints.length > 0 ? complaints : refusals(document)).map(({ offset, message }) => {
    const { line, col } = lineCounter.linePos(offset);
    return { message, line: Math.max(line, 1), column: Math.max(col, 1) };
  });
  return { document, lineCounter, problems };
};

const refusals = (document: Document): Complaint[] => {
  const found: Complaint[] = [];
  visit(document, {
    Node: (_key, node) => {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) return void found.push({ offset, message: `A manifest has no aliases (*${node.source}).` });
      if (node.anchor !== undefined) found.push({ offset, message: `A manifest has no anchors (&${node.anchor}).` });
      if (node.tag !== undefined) found.push({ offset, message: `A manifest has no tags (${node.tag}).` });
    },
    Map: (_key, map) => void found.push(...keyProblems(map)),
  });
  return found;
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
