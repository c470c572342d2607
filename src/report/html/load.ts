import { readFile } from 'node:fs/promises';
import type { Reporter } from '../report.js';
import { htmlReport } from './page.js';

/** Shipped as they are: a compiler would not copy them. The way is the same from `src` and from `lib`. */
const assets = new URL('../../../src/report/html/assets/', import.meta.url);

const read = (file: string): Promise<string> => readFile(new URL(file, assets), 'utf8');

/** The page with the style and script that are inlined in it. */
export const loadHtml = async (): Promise<Reporter> => {
  const [style, script] = await Promise.all([read('page.css'), read('page.js')]);
  return htmlReport({ style, script });
};
