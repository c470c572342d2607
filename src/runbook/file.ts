import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import { readKept, type Kept } from './kept.js';
import { moveOver } from '../secrets/moveOver.js';

/** A runbook as it is on disk; `text` with line feeds only, since git may have changed them. */
export type ExistingRunbook = { text: string; kept: Kept };

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * The runbook that is there; undefined when there is none.
 * @throws ForeignRunbookError for a file that somebody else wrote
 */
export const readRunbook = async (path: string, shown: string): Promise<ExistingRunbook | undefined> => {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const kept = readKept(text);
  if (kept) return { text, kept };
  throw new SfError(`${shown} was not written by this command, so it stays as it is.`, 'ForeignRunbookError', [
    'Move it away, or write to another folder with --output-dir.',
  ]);
};

/** The first line in which two texts differ. */
export type FirstDifference = { line: number; expected: string; actual: string };

export const firstDifference = (expected: string, actual: string): FirstDifference | undefined => {
  if (expected === actual) return undefined;
  const [wanted, found] = [expected.split('\n'), actual.split('\n')];
  const index = wanted.findIndex((line, at) => line !== found[at]);
  const at = index === -1 ? wanted.length : index;
  return { line: at + 1, expected: wanted[at] ?? '', actual: found[at] ?? '' };
};

/** Old text or new text, whenever the process dies. */
export const writeRunbook = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await moveOver(`${path}.new`, path);
};
