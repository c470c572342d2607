import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ScriptCoverage } from './counts.js';
import type { SourceFile } from './folders.js';

type Runs = ReadonlyMap<string, readonly ScriptCoverage[]>;

/** What processes wrote of the scripts that are wanted, by URL; one process at a time, because each also tells of every dependency. */
export const readRuns = (folder: string, isWanted: (url: string) => boolean): Runs => {
  const runs = new Map<string, ScriptCoverage[]>();
  for (const name of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: ScriptCoverage[] };
    for (const script of result) {
      const [url = ''] = script.url.split('?');
      if (isWanted(url)) runs.set(url, [...(runs.get(url) ?? []), script]);
    }
  }
  return runs;
};

/** Every source file of a folder, those that no test loads too. */
export const sourceFiles = (root: string, folder: string, runs: Runs): SourceFile[] =>
  globSync(`${folder}/**/*.ts`, { cwd: root }).map((path) => ({
    name: path.replaceAll('\\', '/'),
    text: readFileSync(join(root, path), 'utf8'),
    runs: runs.get(pathToFileURL(join(root, path)).href) ?? [],
  }));
