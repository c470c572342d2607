import { normalise } from './seal.js';

const elementOf = (line: string): string | undefined => /<\/?([A-Za-z]\w*)/.exec(line)?.[1];

const linesOf = (contents: string): string[] =>
  normalise(contents)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('<!--') && !line.startsWith('<?xml'));

/** Lines of one that the other lacks, each as often as it is missing. */
const missingFrom = (lines: readonly string[], others: readonly string[]): string[] => {
  const left = [...others];
  return lines.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
};

/** The elements in which two files differ. Names only: the values of a file that we did not write may be secrets. */
export const differingElements = (one: string, other: string): string[] => {
  const [a, b] = [linesOf(one), linesOf(other)];
  const elements = [...missingFrom(a, b), ...missingFrom(b, a)].map((line) => elementOf(line) ?? 'text');
  return [...new Set(elements)].sort();
};
