import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Messages } from '@salesforce/core/messages';
import type { ClientApp } from '../app/clientApp.js';
import type { StarterDefaults } from './defaults.js';
import { traitsOf, type Language } from './languages.js';
import { starterProgram } from './program.js';
import { starterReadme } from './readme.js';
import { settingsOf, type StarterSetting } from './settings.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.client');

export type StarterRequest = {
  app: ClientApp;
  language: Language;
  defaults: StarterDefaults;
  /** Absolute. */
  folder: string;
  overwrite: boolean;
  dryRun: boolean;
};

type StarterFile = { name: string; state: 'created' | 'unchanged' | 'updated' };

export type Starter = { files: StarterFile[]; settings: StarterSetting[] };

/** Names and texts of all files of a starter client. */
export const starterFiles = async (
  app: ClientApp,
  language: Language,
  defaults: StarterDefaults,
): Promise<Map<string, string>> =>
  new Map([
    [traitsOf[language].file, await starterProgram(app, language, defaults)],
    ['README.md', starterReadme(app, language, settingsOf(app, defaults))],
    ['.gitignore', '.env\n'],
  ]);

/**
 * Writes a starter client.
 *
 * @throws StarterExistsError before anything is written, when a file is there that says something else
 */
export const writeStarter = async (request: StarterRequest): Promise<Starter> => {
  const { app, language, defaults, folder, overwrite, dryRun } = request;
  const contents = await starterFiles(app, language, defaults);
  const files = await Promise.all(
    [...contents].map(async ([name, text]): Promise<StarterFile> => {
      const existing = await readFile(join(folder, name), 'utf8').catch(() => undefined);
      return { name, state: existing === undefined ? 'created' : existing === text ? 'unchanged' : 'updated' };
    }),
  );
  const changed = files.filter(({ state }) => state === 'updated').map(({ name }) => name);
  if (changed.length > 0 && !overwrite) throw messages.createError('error.starterExists', [changed.join(', '), folder]);
  for (const { name, state } of dryRun ? [] : files) {
    if (state === 'unchanged') continue;
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents.get(name) ?? '');
  }
  return { files, settings: settingsOf(app, defaults) };
};
