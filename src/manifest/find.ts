import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ClientApp } from '../app/clientApp.js';
import { manifestEnding } from './checks.js';
import { manifestInvalid, manifestNotFound } from './errors.js';
import { readManifest } from './read.js';
import type { ReadManifest } from './read.js';
import { didYouMean } from './suggest.js';
import { maxManifestSize } from './yamlText.js';

export const manifestFolder = 'clientapps';

/** Where the manifest of an app lies, relative to the project's root. */
export const manifestPath = (name: string): string => `${manifestFolder}/${name}${manifestEnding}`;

const howToMakeOne = [
  'Run "sf clientapp generate app" for an app that is to be made, or "sf clientapp import" for one that exists.',
];

export type ValidManifest = ReadManifest & { app: ClientApp };

const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** The manifests below a project's root, relative to it, by name. */
export const listManifestFiles = async (root: string): Promise<string[]> => {
  try {
    const entries = await readdir(join(root, manifestFolder));
    return entries
      .filter((entry) => entry.endsWith(manifestEnding))
      .sort()
      .map((entry) => `${manifestFolder}/${entry}`);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
};

const unreadable = (file: string, message: string): ReadManifest => ({
  file,
  environments: {},
  problems: [{ message, line: 1, column: 1 }],
  lines: {},
});

/** Reads one manifest by its path relative to the project's root; what is wrong with it is in `problems`. */
export const readManifestFile = async (root: string, file: string): Promise<ReadManifest> => {
  try {
    const path = await realpath(join(root, file));
    if (!path.startsWith(`${await realpath(root)}${sep}`))
      return unreadable(file, 'The file lies outside the project.');
    // UTF-8 takes four bytes at most for a character, so this refuses nothing that `parseYaml` would take.
    if ((await stat(path)).size > 4 * maxManifestSize) return unreadable(file, 'The file is too large for a manifest.');
    return readManifest(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)), file);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) {
      throw manifestNotFound(`There is no manifest ${file}.`, howToMakeOne);
    }
    if (error instanceof TypeError) return unreadable(file, 'The file is not UTF-8 text.');
    throw error;
  }
};

/**
 * The manifests of a project, valid or not: all of them, or those of the named apps in the order of the names.
 *
 * @throws ManifestNotFoundError when a name has none
 */
export const findManifests = async (root: string, names?: readonly string[]): Promise<ReadManifest[]> => {
  const files = await listManifestFiles(root);
  const wanted = names?.map((name) => {
    const file = manifestPath(name);
    if (!files.includes(file)) throw noManifestOf(name, files);
    return file;
  });
  return Promise.all((wanted ?? files).map((file) => readManifestFile(root, file)));
};

const noManifestOf = (name: string, files: string[]): Error => {
  const known = files.map((file) => file.slice(manifestFolder.length + 1, -manifestEnding.length));
  return manifestNotFound(`There is no manifest ${manifestPath(name)}.${didYouMean(name, known)}`, [
    ...(known.length > 0 ? [`Name one of: ${known.join(', ')}.`] : []),
    ...howToMakeOne,
  ]);
};

/**
 * As `findManifests`, when every one must be right.
 *
 * @throws ManifestNotFoundError, or ManifestInvalidError with every problem of all of them
 */
export const findValidManifests = async (root: string, names?: readonly string[]): Promise<ValidManifest[]> => {
  const manifests = await findManifests(root, names);
  const valid = manifests.filter((manifest): manifest is ValidManifest => manifest.app !== undefined);
  if (valid.length < manifests.length) throw manifestInvalid(manifests.filter(({ app }) => app === undefined));
  return valid;
};
