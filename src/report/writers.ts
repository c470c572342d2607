import { extname } from 'node:path';
import { json } from './json.js';
import type { Reporter } from './report.js';
import { sarif } from './sarif.js';

const reporters: ReadonlyMap<string, Reporter> = new Map([
  ['.json', json],
  ['.sarif', sarif],
]);

/** Endings of files that a report can be written to. */
export const outputFormats: readonly string[] = [...reporters.keys()];

/** The format that a file's ending asks for. */
export const reporterFor = (file: string): Reporter | undefined => reporters.get(extname(file).toLowerCase());
