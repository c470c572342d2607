import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Flags, Parser } from '@oclif/core';
import { root } from './markdown.js';

type Parse = typeof Parser.parse;
type FlagInput = NonNullable<NonNullable<Parameters<Parse>[1]>['flags']>;
type CommandClass = { flags: FlagInput; baseFlags: FlagInput; enableJsonFlag: boolean };

/** Words of a shell line up to where another command or a comment begins. `${{ … }}` of a workflow is part of a word. */
export const shellWords = (line: string): string[] => {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:\$\{\{[^}]*\}\}|'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g)) {
    if (/^([|;>]|&&|2>|#)/.test(word)) break;
    words.push(word.replace(/'([^']*)'|"([^"]*)"|\\(.)/g, '$1$2$3'));
  }
  return words;
};

const commands = join(root, 'src', 'commands');

/** The class of the command that the words begin with, and what follows its name; undefined when there is none. */
const findCommand = async (words: readonly string[]): Promise<{ shape: CommandClass; rest: string[] } | undefined> => {
  for (let length = words.length; length > 1; length -= 1) {
    const name = words.slice(0, length);
    const file = `${join(commands, ...name)}.ts`;
    if (name.every((word) => /^[a-z]+$/.test(word)) && existsSync(file)) {
      const { default: shape } = (await import(file)) as { default: CommandClass };
      return { shape, rest: words.slice(length) };
    }
  }
  return undefined;
};

const needsOrg = /^(target-org|api-version)$/;
const needsFile = /^(flags-dir|source-dir|snapshot|baseline|from-file|import-certificate|import-key)$/;

const asText = { default: undefined, parse: (value: string): Promise<string> => Promise.resolve(value) };

/** The flags of a command, but that orgs and files need not be there. */
const flagsOf = ({ flags, baseFlags, enableJsonFlag }: CommandClass): FlagInput => {
  const all: FlagInput = { ...baseFlags, ...flags, ...(enableJsonFlag && { json: Flags.boolean() }) };
  return Object.fromEntries(
    Object.entries(all).map(([name, flag]) => {
      if (flag.type !== 'option') return [name, flag];
      if (needsOrg.test(name)) return [name, { ...flag, ...asText, required: false }];
      return [name, needsFile.test(name) ? { ...flag, ...asText } : flag];
    }),
  ) as FlagInput;
};

/** What is wrong with words that are to be typed behind `sf`: the command's own parser tells. */
export const problemOf = async (words: readonly string[]): Promise<string | undefined> => {
  const found = await findCommand(words);
  if (!found) return 'there is no such command';
  try {
    await Parser.parse(found.rest, { flags: flagsOf(found.shape), strict: true });
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n').slice(0, 2).join(' ');
  }
};

/** What is wrong with a mention of a command, which need not be complete: a topic, a name, some of its flags. */
export const mentionProblemOf = async (words: readonly string[]): Promise<string | undefined> => {
  const found = await findCommand(words);
  if (!found) {
    const isTopic = words.every((word) => /^[a-z]+$/.test(word)) && existsSync(join(commands, ...words));
    return isTopic ? undefined : 'there is no such command';
  }
  const flags = flagsOf(found.shape);
  const names = new Set(
    Object.entries(flags).flatMap(([name, { char }]) => [`--${name}`, ...(char === undefined ? [] : [`-${char}`])]),
  );
  const unknown = found.rest.filter((word) => /^--?[a-z]/.test(word) && !names.has(word));
  return unknown.length > 0 ? `it has no ${unknown.join(', ')}` : undefined;
};
