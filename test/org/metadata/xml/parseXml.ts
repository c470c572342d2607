import { SaxesParser } from 'saxes';

export type XmlElement = {
  name: string;
  uri: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
  /** `xsi:nil="true"`: the element is there and says nothing. */
  isNil: boolean;
  line: number;
  column: number;
};

type XmlProblem = { message: string; line: number; column: number };

export type XmlOutcome = { root: XmlElement } | { problem: XmlProblem };

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** Reads one document with positions. A document type is refused outright, so no entity is ever expanded. */
export const parseXml = (xml: string): XmlOutcome => {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let problem: XmlProblem | undefined;

  const report = (message: string): void => {
    problem ??= { message, line: parser.line, column: parser.columnIndex + 1 };
  };

  parser.on('error', (error) => report(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('doctype', () => report('DOCTYPE is not allowed'));
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes);
    const element: XmlElement = {
      name: tag.local,
      uri: tag.uri,
      attributes: Object.fromEntries(attributes.map(({ name, value }) => [name, value])),
      children: [],
      text: '',
      isNil: attributes.some(({ local, uri, value }) => uri === xsi && local === 'nil' && value === 'true'),
      line: parser.line,
      column: parser.columnIndex + 1,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => open.pop());
  parser.write(xml.replace(/^\uFEFF/, '')).close();

  if (problem) return { problem };
  return root ? { root } : { problem: { message: 'Premature end of file.', line: 1, column: 1 } };
};

export const findChild = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

export const findChildren = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

export const childText = (element: XmlElement | undefined, name: string): string | undefined =>
  findChild(element, name)?.text.trim();
