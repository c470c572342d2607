import { parseJson } from '../../parseJson.js';
import { helperOf } from '../helper.js';
import { pathOf } from '../item.js';
import { expectSuccess, helperFailed, type Preset } from '../preset.js';

const program = 'vault';
const isAbsent = /No value found at/;

/** The value as `vault kv get -format=json` nests it; undefined when it is something else. */
const valueIn = (text: string): string | undefined => {
  const answer = parseJson(text) as { data?: { data?: { credential?: unknown } | null } } | undefined;
  const value = answer?.data?.data?.credential;
  return typeof value === 'string' ? value : undefined;
};

/** HashiCorp Vault, key-value engine version 2, mounted at `secret` or as named. Address and token come from Vault's own environment. */
export const vault: Preset = (mount = 'secret') => {
  const run = helperOf(program);
  const at = `-mount=${mount}`;
  return {
    get: async (item) => {
      const answer = await run(['kv', 'get', '-format=json', at, pathOf(item)]);
      if (isAbsent.test(answer.stderr) || isAbsent.test(answer.stdout)) return undefined;
      if (answer.code !== 0) throw helperFailed(program, answer);
      // A deleted version answers with metadata and no data.
      return valueIn(answer.stdout);
    },
    set: async (item, value) => {
      const input = JSON.stringify({ credential: value });
      expectSuccess(program, await run(['kv', 'put', at, pathOf(item), '-'], { input }), value);
    },
    remove: async (item) => {
      expectSuccess(program, await run(['kv', 'metadata', 'delete', at, pathOf(item)]));
    },
  };
};
