import type { Fields } from './metadata/types.js';
import { readList } from './metadata/index.js';

export const commaSeparated = (text = ''): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** The nested elements of a repeated element. */
export const readGroups = (fields: Fields, element: string): Fields[] =>
  readList(fields, element).filter((item) => typeof item === 'object');
