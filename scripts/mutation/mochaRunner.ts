import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext, type StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import Mocha from 'mocha';

/** What the mutated code looks at: which mutant is switched on, and where it writes what ran. */
const context = (): InstrumenterContext => {
  const holder = globalThis as { [INSTRUMENTER_CONSTANTS.NAMESPACE]?: InstrumenterContext };
  return (holder[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
};

const switchOn = (mutant: string | undefined): void => {
  if (mutant === undefined) delete context().activeMutant;
  else context().activeMutant = mutant;
};

let generation = 0;

/** True for modules of the copy that is mutated, where this process runs, and not for node_modules, which it links to. */
const isOfSandbox = (url: string): boolean => url.startsWith(`${pathToFileURL(process.cwd()).href}/`);

/** A module that was imported once is not run again; under another name it is. */
registerHooks({
  resolve: (specifier, parent, nextResolve) => {
    const found = nextResolve(specifier, parent);
    if (generation === 0 || !isOfSandbox(found.url)) return found;
    return { ...found, url: `${found.url}${found.url.includes('?') ? '&' : '?'}load=${generation}` };
  },
});

const escapeTitle = (title: string): string => title.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const onlyTests = (titles: readonly string[] | undefined): RegExp =>
  titles ? new RegExp(titles.map((title) => `^${escapeTitle(title)}$`).join('|')) : /^/;

const resultOf = (test: Mocha.Test | Mocha.Hook): Pick<TestResult, 'id' | 'name' | 'timeSpentMs'> => ({
  id: test.fullTitle(),
  name: test.fullTitle(),
  timeSpentMs: test.duration ?? 0,
});

/** Runs what is loaded, quietly. */
const runLoaded = (mocha: Mocha): Promise<TestResult[]> =>
  new Promise((settle) => {
    const tests: TestResult[] = [];
    const runner = mocha.run(() => settle(tests));
    runner.on('pass', (test) => tests.push({ ...resultOf(test), status: TestStatus.Success }));
    runner.on('pending', (test) => tests.push({ ...resultOf(test), status: TestStatus.Skipped }));
    runner.on('fail', (test: Mocha.Test | Mocha.Hook, error: unknown) =>
      tests.push({ ...resultOf(test), status: TestStatus.Failed, failureMessage: String(error) }),
    );
  });

const setBail = (suite: Mocha.Suite, bail: boolean): void => {
  suite.bail(bail);
  for (const child of suite.suites) setBail(child, bail);
};

type RunOptions = { bail: boolean; only?: string[] | undefined; whileLoading?: string | undefined; mutant?: string };

/** Mocha for Stryker by its public interface; the runner of Stryker's own reaches for files that mocha 12 has renamed. */
const createRunner = (options: StrykerOptions): TestRunner => {
  let loaded: Mocha | undefined;
  let isDryRun = false;

  const load = async (): Promise<Mocha> => {
    const mocha = new Mocha({ timeout: 0, reporter: class {} as unknown as Mocha.ReporterConstructor });
    mocha.cleanReferencesAfterRun(false);
    mocha.suite.beforeEach(function () {
      const title = this.currentTest?.fullTitle();
      if (isDryRun && title !== undefined) context().currentTestId = title;
    });
    // Mocha itself would call require(), which never runs a file twice.
    for (const file of options['mochaFiles'] as string[]) {
      mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, file, mocha);
      await import(pathToFileURL(file).href);
    }
    return mocha;
  };

  const run = async ({ bail, only, whileLoading, mutant }: RunOptions): Promise<DryRunResult> => {
    try {
      switchOn(whileLoading);
      loaded ??= await load();
      switchOn(mutant);
      setBail(loaded.suite, bail);
      loaded.grep(onlyTests(only));
      const tests = await runLoaded(loaded);
      const { hitCount, hitLimit } = context();
      return determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests };
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: String(error) };
    }
  };

  return {
    capabilities: () => ({ reloadEnvironment: true }),
    dryRun: async ({ disableBail }) => {
      isDryRun = true;
      const result = await run({ bail: !disableBail });
      isDryRun = false;
      const { mutantCoverage } = context();
      return result.status === DryRunStatus.Complete && mutantCoverage ? { ...result, mutantCoverage } : result;
    },
    mutantRun: async ({ activeMutant: { id }, mutantActivation, testFilter, hitLimit, disableBail, ...rest }) => {
      if (rest.reloadEnvironment) {
        generation += 1;
        loaded = undefined;
      }
      delete context().hitCount;
      delete context().hitLimit;
      if (hitLimit !== undefined) Object.assign(context(), { hitCount: 0, hitLimit });
      const whileLoading = mutantActivation === 'static' ? id : undefined;
      return toMutantRunResult(await run({ bail: !disableBail, only: testFilter, whileLoading, mutant: id }));
    },
  };
};

const create = Object.assign((options: StrykerOptions) => createRunner(options), {
  inject: tokens(commonTokens.options),
});

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'mocha-by-import', create)];

/** The one option of this runner. */
export const strykerValidationSchema = {
  properties: { mochaFiles: { type: 'array', items: { type: 'string' } } },
};
