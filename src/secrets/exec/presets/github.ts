import { SfError } from '@salesforce/core/sfError';
import { fieldNames, orgIdName } from '../../envNames.js';
import { parseJson } from '../../parseJson.js';
import type { StoredCredential } from '../../store.js';
import { helperOf } from '../helper.js';
import { expectSuccess, helperFailed, type Preset } from '../preset.js';

const program = 'gh';
const isAbsent = /HTTP 404|not found/i;

/** `owner/name` or `owner/name/environment`; without it, the repository here. */
const placeOf = (target: string | undefined): string[] => {
  if (target === undefined) return [];
  const [, repository, environment] = /^([\w.-]+\/[\w.-]+)(?:\/([\w.-]+))?$/.exec(target) ?? [];
  if (repository === undefined || repository.startsWith('-')) {
    throw new SfError(`"${target}" is no repository.`, 'StoreTargetMissingError', [
      'Write "exec:github:<owner>/<repository>" or "exec:github:<owner>/<repository>/<environment>".',
    ]);
  }
  return ['--repo', repository, ...(environment === undefined ? [] : ['--env', environment])];
};

/**
 * Secrets of GitHub Actions, named as in a dotenv file: `ACMEERP_CONSUMER_KEY`, `ACMEERP_CONSUMER_SECRET`. GitHub gives
 * none back, so this is a place to copy to and no store to rely on.
 */
export const github: Preset = (target) => {
  const place = placeOf(target);
  const run = helperOf(program);
  const put = async (name: string, value: string): Promise<void> => {
    expectSuccess(program, await run(['secret', 'set', name, ...place], { input: value }), value);
  };
  const drop = async (name: string): Promise<void> => {
    const answer = await run(['secret', 'delete', name, ...place]);
    if (answer.code !== 0 && !isAbsent.test(answer.stderr)) throw helperFailed(program, answer);
  };
  return {
    set: async ({ app, orgId, version }, value) => {
      const credential = (parseJson(value) ?? {}) as Partial<StoredCredential>;
      // The key last: a program that sees the new key finds its secret there.
      const names = fieldNames(app, version).toReversed();
      for (const [field, name] of names) {
        const text = credential[field];
        if (text !== undefined) await put(name, text);
      }
      for (const [field, name] of names) if (credential[field] === undefined) await drop(name);
      await put(orgIdName(app), orgId);
    },
    remove: async ({ app, version }) => {
      for (const [, name] of fieldNames(app, version)) await drop(name);
    },
  };
};
