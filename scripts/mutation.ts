import { relative, resolve } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import type { LogLevel, MutantResult } from '@stryker-mutator/api/core';
import { groups, type Group } from './mutation/groups.js';
import { scoreOf, survivorsOf } from './mutation/score.js';

/** Changes the code in small ways, one at a time, and looks whether tests notice. */
const mutate = async ({ sources, tests }: Group): Promise<MutantResult[]> => {
  const stryker = new Stryker({
    mutate: [...sources],
    testRunner: 'mocha-by-import',
    plugins: [resolve(import.meta.dirname, 'mutation', 'mochaRunner.ts')],
    mochaFiles: [...tests],
    testRunnerNodeArgs: ['--import=tsx'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    ignorePatterns: ['**', '!package.json', '!src/**', '!test/**'],
    disableTypeChecks: false,
    tempDirName: 'tmp/mutation',
    cleanTempDir: 'always',
    reporters: [],
    allowConsoleColors: false,
    logLevel: 'error' as LogLevel,
    warnings: false,
  });
  const mutants = await stryker.runMutationTest();
  return mutants.map((mutant) => ({ ...mutant, fileName: relative(process.cwd(), mutant.fileName) }));
};

process.chdir(resolve(import.meta.dirname, '..'));
const wanted = process.argv.slice(2);
const results: string[] = [];
for (const group of groups.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const start = performance.now();
  const mutants = await mutate(group);
  const { noticed, all, percent } = scoreOf(mutants);
  const holds = all > 0 && percent >= group.leastScore;
  for (const survivor of survivorsOf(mutants)) console.log(survivor);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  results.push(
    `${group.name}: ${noticed} of ${all} mutants noticed, ${percent.toFixed(1)} %, at least ${group.leastScore} %: ${holds ? 'holds' : 'TOO FEW'} (${seconds} s)`,
  );
  if (!holds) process.exitCode = 1;
}
if (results.length === 0) throw new Error(`No such group; there are: ${groups.map(({ name }) => name).join(', ')}`);
console.log(results.join('\n'));
