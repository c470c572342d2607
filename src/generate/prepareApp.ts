import { Messages } from '@salesforce/core/messages';
import type { ClientApp } from '../app/clientApp.js';
import { resolveEnvironment } from '../manifest/environment.js';
import { readManifestFile } from '../manifest/find.js';
import { isComplete, missingFlags } from './answers.js';
import type { Answers, CompleteAnswers } from './answers.js';
import { appFromAnswers } from './appFromAnswers.js';
import { askMissing } from './askMissing.js';
import type { Asker } from './askMissing.js';
import { checkAnswers } from './checkAnswers.js';
import { newManifest } from './newManifest.js';
import { inProject } from './projectPath.js';
import { unexplainedScopes } from './scopeAnswer.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.app');

/** An app that can be generated, and the manifest it comes from or goes to. */
export type PreparedApp = {
  app: ClientApp;
  /** Relative to the project's root. */
  manifest: string;
  /** Text of a manifest that is still to be written. */
  manifestText?: string | undefined;
  warnings: string[];
};

/** The app of a manifest that is there. */
export const appFromManifest = async (root: string, file: string): Promise<PreparedApp> => {
  const manifest = await inProject(root, file);
  return { app: resolveEnvironment(await readManifestFile(root, manifest)), manifest, warnings: [] };
};

/** What is needed to make an app of answers; without an asker nobody is asked, and one error names all that is missing. */
export type NewAppContext = {
  root: string;
  sourceFiles: readonly string[];
  overwrite: boolean;
  asker?: Asker | undefined;
};

/** A new app from flags, and from a person where flags are missing. */
export const appFromFlags = async (given: Answers, context: NewAppContext): Promise<PreparedApp> => {
  const { root, sourceFiles, overwrite, asker } = context;
  const answers = asker && !isComplete(given) ? await askMissing(given, asker) : given;
  if (!isComplete(answers)) throw messages.createError('error.missingFlags', [missingFlags(answers).join(', ')]);
  checkAnswers(answers);
  const { certificateFile } = answers;
  const app = appFromAnswers({
    ...answers,
    certificateFile: certificateFile === undefined ? undefined : await inProject(root, certificateFile),
  });
  const { file, text, isThere } = await newManifest(root, app, sourceFiles, overwrite);
  return { app, manifest: file, manifestText: text, warnings: isThere ? [] : doubts(answers) };
};

/** What the manifest now says although nobody said it. */
const doubts = ({ description, scopes }: CompleteAnswers): string[] => {
  const unexplained = unexplainedScopes(scopes);
  return [
    ...(description === undefined ? [messages.getMessage('warning.noDescription')] : []),
    ...(unexplained.length > 0 ? [messages.getMessage('warning.noReason', [unexplained.join(', ')])] : []),
  ];
};
