import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

type FlagShape = { type: 'boolean' | 'option'; required?: boolean; options?: readonly string[]; exactlyOne?: string[] };
type CommandShape = { flags: Record<string, FlagShape> };

const folder = resolve(import.meta.dirname, '../../src/commands');

/** Words of a shell line with single quotes, as `shellWord` writes them. */
export const wordsOf = (line: string): string[] => {
  const words: string[] = [];
  const pattern = /(?:'[^']*'|\\'|[^\s'\\])+/g;
  for (const [word] of line.matchAll(pattern)) words.push(word.replace(/'([^']*)'|\\(')/g, '$1$2'));
  return words;
};

/** The class of `sf clientapp rotate start …`, and what follows its name. */
const findCommand = async (words: string[]): Promise<{ shape: CommandShape; rest: string[] }> => {
  for (let length = words.length; length > 1; length -= 1) {
    const file = join(folder, ...words.slice(1, length)) + '.ts';
    if (!words.slice(1, length).some((word) => word.startsWith('-')) && existsSync(file)) {
      const { default: shape } = (await import(file)) as { default: CommandShape };
      return { shape, rest: words.slice(length) };
    }
  }
  throw new Error(`there is no command ${words.join(' ')}`);
};

/** What is wrong with a command line, by the flags that the command really has. */
export const commandProblems = async (line: string): Promise<string[]> => {
  const { shape, rest } = await findCommand(wordsOf(line));
  const given = new Set<string>();
  const problems: string[] = [];
  for (let index = 0; index < rest.length; index += 1) {
    const name = rest[index]?.replace(/^--/, '') ?? '';
    const flag = Object.hasOwn(shape.flags, name) ? shape.flags[name] : undefined;
    if (!flag || !rest[index]?.startsWith('--')) {
      problems.push(`${line}: no flag ${rest[index]}`);
      continue;
    }
    given.add(name);
    if (flag.type === 'boolean') continue;
    index += 1;
    const value = rest[index];
    if (value === undefined || value.startsWith('--')) problems.push(`${line}: --${name} has no value`);
    else if (flag.options && !flag.options.includes(value)) problems.push(`${line}: --${name} does not take ${value}`);
  }
  for (const [name, flag] of Object.entries(shape.flags)) {
    const oneOf = flag.exactlyOne;
    if (flag.required && !given.has(name)) problems.push(`${line}: --${name} is missing`);
    if (oneOf && oneOf.filter((one) => given.has(one)).length !== 1)
      problems.push(`${line}: one of ${oneOf.join(', ')}`);
  }
  return problems;
};

/** The commands in the fenced blocks of a Markdown text. */
export const commandsIn = (markdown: string): string[] => {
  const found: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n').map((one) => one.trim())) {
    const [mark] = /^`{3,}/.exec(line) ?? [];
    if (fence === undefined) fence = mark;
    else if (line === fence) fence = undefined;
    else found.push(line);
  }
  return found;
};
