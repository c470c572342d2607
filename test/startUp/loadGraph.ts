import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the module of a command brings in before its first line runs, over what every SfCommand has. */
export type Brought = { files: number; packages: string[] };

/** Module -> the modules that it imports or requires. */
const imports = new Map<string, Set<string>>();

const recordImports = (): void => {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (context.parentURL !== undefined) {
        const wanted = imports.get(context.parentURL) ?? new Set();
        imports.set(context.parentURL, wanted.add(resolved.url));
      }
      return resolved;
    },
  });
};

/** Everything that a module leads to, itself included; what is known already is not followed. */
const reachable = (start: string, known: ReadonlySet<string> = new Set()): Set<string> => {
  const found = new Set([start]);
  for (const url of found) {
    for (const next of imports.get(url) ?? []) if (!known.has(next)) found.add(next);
  }
  return found;
};

const packageOf = (url: string): string | undefined => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];

/**
 * Loads every command in this process. A module loads only once in a process, so what a command brings in is told by
 * the imports that lead there, not by the order of loading.
 * @returns command -> what it brings in
 */
const loadGraph = async (root: string): Promise<Record<string, Brought>> => {
  recordImports();
  const base = ['@salesforce/core', '@salesforce/sf-plugins-core'].map((name) => import.meta.resolve(name));
  for (const url of base) await import(url);
  const everyCommandHas = new Set(base.flatMap((url) => [...reachable(url)]));
  const commands: Record<string, Brought> = {};
  for (const file of globSync('src/commands/**/*.ts', { cwd: root }).toSorted()) {
    const { href } = pathToFileURL(resolve(root, file));
    await import(href);
    const brought = reachable(href, everyCommandHas);
    const packages = new Set([...brought].flatMap((url) => packageOf(url) ?? []));
    const id = file.split(/[\\/]/).slice(2).join(' ').replace(/\.ts$/, '');
    commands[id] = { files: brought.size, packages: [...packages].toSorted() };
  }
  return commands;
};

if (process.argv[1] === import.meta.filename) {
  const root = resolve(import.meta.dirname, '../..');
  process.stdout.write(JSON.stringify(await loadGraph(root)));
}
