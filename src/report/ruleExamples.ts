import { readFile } from 'node:fs/promises';
import { examplesOf } from './rulePage.js';

/** Pages ship with the plugin, beside its code. */
const pages = new URL('../../docs/rules/', import.meta.url);

/** The good and the bad example of a rule, as its page has them; undefined where there is no page. */
export const ruleExamples = async (id: string): Promise<string | undefined> => {
  try {
    return examplesOf(await readFile(new URL(`${id}.md`, pages), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
