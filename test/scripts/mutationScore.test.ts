import type { MutantResult } from '@stryker-mutator/api/core';
import { expect } from 'chai';
import { scoreOf, survivorsOf } from '../../scripts/mutation/score.js';

const aMutant = (status: MutantResult['status'], overrides: Partial<MutantResult> = {}): MutantResult => ({
  id: '1',
  fileName: 'src/a.ts',
  location: { start: { line: 3, column: 7 }, end: { line: 3, column: 9 } },
  mutatorName: 'BlockStatement',
  replacement: '{\n}',
  status,
  ...overrides,
});

describe('the score of mutation testing', () => {
  it('is the part that tests noticed, of what ran and what no test reaches', () => {
    const mutants = (['Killed', 'Timeout', 'Survived', 'NoCoverage'] as const).map((status) => aMutant(status));
    expect(scoreOf(mutants)).to.deep.equal({ noticed: 2, all: 4, percent: 50 });
  });

  it('leaves out what says nothing', () => {
    const mutants = (['Killed', 'RuntimeError', 'CompileError', 'Ignored'] as const).map((status) => aMutant(status));
    expect(scoreOf(mutants)).to.deep.equal({ noticed: 1, all: 1, percent: 100 });
  });

  it('is none of nothing', () => {
    expect(scoreOf([])).to.deep.equal({ noticed: 0, all: 0, percent: 0 });
  });

  it('says where tests are missing', () => {
    const mutants = [aMutant('Killed'), aMutant('Survived'), aMutant('NoCoverage', { replacement: 'x'.repeat(999) })];
    const [survived, unreached, ...others] = survivorsOf(mutants);
    expect(survived).to.equal('src/a.ts:3:7 BlockStatement -> { }');
    expect(unreached).to.match(/x, which no test reaches$/);
    expect(unreached?.length).to.be.below(400);
    expect(others).to.deep.equal([]);
  });
});
