import { helperOf } from '../helper.js';
import { dashedName, type Item } from '../item.js';
import { expectSuccess, helperFailed, requireTarget, type Preset } from '../preset.js';

const program = 'az';
const isAbsent = /SecretNotFound|was not found in this key vault/i;

/** Azure Key Vault. Not on Windows, where the program can not read standard input. */
export const azure: Preset = (target) => {
  const vaultName = requireTarget('azure', target, 'the name of a key vault');
  const run = helperOf(program);
  const call = (verb: string, item: Item, ...args: string[]): string[] => [
    'keyvault',
    'secret',
    verb,
    '--vault-name',
    vaultName,
    '--name',
    dashedName(item),
    ...args,
  ];
  return {
    get: async (item) => {
      const answer = await run(call('show', item, '--query', 'value', '--output', 'tsv'));
      if (answer.code === 0) return answer.stdout;
      if (isAbsent.test(answer.stderr)) return undefined;
      throw helperFailed(program, answer);
    },
    set: async (item, value) => {
      // Without the encoding the program would take the text for base64.
      const args = call('set', item, '--file', '/dev/stdin', '--encoding', 'utf-8', '--output', 'none');
      expectSuccess(program, await run(args, { input: value, opensStdinByName: true }), value);
    },
    remove: async (item) => {
      const answer = await run(call('delete', item, '--output', 'none'));
      if (!isAbsent.test(answer.stderr)) expectSuccess(program, answer);
    },
  };
};
