import { relative, sep } from 'node:path';

const withSlashes = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** A path as reports show it: relative to the project's root, with `/`. */
export const relativeTo = (root: string): ((path: string) => string) => {
  const inside = root.endsWith(sep) ? root : `${root}${sep}`;
  // Nearly all are inside, written as the root is.
  return (path) => withSlashes(path.startsWith(inside) ? path.slice(inside.length) : relative(root, path)) || '.';
};
