import { helperOf } from '../helper.js';
import { pathOf } from '../item.js';
import { expectSuccess, helperFailed, type Preset } from '../preset.js';

const program = 'aws';
const isAbsent = /ResourceNotFoundException/;
const fromStdin = { opensStdinByName: true } as const;

/** AWS Secrets Manager, in the named region or the profile's. Not on Windows, where the program can not read standard input. */
export const aws: Preset = (region) => {
  const run = helperOf(program);
  const inRegion = region === undefined ? [] : ['--region', region];
  const call = (...args: string[]): string[] => ['secretsmanager', ...args, ...inRegion];
  return {
    get: async (item) => {
      const args = ['get-secret-value', '--secret-id', pathOf(item), '--query', 'SecretString', '--output', 'text'];
      const answer = await run(call(...args));
      if (answer.code === 0) return answer.stdout;
      if (isAbsent.test(answer.stderr)) return undefined;
      throw helperFailed(program, answer);
    },
    set: async (item, value) => {
      const secret = ['--secret-string', 'file:///dev/stdin', '--output', 'text'];
      const put = call('put-secret-value', '--secret-id', pathOf(item), ...secret);
      const answer = await run(put, { input: value, ...fromStdin });
      if (answer.code === 0) return;
      if (!isAbsent.test(answer.stderr)) throw helperFailed(program, answer, value);
      const create = call('create-secret', '--name', pathOf(item), ...secret);
      expectSuccess(program, await run(create, { input: value, ...fromStdin }), value);
    },
    remove: async (item) => {
      // Without recovery: a name that waits for its end can not be used again (up to 30 days).
      const args = [
        'delete-secret',
        '--secret-id',
        pathOf(item),
        '--force-delete-without-recovery',
        '--output',
        'text',
      ];
      const answer = await run(call(...args));
      if (!isAbsent.test(answer.stderr)) expectSuccess(program, answer);
    },
  };
};
