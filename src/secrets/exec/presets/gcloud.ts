import { helperOf } from '../helper.js';
import { dashedName, type Item } from '../item.js';
import { expectSuccess, helperFailed, type Preset } from '../preset.js';

const program = 'gcloud';
const isAbsent = /NOT_FOUND/;

/** Google Cloud Secret Manager, in the named project or the configured one. */
export const gcloud: Preset = (project) => {
  const run = helperOf(program);
  const inProject = project === undefined ? [] : [`--project=${project}`];
  const call = (...args: string[]): string[] => ['secrets', ...args, '--quiet', ...inProject];
  const name = (item: Item): string => dashedName(item);
  return {
    get: async (item) => {
      const answer = await run(call('versions', 'access', 'latest', `--secret=${name(item)}`));
      if (answer.code === 0) return answer.stdout;
      if (isAbsent.test(answer.stderr)) return undefined;
      throw helperFailed(program, answer);
    },
    set: async (item, value) => {
      const answer = await run(call('versions', 'add', name(item), '--data-file=-'), { input: value });
      if (answer.code === 0) return;
      if (!isAbsent.test(answer.stderr)) throw helperFailed(program, answer, value);
      const create = call('create', name(item), '--replication-policy=automatic', '--data-file=-');
      expectSuccess(program, await run(create, { input: value }), value);
    },
    remove: async (item) => {
      const answer = await run(call('delete', name(item)));
      if (!isAbsent.test(answer.stderr)) expectSuccess(program, answer);
    },
  };
};
