import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { catalogue } from '../src/audit/catalogue.js';
import { ruleIndex, rulePage } from '../src/report/rulePage.js';

export const rulePages = new URL('../docs/rules/', import.meta.url);

const textOf = async (name: string): Promise<string | undefined> => {
  const names = await readdir(rulePages);
  return names.includes(name) ? readFile(new URL(name, rulePages), 'utf8') : undefined;
};

/** Every page of the folder as it should be: generated parts from the rules, examples as they are. */
export const renderRulePages = async (): Promise<Map<string, string>> => {
  const pages = new Map([['README.md', ruleIndex(catalogue)]]);
  for (const rule of catalogue) pages.set(`${rule.id}.md`, rulePage(rule, await textOf(`${rule.id}.md`)));
  return pages;
};

if (process.argv[1] !== undefined && import.meta.url.endsWith(process.argv[1])) {
  await mkdir(rulePages, { recursive: true });
  for (const [name, text] of await renderRulePages()) await writeFile(new URL(name, rulePages), text);
}
