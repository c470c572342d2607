import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Context } from 'mocha';
import { documentTypeOf } from '../../src/registration/documentType.js';
import { readDocument } from '../../src/registration/readDocument.js';
import type { MetadataDocument } from '../../src/registration/document.js';

/** Real metadata from public repositories, which stands beside the project where tests of it are run. */
export const corpusDirectory = join('..', 'shared', 'corpus');

/** Skips the test where the corpus is absent; in CI its absence is a failure. */
export const needCorpus = (context: Context): void => {
  if (existsSync(corpusDirectory)) return;
  expect(process.env.CI ?? '', 'the corpus must be there in CI').to.equal('');
  context.skip();
};

/** Every file of the corpus that is metadata of ours, as paths below it; links are not followed. */
export const corpusFiles = (folder = ''): string[] =>
  readdirSync(join(corpusDirectory, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return corpusFiles(path);
      return entry.isFile() && documentTypeOf(entry.name) ? [path] : [];
    })
    .sort();

export const readCorpusFile = (file: string): MetadataDocument =>
  readDocument(file, readFileSync(join(corpusDirectory, file)));
