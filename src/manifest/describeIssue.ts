import type { z } from 'zod';
import { knownKeys } from './knownKeys.js';
import type { Part, Path } from './positions.js';
import { didYouMean } from './suggest.js';

type Issue = z.core.$ZodIssue;

/** Nobody reads more of them at once; a planted file must not keep us busy. */
export const maxProblems = 100;

export type LocatedMessage = { path: Path; part: Part; message: string };

const expectedWords: Record<string, string> = {
  object: 'a map (key: value)',
  record: 'a map (key: value)',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
};

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'a map' : `${JSON.stringify(value)}`;
};

const dotted = (path: Path): string => path.map(String).join('.');

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );

const isThere = (root: unknown, path: Path): boolean => {
  const parent = valueAt(root, path.slice(0, -1));
  return (
    path.length === 0 || (typeof parent === 'object' && parent !== null && Object.hasOwn(parent, path.at(-1) ?? ''))
  );
};

const describeWrongType = (name: string, expected: string, value: unknown): string =>
  `${name} must be ${expectedWords[expected] ?? expected}, but is ${kindOf(value)}.`;

const describeWrongValue = (name: string, values: ReadonlyArray<unknown>, value: unknown): string => {
  const words = values.map(String);
  const hint = typeof value === 'string' ? didYouMean(value, words) : '';
  const given = typeof value === 'string' ? `"${value}"` : kindOf(value);
  return `${name} must be ${words.length === 1 ? '' : 'one of '}${words.join(', ')}, but is ${given}.${hint}`;
};

/** Says in the manifest's words what zod found; one zod issue may stand for several keys. */
export const describeIssue = (issue: Issue, manifest: unknown): LocatedMessage[] => {
  const { path } = issue;
  const name = path.length > 0 ? `"${dotted(path)}"` : 'A manifest';
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, maxProblems).map((key) => ({
      path: [...path, key],
      part: 'key',
      message: `"${dotted([...path, key])}" is not a key of a manifest.${didYouMean(key, knownKeys(path))}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => ({ path, part: 'key', message }));
  }
  if (!isThere(manifest, path)) return [{ path, part: 'value', message: `${name} is missing.` }];
  const value = valueAt(manifest, path);
  if (issue.code === 'invalid_type')
    return [{ path, part: 'value', message: describeWrongType(name, issue.expected, value) }];
  if (issue.code === 'invalid_value')
    return [{ path, part: 'value', message: describeWrongValue(name, issue.values, value) }];
  if (issue.code === 'too_small')
    return [{ path, part: 'value', message: describeBound(name, 'at least', issue.minimum, value) }];
  if (issue.code === 'too_big')
    return [{ path, part: 'value', message: describeBound(name, 'at most', issue.maximum, value) }];
  return [{ path, part: 'value', message: issue.message }];
};

const describeBound = (name: string, word: string, bound: number | bigint, value: unknown): string => {
  if (typeof value !== 'string') return `${name} must be ${word} ${bound}.`;
  return value.trim() === '' ? `${name} is empty.` : `${name} must have ${word} ${bound} characters.`;
};
