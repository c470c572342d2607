import { readFile } from 'node:fs/promises';
import { defaultConfig } from './auditConfig.js';
import type { ConfigChecks, ConfigReading } from './config.js';

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The config of a file, or the defaults where `optional` has none; YAML is loaded only for a file that is there. */
export const loadConfig = async (
  path: string,
  { name, optional, ...checks }: ConfigChecks & { name: string; optional: boolean },
): Promise<ConfigReading> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (optional && isMissing(error)) return { config: defaultConfig };
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { problems: [{ message: `The file cannot be read (${reason}).`, line: 1, column: 1 }] };
  }
  const { readConfig } = await import('./config.js');
  return readConfig(text, name, checks);
};
