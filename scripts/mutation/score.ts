import type { MutantResult } from '@stryker-mutator/api/core';

/** How many mutants were noticed, of those that could have been. */
export type Score = { noticed: number; all: number; percent: number };

const isNoticed = ({ status }: MutantResult): boolean => status === 'Killed' || status === 'Timeout';

const isUnnoticed = ({ status }: MutantResult): boolean => status === 'Survived' || status === 'NoCoverage';

/** Mutants that were left out, or never ran because of an error of theirs, say nothing. */
export const scoreOf = (mutants: readonly MutantResult[]): Score => {
  const noticed = mutants.filter(isNoticed).length;
  const all = noticed + mutants.filter(isUnnoticed).length;
  return { noticed, all, percent: all === 0 ? 0 : (100 * noticed) / all };
};

const oneLine = (code: string): string => code.replace(/\s+/g, ' ').slice(0, 240);

/** Where a test is missing, as editors open it. */
export const survivorsOf = (mutants: readonly MutantResult[]): string[] =>
  mutants.filter(isUnnoticed).map(({ fileName, location: { start }, mutatorName, replacement, status }) => {
    const why = status === 'NoCoverage' ? ', which no test reaches' : '';
    return `${fileName}:${start.line}:${start.column} ${mutatorName} -> ${oneLine(replacement)}${why}`;
  });
