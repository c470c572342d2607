import { execFileSync } from 'node:child_process';
import type { Language } from '../../src/starter/languages.js';

const commands: Record<Language, string[][]> = {
  node: [['node', '--version']],
  python: [['python3', '--version']],
  // A JDK: a JRE has no compiler, and so starts no source file.
  java: [['javac', '--version']],
  bash: [
    ['bash', '--version'],
    ['curl', '--version'],
    ['openssl', 'version'],
  ],
};

const starts = ([command = '', ...args]: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** What of a language is missing on this machine; in CI nothing may be. */
const missingFor = (language: Language): string[] =>
  commands[language].filter((command) => !starts(command)).map(([command = '']) => command);

/** Skips a suite whose interpreter is missing, and says so; fails it in CI. */
export const needInterpreter = (context: Mocha.Context, language: Language): void => {
  const missing = missingFor(language);
  if (missing.length === 0) return;
  if (process.env.CI) throw new Error(`CI must have ${missing.join(', ')}.`);
  process.stderr.write(`      skipped: this machine has no ${missing.join(', ')}\n`);
  context.skip();
};
