import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Messages } from '@salesforce/core/messages';
import type { ClientApp } from '../app/clientApp.js';
import { manifestInvalid } from '../manifest/errors.js';
import { listManifestFiles, manifestPath } from '../manifest/find.js';
import { readManifest } from '../manifest/read.js';
import { writeManifest } from '../manifest/write.js';
import { registrationFiles } from './componentFiles.js';
import { normalise } from './seal.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.app');

export type NewManifest = { file: string; text: string; isThere: boolean };

/**
 * The manifest of a new app, when its name is free or the same app was generated before.
 *
 * @param sourceFiles files of client apps in the package directories
 * @throws NameInUseError, ManifestExistsError, ManifestInvalidError
 */
export const newManifest = async (
  root: string,
  app: ClientApp,
  sourceFiles: readonly string[],
  overwrite: boolean,
): Promise<NewManifest> => {
  const file = manifestPath(app.name);
  const text = writeManifest(app);
  const { problems } = readManifest(text, file);
  if (problems.length > 0) throw manifestInvalid([{ file, problems }]);

  const namesake = (await listManifestFiles(root)).find((other) => other.toLowerCase() === file.toLowerCase());
  if (namesake !== undefined && namesake !== file) throw messages.createError('error.nameInUse', [app.name, namesake]);
  const existing = namesake === undefined ? undefined : normalise(await readFile(join(root, file), 'utf8'));
  if (existing === text) return { file, text, isThere: true };
  if (existing !== undefined && !overwrite) throw messages.createError('error.manifestExists', [file], [file]);

  const [taken] = overwrite ? [] : registrationFiles(sourceFiles, app.name);
  if (taken !== undefined) throw messages.createError('error.nameInUse', [app.name, taken]);
  return { file, text, isThere: existing !== undefined };
};
