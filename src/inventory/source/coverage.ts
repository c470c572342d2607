import type { Coverage } from '../types.js';
import type { ReadFiles } from './readFiles.js';
import type { Scope } from './scope.js';

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** One entry for each place that was looked in, and one for the search for secrets. */
export const sourceCoverage = (
  scope: Scope,
  read: ReadFiles,
  nameOf: (path: string) => string,
  links: number,
): Coverage[] => {
  const places = scope.metadata.map(nameOf).map((place): Coverage => {
    const here = (file: string): boolean => place === '.' || file === place || file.startsWith(`${place}/`);
    const unread = read.skipped.filter(({ file }) => here(file)).length;
    const broken = read.documents.filter(({ file, root }) => here(file) && !root).length;
    const rows = read.documents.filter(({ file }) => here(file)).length;
    if (unread + broken === 0) return { source: `source:${place}`, status: 'complete', rows };
    return {
      source: `source:${place}`,
      status: 'partial',
      reason: `${plural(unread + broken, 'file')} could not be read`,
      rows,
    };
  });
  const missed = read.notSearched + links;
  const search: Coverage = { source: 'source:search for secrets', status: 'complete', rows: read.searched };
  if (missed === 0) return [...places, search];
  const reason = `${plural(missed, 'file')} larger than 1 MB, unreadable or a symbolic link`;
  return [...places, { ...search, status: 'partial', reason }];
};
