type Range = { startOffset: number; endOffset: number; count: number };

/** Of one script in one process, as Node writes it with NODE_V8_COVERAGE. */
export type ScriptCoverage = { url: string; functions: { ranges: Range[] }[] };

const size = ({ startOffset, endOffset }: Range): number => endOffset - startOffset;

/** How often a process came by a place: what the smallest range around it says. */
export const countAt = ({ functions }: ScriptCoverage, place: number): number => {
  let smallest: Range | undefined;
  for (const { ranges } of functions) {
    // The first range is the whole function.
    const [whole] = ranges;
    if (!whole || place < whole.startOffset || place >= whole.endOffset) continue;
    for (const range of ranges) {
      if (place < range.startOffset || place >= range.endOffset) continue;
      if (!smallest || size(range) <= size(smallest)) smallest = range;
    }
  }
  return smallest?.count ?? 0;
};
