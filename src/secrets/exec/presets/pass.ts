import { helperOf } from '../helper.js';
import { pathOf } from '../item.js';
import { expectSuccess, helperFailed, type Preset } from '../preset.js';

const program = 'pass';
const isAbsent = /is not in the password store/;

/** The standard Unix password manager: one encrypted file per item, below `clientapp/` or the named folder. */
export const pass: Preset = (folder = 'clientapp') => {
  const run = helperOf(program);
  return {
    get: async (item) => {
      const answer = await run(['show', pathOf(item, folder)]);
      if (answer.code === 0) return answer.stdout;
      if (isAbsent.test(answer.stderr)) return undefined;
      throw helperFailed(program, answer);
    },
    set: async (item, value) => {
      expectSuccess(
        program,
        await run(['insert', '--multiline', '--force', pathOf(item, folder)], { input: value }),
        value,
      );
    },
    remove: async (item) => {
      const answer = await run(['rm', '--force', pathOf(item, folder)]);
      if (!isAbsent.test(answer.stderr)) expectSuccess(program, answer);
    },
  };
};
