import { sep } from 'node:path';
import type { SkippedFile } from '../types.js';
import { packageDirectories } from './packageDirectories.js';

/** Where the audit looks: for metadata, and for secrets. */
export type Scope = {
  metadata: string[];
  everything: string[];
  /** Named directories, instead of the whole project. */
  narrowed: boolean;
  skipped: SkippedFile[];
};

/** The named paths, or else the package directories for metadata and the whole project for secrets. */
export const sourceScope = (root: string, paths: readonly string[]): Scope => {
  if (paths.length > 0) return { metadata: [...paths], everything: [...paths], narrowed: true, skipped: [] };
  const project = packageDirectories(root);
  if ('reason' in project) {
    return { metadata: [root], everything: [root], narrowed: false, skipped: [{ file: root, reason: project.reason }] };
  }
  const outside = project.outside.map((file) => ({ file, reason: 'a package directory outside the project' }));
  return { metadata: project.paths, everything: [root, ...project.paths], narrowed: false, skipped: outside };
};

/** True for a path that is one of the places, or in one. */
export const isWithin = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === place || path.startsWith(place.endsWith(sep) ? place : `${place}${sep}`));
