import { helperOf } from '../helper.js';
import { dashedName } from '../item.js';
import { expectSuccess, helperFailed, requireTarget, type Preset } from '../preset.js';

const program = 'op';
const isAbsent =
  /isn't an? (?:item|document)|no (?:item|document) (?:found|matched)|could not (?:find|get) (?:item|document)/i;

/** 1Password: one document per item, since documents are read from standard input. */
export const onePassword: Preset = (target) => {
  const vaultName = requireTarget('1password', target, 'the name of a vault');
  const run = helperOf(program);
  const inVault = ['--vault', vaultName];
  return {
    get: async (item) => {
      const answer = await run(['document', 'get', dashedName(item), ...inVault]);
      if (answer.code === 0) return answer.stdout;
      if (isAbsent.test(answer.stderr)) return undefined;
      throw helperFailed(program, answer);
    },
    set: async (item, value) => {
      const title = dashedName(item);
      const answer = await run(['document', 'edit', title, '-', ...inVault], { input: value });
      if (answer.code === 0) return;
      if (!isAbsent.test(answer.stderr)) throw helperFailed(program, answer, value);
      const create = ['document', 'create', '-', '--title', title, '--file-name', `${title}.json`, ...inVault];
      expectSuccess(program, await run(create, { input: value }), value);
    },
    remove: async (item) => {
      const answer = await run(['document', 'delete', dashedName(item), ...inVault]);
      if (!isAbsent.test(answer.stderr)) expectSuccess(program, answer);
    },
  };
};
