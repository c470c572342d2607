/** Narrower than this, folding makes nothing easier to read. */
const leastColumns = 40;

/** What the lines after the first are indented with: as far as the text of `  - …` and `1. …` begins. */
const indentOf = (line: string): string => ' '.repeat(/^\s*(?:- |\d+\. )?/.exec(line)?.[0].length ?? 0);

const foldLine = (line: string, columns: number): string[] => {
  const indent = indentOf(line);
  const words = line.slice(indent.length).split(' ');
  const folded: string[] = [];
  let current = line.slice(0, indent.length);
  let isEmpty = true;
  for (const word of words) {
    const longer = isEmpty ? current + word : `${current} ${word}`;
    if (!isEmpty && longer.length > columns) {
      folded.push(current);
      current = indent + word;
    } else current = longer;
    isEmpty = false;
  }
  return [...folded, current];
};

/** Breaks lines between words. A word that is too long, such as an address, stays in one piece, so that it can be copied. */
export const foldText = (text: string, columns: number): string =>
  columns < leastColumns
    ? text
    : text
        .split('\n')
        .flatMap((line) => (line.length <= columns ? [line] : foldLine(line, columns)))
        .join('\n');

/** Sentences as wide as the terminal; unchanged where programs may read them. */
export const foldForTerminal = (text: string): string =>
  process.stdout.isTTY ? foldText(text, process.stdout.columns) : text;
