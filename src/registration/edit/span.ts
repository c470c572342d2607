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

const opaque = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>/y;

/** Where markup that is no tag ends: comments, CDATA sections and instructions may hold anything. */
export const skipOpaque = (text: string, at: number): number | undefined => {
  opaque.lastIndex = at;
  return opaque.test(text) ? opaque.lastIndex : undefined;
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
  const tag = text.slice(start, openEnd).replace(/^<([^\s/>]+)[^]*$/, '$1');
  if (text.charAt(openEnd - 2) === '/') return { start, openEnd, closeStart: openEnd, end: openEnd, tag };
  let depth = 1;
  let at = text.indexOf('<', openEnd);
  while (at !== -1) {
    const skipped = skipOpaque(text, at);
    const next = skipped ?? tagEnd(text, at);
    if (text.startsWith('</', at)) {
      depth -= 1;
      if (depth === 0) return { start, openEnd, closeStart: at, end: next, tag };
    } else if (skipped === undefined && text.charAt(next - 2) !== '/') depth += 1;
    at = text.indexOf('<', next);
  }
  return { start, openEnd, closeStart: text.length, end: text.length, tag };
};
