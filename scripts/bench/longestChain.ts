/** When a call began and ended, in milliseconds. */
export type Call = { start: number; end: number };

/**
 * The chain of calls, each begun after the one before had ended, that took the longest: nothing that waits for answers
 * can be faster than its calls that wait for one another.
 */
export const longestChain = (calls: readonly Call[]): { ms: number; calls: number } => {
  const byEnd = calls.toSorted((one, other) => one.end - other.end);
  const best: Array<{ ms: number; calls: number }> = [];
  byEnd.forEach(({ start, end }, index) => {
    let before = { ms: 0, calls: 0 };
    for (let earlier = 0; earlier < index; earlier += 1) {
      const chain = best[earlier];
      if (chain && (byEnd[earlier]?.end ?? Infinity) <= start && chain.ms > before.ms) before = chain;
    }
    best.push({ ms: before.ms + end - start, calls: before.calls + 1 });
  });
  return best.reduce((longest, chain) => (chain.ms > longest.ms ? chain : longest), { ms: 0, calls: 0 });
};
