import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { readContent } from './readContent.js';

export type PackageDirectories = { paths: string[]; outside: string[] } | { reason: string };

const largest = 1_048_576;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The package directories of a project, absolute; without SfProject, so that an audit of source loads little. */
export const packageDirectories = (root: string): PackageDirectories => {
  const read = readContent(join(root, 'sfdx-project.json'), largest);
  if (!('content' in read)) return { reason: `sfdx-project.json ${read.reason}` };
  let project: unknown;
  try {
    project = JSON.parse(read.content.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    return { reason: 'sfdx-project.json is not JSON' };
  }
  const directories = isObject(project) && Array.isArray(project.packageDirectories) ? project.packageDirectories : [];
  const paths = directories.flatMap((directory: unknown) =>
    isObject(directory) && typeof directory.path === 'string' ? [join(root, directory.path)] : [],
  );
  if (paths.length === 0) return { reason: 'sfdx-project.json names no package directory' };
  const isInside = insideOf(root);
  return { paths: paths.filter(isInside), outside: paths.filter((path) => !isInside(path)) };
};

/** A project cannot send the audit elsewhere, by `..` or by a symbolic link. */
const insideOf =
  (root: string) =>
  (path: string): boolean => {
    const top = realpathSync(root);
    try {
      const real = realpathSync(path);
      return real === top || real.startsWith(top.endsWith(sep) ? top : `${top}${sep}`);
    } catch {
      return path.startsWith(root);
    }
  };
