import { SaxesParser } from 'saxes';
import { decodeXml } from './decode.js';
import type { XmlElement, XmlProblem } from './element.js';
import { createLineCounter } from './lines.js';
import { isConflictMarker, Malformed, problemOf } from './malformed.js';

/** Metadata files are far smaller; what is larger is no registration and would only cost memory. */
export const maxXmlSize = 10 * 1024 * 1024;
export const maxXmlDepth = 100;

const cdataStart = '<![CDATA[';
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Offset of the first character that is not white space. */
const skipSpace = (text: string, from: number): number => {
  let offset = from;
  while (text.charCodeAt(offset) <= 0x20) offset += 1;
  return offset;
};

const parse = (text: string): { root?: XmlElement; problem?: XmlProblem } => {
  const parser = new SaxesParser({});
  const locate = createLineCounter(text);
  const stack: XmlElement[] = [];
  let root: XmlElement | undefined;
  let current: XmlElement | undefined;
  let closed: XmlElement | undefined;
  /** Offset behind the last tag or comment: where the text that comes next begins. */
  let textStart = 0;

  const addText = (value: string, start: number): void => {
    if (!current) return;
    if (current.text === '') {
      if (value.trim() === '') return;
      const place = locate(skipSpace(text, start));
      current.textLine = place.line;
      current.textColumn = place.column;
    }
    current.text += value;
  };

  parser.on('opentagstart', (tag) => {
    if (stack.length >= maxXmlDepth) throw new Malformed(`elements are nested more than ${maxXmlDepth} deep`);
    // The parser has read one character beyond the name.
    const place = locate(parser.position - tag.name.length - 2);
    const element: XmlElement = {
      name: localName(tag.name),
      text: '',
      children: [],
      line: place.line,
      column: place.column,
    };
    if (current) current.children.push(element);
    else root ??= element;
    stack.push(element);
    current = element;
  });
  parser.on('attribute', ({ name, value }) => {
    if (current && localName(name) === 'nil' && (value === 'true' || value === '1')) current.nil = true;
  });
  parser.on('opentag', () => {
    textStart = parser.position;
  });
  parser.on('closetag', () => {
    closed = stack.pop();
    current = stack.at(-1);
    textStart = parser.position;
    if (!closed) return;
    closed.text = closed.text.trim();
    if (closed.children.length > 0 && closed.text !== '' && isConflictMarker(closed.text)) throw new Malformed('');
  });
  parser.on('comment', () => {
    textStart = parser.position + 1;
  });
  parser.on('processinginstruction', () => {
    textStart = parser.position;
  });
  parser.on('text', (value) => addText(value, textStart));
  parser.on('cdata', (value) => {
    addText(value, text.indexOf(cdataStart, textStart) + cdataStart.length);
    textStart = parser.position;
  });
  parser.on('doctype', () => {
    throw new Malformed('a DOCTYPE is not accepted');
  });

  try {
    parser.write(text).close();
    return root ? { root } : {};
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
export const readXml = (source: Buffer | string): { root?: XmlElement; problems: XmlProblem[] } => {
  const fail = (problem: XmlProblem): { problems: XmlProblem[] } => ({ problems: [problem] });
  if (source.length > maxXmlSize) {
    return fail({ kind: 'too-large', message: 'the file is larger than 10 MB', line: 1, column: 1 });
  }
  const { text, problem: undecodable } = decodeXml(source);
  if (undecodable) return fail(undecodable);
  if (text.trim() === '') return fail({ message: 'the file is empty', line: 1, column: 1 });
  const { root, problem } = parse(text);
  if (problem) return fail(problem);
  return root ? { root, problems: [] } : { problems: [] };
};
