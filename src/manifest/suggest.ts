/** Edits (insert, delete, replace, swap neighbours) between two words. */
const distance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + cost,
          swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
};

const longestWord = 100;

const isNear = (typed: string, known: string, edits: number): boolean =>
  edits <= Math.max(1, Math.floor(Math.max(typed.length, known.length) / 3)) ||
  // "policy" for "policies": the same stem with another ending.
  (typed.length > 4 && known.startsWith(typed.slice(0, -1)));

/** The known word that someone most likely meant, or undefined when none is near. */
const closest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > longestWord) return undefined;
  const typed = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(typed, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => isNear(typed, candidate.toLowerCase(), edits))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
};

/** ` Did you mean "x"?`, or nothing. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const meant = closest(word, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
};
