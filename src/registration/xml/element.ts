/** An element of a metadata file with its place; attributes other than `xsi:nil` mean nothing to metadata and are dropped. */
export type XmlElement = {
  /** Local name, without a namespace prefix. */
  name: string;
  /** Text directly inside, entities resolved and CDATA included, ends trimmed. */
  text: string;
  children: XmlElement[];
  /** Of the `<` that opens it, both from 1. */
  line: number;
  column: number;
  /** Of the first character of `text`; without text, and in elements that no file holds, these mean nothing. */
  textLine?: number;
  textColumn?: number;
  /** `xsi:nil="true"`. */
  nil?: true;
};

/** Most elements hold text only: they share one array, which is frozen, and large projects take less memory. */
export const noChildren: XmlElement[] = [];
Object.freeze(noChildren);

/** Why a file is not well-formed XML that we accept, and where. */
export type XmlProblem = {
  message: string;
  line: number;
  column: number;
  /** Absent: the XML is malformed. */
  kind?: 'encoding' | 'too-large';
};
