/** Offsets of an element in its text: `<tag …>` from `start` to `openEnd`, the end tag from `closeStart` to `end`. */
export type Span = {
  start: number;
  openEnd: number;
  /** The same as `end` when the element closes itself. */
  closeStart: number;
  end: number;
  /** As written, with a namespace prefix where it has one. */
  tag: string;
};

const behind = (text: string, what: string, from: number): number => {
  const at = text.indexOf(what, from);
  return at === -1 ? text.length : at + what.length;
};

/** Where markup that is no tag ends: comments, CDATA sections and instructions may hold anything. */
export const skipOpaque = (text: string, at: number): number | undefined => {
  if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) return behind(text, ']]>', at);
  return text.startsWith('<?', at) ? behind(text, '?>', at) : undefined;
};

/** Behind the `>` of a tag: one may stand in an attribute too. */
const tagEnd = (text: string, at: number): number => {
  let quote = '';
  for (let offset = at; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return offset + 1;
  }
  return text.length;
};

/** The element that begins at an offset; the text must be well-formed. */
export const spanAt = (text: string, start: number): Span => {
  const openEnd = tagEnd(text, start);
  const tag = /^<([^\s/>]+)/.exec(text.slice(start, openEnd))?.[1] ?? '';
  if (text.charAt(openEnd - 2) === '/') return { start, openEnd, closeStart: openEnd, end: openEnd, tag };
  let depth = 1;
  let at = openEnd;
  for (;;) {
    at = text.indexOf('<', at);
    if (at === -1) return { start, openEnd, closeStart: text.length, end: text.length, tag };
    const next = skipOpaque(text, at) ?? tagEnd(text, at);
    if (text.startsWith('</', at)) {
      depth -= 1;
      if (depth === 0) return { start, openEnd, closeStart: at, end: next, tag };
    } else if (skipOpaque(text, at) === undefined && text.charAt(next - 2) !== '/') depth += 1;
    at = next;
  }
};
