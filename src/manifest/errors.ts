import { SfError } from '@salesforce/core/sfError';
import type { ReadManifest } from './read.js';
import type { ManifestProblem } from './yamlText.js';

const problemLine = (file: string, { line, column, message }: ManifestProblem): string =>
  `${file}:${line}:${column} ${message}`;

export const manifestNotFound = (message: string, actions: string[]): SfError =>
  new SfError(message, 'ManifestNotFoundError', actions);

/** One error for all that is wrong, in one manifest or in several. */
export const manifestInvalid = (manifests: ReadonlyArray<Pick<ReadManifest, 'file' | 'problems'>>): SfError => {
  const lines = manifests.flatMap(({ file, problems }) => problems.map((problem) => problemLine(file, problem)));
  const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
  return SfError.create({
    name: 'ManifestInvalidError',
    message: [`The manifest has ${count}:`, ...lines].join('\n'),
    actions: ['Correct the lines named above and run the command again.'],
    data: manifests.map(({ file, problems }) => ({ file, problems })),
  });
};
