/** The middle of some figures. */
export const median = (figures: readonly number[]): number => {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** One line of the table: two things measured in turn, and what their ratio may be. */
export type Measurement = {
  what: string;
  ours: string;
  baseline: string;
  ratio: string;
  bound: string;
  holds: boolean;
};

/** What is held to nothing is only printed. */
const verdictOf = (bound: string, holds: boolean): string => {
  if (bound === '') return '';
  return holds ? 'yes' : 'NO';
};

export const formatTable = (measurements: readonly Measurement[]): string => {
  const head = ['measured', 'ours', 'baseline', 'ratio', 'bound', 'holds'];
  const rows = measurements.map(({ what, ours, baseline, ratio, bound, holds }) => [
    what,
    ours,
    baseline,
    ratio,
    bound,
    verdictOf(bound, holds),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};
