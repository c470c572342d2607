import { createParser } from './createParser.js';
import { decodeXml } from './decode.js';
import { noChildren, type XmlElement, type XmlProblem } from './element.js';
import { createLineCounter } from './lines.js';
import { conflictMessage, isConflictMarker, Malformed, problemOf } from './malformed.js';
import { readPlainXml } from './plain.js';

/** Metadata files are far smaller; what is larger is no registration and would only cost memory. */
export const maxXmlSize = 10 * 1024 * 1024;
const maxXmlDepth = 100;

const cdataStart = '<![CDATA[';

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const isNil = (attributes: Readonly<Record<string, string>>): boolean => {
  for (const name in attributes) {
    if (localName(name) === 'nil') return attributes[name] === 'true' || attributes[name] === '1';
  }
  return false;
};

/** Offset of the first character of text at or behind `from`: behind white space, comments and instructions, inside CDATA. */
const skipToText = (text: string, from: number): number => {
  let offset = from;
  while (offset < text.length) {
    if (text.charCodeAt(offset) <= 0x20) offset += 1;
    else if (text.startsWith('<!--', offset)) offset = text.indexOf('-->', offset) + 3;
    else if (text.startsWith('<?', offset)) offset = text.indexOf('?>', offset) + 2;
    else if (text.startsWith(cdataStart, offset)) offset += cdataStart.length;
    else if (text.startsWith(']]>', offset)) offset += 3;
    else break;
  }
  return offset;
};

type Parsed = { root: XmlElement | undefined; problem?: undefined } | { root?: undefined; problem: XmlProblem };

const parse = (text: string): Parsed => {
  const parser = createParser();
  const locate = createLineCounter(text);
  const stack: XmlElement[] = [];
  let root: XmlElement | undefined;
  let current: XmlElement | undefined;
  let closed: XmlElement | undefined;
  /** Offset behind the last tag: where the text that comes next begins. */
  let textStart = 0;

  const addText = (value: string, start: number): void => {
    if (!current) return;
    if (current.text === '') {
      if (value.trim() === '') return;
      const place = locate(skipToText(text, start));
      current.textLine = place.line;
      current.textColumn = place.column;
    }
    current.text += value;
  };

  // Few handlers, on purpose: with more than a handful the parser object falls out of the engine's fast mode, and
  // reading takes five times as long.
  parser.on('opentag', ({ name, attributes }) => {
    if (stack.length >= maxXmlDepth) throw new Malformed(`elements are nested more than ${maxXmlDepth} deep`);
    textStart = parser.position;
    // No "<" can stand inside a tag.
    const { line, column } = locate(text.lastIndexOf('<', textStart - 1));
    const element: XmlElement = {
      name: localName(name),
      text: '',
      children: noChildren,
      line,
      column,
      textLine: line,
      textColumn: column,
    };
    if (isNil(attributes)) element.nil = true;
    if (!current) root = element;
    else if (current.children === noChildren) current.children = [element];
    else current.children.push(element);
    stack.push(element);
    current = element;
  });
  parser.on('closetag', () => {
    closed = stack.pop();
    current = stack.at(-1);
    textStart = parser.position;
    if (!closed) return;
    closed.text = closed.text.trim();
    if (closed.children.length > 0 && closed.text !== '' && isConflictMarker(closed.text)) {
      throw new Malformed(conflictMessage);
    }
  });
  parser.on('text', (value) => addText(value, textStart));
  parser.on('cdata', (value) => addText(value, textStart));
  parser.on('doctype', () => {
    throw new Malformed('a DOCTYPE is not accepted');
  });

  try {
    parser.write(text).close();
    return { root };
  } catch (error) {
    const problem = problemOf(error, text, parser);
    const unclosed = error instanceof Error && error.message.endsWith('unexpected close tag.') && closed;
    if (unclosed) problem.message = `<${unclosed.name}> of line ${unclosed.line} is not closed`;
    return { problem };
  }
};

/**
 * Reads XML with the place of every element. Never throws: a file that is malformed, too large, in a wrong encoding or
 * that defines entities of its own has a problem and no root.
 */
export const readXml = (source: Buffer | string): { root?: XmlElement | undefined; problems: XmlProblem[] } => {
  const fail = (problem: XmlProblem): { problems: XmlProblem[] } => ({ problems: [problem] });
  if (source.length > maxXmlSize) {
    return fail({ kind: 'too-large', message: 'the file is larger than 10 MB', line: 1, column: 1 });
  }
  const { text, problem: undecodable } = decodeXml(source);
  if (undecodable) return fail(undecodable);
  if (text.trim() === '') return fail({ message: 'the file is empty', line: 1, column: 1 });
  const plain = readPlainXml(text);
  if (plain) return { root: plain, problems: [] };
  const { root, problem } = parse(text);
  return problem ? fail(problem) : { root, problems: [] };
};
