import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Markdown files in a folder of the project, and below it when it is a tree. */
export const markdownIn = (folder: string, tree = false): string[] =>
  readdirSync(join(root, folder), { recursive: tree, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort();

type Line = { text: string; fenced: boolean };

/** The lines of a text, each with whether it stands in a fenced block; the fences themselves are left out. */
const linesOf = (markdown: string): Line[] => {
  const lines: Line[] = [];
  let fence: string | undefined;
  for (const text of markdown.split('\n')) {
    const [mark] = /^\s*(`{3,})/.exec(text)?.slice(1) ?? [];
    if (mark !== undefined && fence === undefined) fence = mark;
    else if (fence !== undefined && text.trim() === fence) fence = undefined;
    else lines.push({ text, fenced: fence !== undefined });
  }
  return lines;
};

/** What is to be typed: the fenced blocks, with lines that a backslash joins in one. */
export const fencedLines = (markdown: string): string[] =>
  linesOf(markdown)
    .filter(({ fenced }) => fenced)
    .map(({ text }) => text)
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n');

/** The text between the fenced blocks. */
export const prose = (markdown: string): string =>
  linesOf(markdown)
    .map(({ text, fenced }) => (fenced ? '' : text))
    .join('\n');

/** Targets of the links of a page that lead to files of the project. */
export const internalLinks = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** Names of the headings, as GitHub makes anchors of them. */
export const anchorsOf = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
