import { noChildren, type XmlElement } from './element.js';
import { createLineCounter } from './lines.js';

/** References, CDATA, comments, carriage returns, and characters that XML forbids or that take two code units. */
const unusual = /[^\t\n\x20-\ud7ff\ue000-\ufffd]|&|<!|\]\]>/;
const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>[ \t\n]*/;
const openTag = /^([A-Za-z]\w*)(?: xmlns="http:\/\/soap\.sforce\.com\/2006\/04\/metadata")?$/;

const slash = 0x2f;
const lessThan = 0x3c;
const maxDepth = 50;
const mostNames = 1000;

const names = new Map<string, string>();

/** The name in an opening tag. Thousands of files have the same few names, so each is kept once, apart from its file's text. */
const nameIn = (tag: string): string | undefined => {
  const known = names.get(tag);
  if (known !== undefined) return known;
  const name = openTag.exec(tag)?.[1];
  if (name === undefined || names.size === mostNames) return name;
  const [ownTag = tag, own = name] = Buffer.from(`${tag}\n${name}`).toString().split('\n');
  names.set(ownTag, own);
  return own;
};

const skipSpace = (text: string, from: number): number => {
  let offset = from;
  while (text.charCodeAt(offset) <= 0x20) offset += 1;
  return offset;
};

/**
 * Reads what nearly all metadata files are: elements without attributes that hold either elements or text. Anything else,
 * every error included, gives undefined and is left to the parser, which takes four times as long.
 */
export const readPlainXml = (text: string): XmlElement | undefined => {
  if (unusual.test(text)) return undefined;
  const locate = createLineCounter(text);
  const parents: XmlElement[] = [];
  let root: XmlElement | undefined;
  let start = declaration.exec(text)?.[0].length ?? 0;
  while (text.charCodeAt(start) === lessThan) {
    const end = text.indexOf('>', start);
    if (end === -1) return undefined;
    const behind = skipSpace(text, end + 1);
    if (text.charCodeAt(start + 1) === slash) {
      const closed = parents.pop();
      if (closed?.name !== text.slice(start + 2, end)) return undefined;
      if (parents.length === 0) return behind === text.length ? root : undefined;
      start = behind;
      continue;
    }
    const name = nameIn(text.slice(start + 1, end));
    if (name === undefined || parents.length === maxDepth) return undefined;
    const { line, column } = locate(start);
    const element: XmlElement = {
      name,
      text: '',
      children: noChildren,
      line,
      column,
      textLine: line,
      textColumn: column,
    };
    const parent = parents.at(-1);
    if (!parent) root = element;
    else if (parent.children === noChildren) parent.children = [element];
    else parent.children.push(element);
    parents.push(element);
    start = text.indexOf('<', behind);
    if (start === behind) continue;
    if (text.charCodeAt(start + 1) !== slash) return undefined;
    element.text = text.slice(behind, start).trim();
    if (element.text === '') return undefined;
    const place = locate(behind);
    element.textLine = place.line;
    element.textColumn = place.column;
  }
  return undefined;
};
