/** A place in a text, both from 1. */
export type Place = { line: number; column: number };

/** Turns offsets into lines and columns; the offsets must not go down, so that the text is walked once. */
export const createLineCounter = (text: string): ((offset: number) => Place) => {
  let line = 1;
  let start = 0;
  let next = text.indexOf('\n');
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1;
      start = next + 1;
      next = text.indexOf('\n', start);
    }
    return { line, column: offset - start + 1 };
  };
};

/** The place of one offset. */
export const placeOf = (text: string, offset: number): Place => createLineCounter(text)(offset);
