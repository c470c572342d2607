import { SfError } from '@salesforce/core/sfError';
import { visible } from '../report/escape.js';
import type { DecisionLimits } from './checkDecision.js';
import type { DecisionsFile, DecisionsProblem, FiledApp } from './decisionsFile.js';
import { matchDecisions } from './filedDecisions.js';
import { reviewDigest } from './record.js';
import type { Decision, Reviewed, ReviewItem } from './types.js';

/** A review that waits for the decisions which nobody has given yet. */
export type OpenReview = {
  reviewed: Reviewed;
  digest: string;
  decisions: Map<string, Decision>;
  undecided: ReviewItem[];
};

export type DecideOptions = {
  /** Decisions of a file, and its name. */
  filed?: { file: DecisionsFile; name: string } | undefined;
  /** Keeps everything that nothing else was decided on. */
  approve: boolean;
  limits: DecisionLimits;
};

export const invalidDecisions = (name: string, problems: readonly DecisionsProblem[]): SfError =>
  new SfError(
    [
      'The decisions cannot be taken:',
      ...problems.map(({ message, line, column }) => visible(`${name}:${line}:${column} ${message}`)),
    ].join('\n'),
    'InvalidDecisionsError',
    [
      'Correct the lines named above; "sf clientapp review --dry-run --json" lists what there is to decide on. Nothing was written.',
    ],
  );

const foreignApps = (apps: readonly FiledApp[], reviewed: readonly Reviewed[]): DecisionsProblem[] => {
  const names = new Set(reviewed.map(({ app }) => app));
  return apps
    .filter(({ name }, index) => !names.has(name) || apps.findIndex((one) => one.name === name) !== index)
    .map(({ name, line, column }) => ({
      message: names.has(name) ? `"${name}" is there twice.` : `"${name}" is not among the apps that are reviewed.`,
      line,
      column,
    }));
};

/**
 * What is decided already of each review, by a file or by approval.
 * @throws InvalidDecisionsError with every mistake of the file
 */
export const openReviews = (all: readonly Reviewed[], { filed, approve, limits }: DecideOptions): OpenReview[] => {
  const apps = filed?.file.apps ?? [];
  const problems = foreignApps(apps, all);
  const open = all.map((reviewed): OpenReview => {
    const digest = reviewDigest(reviewed);
    const own = apps.find(({ name }) => name === reviewed.app);
    const matched = own ? matchDecisions(own, reviewed, digest, limits) : { decisions: new Map<string, Decision>() };
    if ('problems' in matched) problems.push(...matched.problems);
    const decisions = 'decisions' in matched ? matched.decisions : new Map<string, Decision>();
    const rest = reviewed.items.filter(({ id }) => !decisions.has(id));
    if (approve) for (const { id } of rest) decisions.set(id, { decision: 'keep' });
    return { reviewed, digest, decisions, undecided: approve ? [] : rest };
  });
  if (problems.length > 0) throw invalidDecisions(filed?.name ?? '', problems);
  return open;
};

const mostNamed = 20;

/** @throws UndecidedError when something waits for a decision and nobody can be asked */
export const refuseUndecided = (open: readonly OpenReview[]): void => {
  const ids = open.flatMap(({ reviewed, undecided }) => undecided.map(({ id }) => `${reviewed.app}: ${id}`));
  if (ids.length === 0) return;
  const more = ids.length > mostNamed ? [`and ${ids.length - mostNamed} more`] : [];
  throw new SfError(
    ['Nothing was decided on:', ...ids.slice(0, mostNamed).map((id) => visible(id)), ...more].join('\n'),
    'UndecidedError',
    [
      'Decide on each in a file: --from-file.',
      'To keep everything else as it is, add --approve.',
      'To see what there is to decide on, add --dry-run.',
    ],
  );
};
