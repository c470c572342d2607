import { SfError } from '@salesforce/core/sfError';
import type { HelperAnswer } from './helper.js';
import type { Item } from './item.js';

/** A secret manager behind its own program. A value is one line of JSON. */
export type SecretManager = {
  /** The value of an item, undefined when there is none. Absent: the manager gives nothing back. */
  get?: (item: Item) => Promise<string | undefined>;
  /** Stores a value, over an older one if there is one. */
  set: (item: Item, value: string) => Promise<void>;
  /** Removes an item; succeeds when there is none. */
  remove: (item: Item) => Promise<void>;
};

/** Makes the manager for what stands behind the preset's name: a vault, a repository. */
export type Preset = (target: string | undefined) => SecretManager;

const longestQuote = 300;

/** What the helper wrote to its error output, cut and in one line. Its standard output is never quoted. */
const quoteOf = ({ stderr, code }: HelperAnswer): string => {
  const text = stderr
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestQuote);
  return text === '' ? `it ended with ${code}` : `it ended with ${code}: ${text}`;
};

/** @throws StoreHelperFailedError unless the program ended well */
export const expectSuccess = (program: string, answer: HelperAnswer, secret?: string): HelperAnswer => {
  if (answer.code === 0) return answer;
  throw helperFailed(program, answer, secret);
};

/** An error that quotes the helper, unless it repeats what it was given. */
export const helperFailed = (program: string, answer: HelperAnswer, secret?: string): SfError => {
  const quote = quoteOf(answer);
  const repeats = secret !== undefined && secretParts(secret).some((part) => answer.stderr.includes(part));
  return new SfError(
    `The program "${program}" of the secret store failed: ${repeats ? `it ended with ${answer.code} and repeated what it was given, which is not shown` : quote}.`,
    'StoreHelperFailedError',
    [`Check that "${program}" is signed in and may write there, then run the same command again.`],
  );
};

/** Pieces by which a quoted secret is known: every longer text in the value. */
const secretParts = (secret: string): string[] =>
  [...secret.matchAll(/[A-Za-z0-9+/._~=-]{12,}/g)].map(([part]) => part);

/** @throws StoreTargetMissingError when a preset needs to be told where */
export const requireTarget = (preset: string, target: string | undefined, what: string): string => {
  if (target !== undefined && /^[\w][\w./@-]*$/.test(target)) return target;
  throw new SfError(
    target === undefined
      ? `The store "exec:${preset}" needs ${what}.`
      : `"${target}" is not ${what} that the store "exec:${preset}" can use.`,
    'StoreTargetMissingError',
    [`Write "exec:${preset}:<${what.replace(/^(?:a|an|the) /, '')}>".`],
  );
};
