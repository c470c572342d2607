import { markdownText } from '../report/markdownText.js';

/** A block of commands; the fence is longer than any that a command could hold. */
export const commandBlock = (...lines: string[]): string => {
  const longest = Math.max(2, ...(lines.join('\n').match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, ...lines, fence].join('\n');
};

/** A table; the cells are Markdown already. */
export const table = (headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
  [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Steps in order; a step may have a block below it. */
export const steps = (all: ReadonlyArray<readonly [text: string, block?: string]>): string =>
  all
    .map(([text, block], index) => {
      const number = `${index + 1}. `;
      const below = block?.split('\n').map((line) => `${' '.repeat(number.length)}${line}`);
      return [`${number}${text}`, ...(below ? ['', ...below] : [])].join('\n');
    })
    .join('\n\n');

/** Text from a manifest or an org, or a word for its absence. */
export const textOr = (text: string | undefined, absent: string): string =>
  text === undefined || text.trim() === '' ? absent : markdownText(text);

export const parts = (...all: ReadonlyArray<string | undefined>): string =>
  all.filter((part) => part !== undefined && part !== '').join('\n\n');
