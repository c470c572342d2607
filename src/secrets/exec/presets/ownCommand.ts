import { helperOf } from '../helper.js';
import { expectSuccess } from '../preset.js';
import type { Item } from '../item.js';
import type { SecretManager } from '../preset.js';

/** Words of a command line: parted by spaces, kept together by quotes. No other character means anything, and no shell reads it. */
export const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');

/**
 * A program of the user's own. It is called with `get`, `set` or `remove` behind its own arguments, then the org id, the
 * app and the version; `set` finds the value on its standard input, `get` prints it, and nothing when there is none.
 */
export const ownCommand = (line: string): SecretManager => {
  const [program = '', ...own] = wordsOf(line);
  const run = helperOf(program);
  const call = (verb: string, { orgId, app, version }: Item): string[] => [...own, verb, orgId, app, version];
  return {
    get: async (item) => {
      const { stdout } = expectSuccess(program, await run(call('get', item)));
      return stdout.trim() === '' ? undefined : stdout;
    },
    set: async (item, value) => {
      expectSuccess(program, await run(call('set', item), { input: value }), value);
    },
    remove: async (item) => {
      expectSuccess(program, await run(call('remove', item)));
    },
  };
};
