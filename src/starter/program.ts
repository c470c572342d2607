import { readFile } from 'node:fs/promises';
import type { ClientApp } from '../app/clientApp.js';
import { envPrefix } from '../secrets/envNames.js';
import type { StarterDefaults } from './defaults.js';
import { traitsOf, type Language } from './languages.js';

/** Shipped as they are: a compiler would not copy them. The way is the same from `src` and from `lib`. */
const templates = new URL('../../src/starter/templates/', import.meta.url);

const readTemplate = async (language: Language, file: string): Promise<string> =>
  readFile(new URL(`${language}/${file}.tmpl`, templates), 'utf8');

/** The imports that a part begins with go to the top of the program. */
const splitImports = (part: string): { imports: string; flow: string } => {
  const lines = part.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('import '));
  return {
    imports: lines.slice(0, end).join('\n'),
    flow: lines.slice(end).join('\n').replace(/^\n+/, '').trimEnd(),
  };
};

/** The text of a starter client: the language's frame, with the part of the flow in it. */
export const starterProgram = async (
  app: Pick<ClientApp, 'name' | 'flow'>,
  language: Language,
  defaults: StarterDefaults,
): Promise<string> => {
  const { file, ending, literal } = traitsOf[language];
  const frame = await readTemplate(language, file);
  const { imports, flow } = splitImports(await readTemplate(language, `${app.flow}.${ending}`));
  const values = new Map<string, string>([
    ['name', app.name],
    ['prefix', envPrefix(app.name)],
    ...Object.entries(defaults).map(([key, value]): [string, string] => [key, literal(value)]),
  ]);
  const whole = frame
    .replace('{{imports}}\n', () => (imports === '' ? '' : `${imports}\n`))
    .replace('{{flow}}', () => flow);
  return whole.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values.get(key) ?? '');
};
