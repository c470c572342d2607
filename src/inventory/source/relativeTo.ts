import { relative, sep } from 'node:path';

/** A path as reports show it: relative to the project's root, with `/`. */
export const relativeTo =
  (root: string) =>
  (path: string): string =>
    relative(root, path).replaceAll(sep, '/') || '.';
