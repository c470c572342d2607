import { relative, resolve } from 'node:path';
import { inProject } from '../generate/projectPath.js';
import { firstDifference, readRunbook, writeRunbook, type FirstDifference } from './file.js';
import { gatherFacts, runbookPath, type RunbookSources } from './gather.js';
import { renderRunbook } from './render.js';

export type RunbookOutcome = {
  name: string;
  /** Relative to the project, or absolute when it's outside. */
  file: string;
  /** The last two only with --check, which writes nothing. */
  state: 'created' | 'updated' | 'unchanged' | 'stale' | 'missing';
  /** Where a stale file begins to differ; lines count from 1. */
  firstDifference?: FirstDifference;
};

/** A folder that somebody names may lie anywhere; the project's own is no link that leads out of it. */
export const runbookFolder = async (root: string | undefined, named: string | undefined): Promise<string> => {
  if (named !== undefined || root === undefined) return resolve(named ?? 'docs/runbooks');
  return resolve(root, await inProject(root, resolve(root, 'docs', 'runbooks')));
};

const shownPath = (root: string | undefined, path: string): string => {
  const way = relative(root ?? process.cwd(), path);
  return way.startsWith('..') ? path : way.replaceAll('\\', '/');
};

/** Writes the runbook of one app, or only looks whether it is up to date. */
export const generateRunbook = async (
  sources: Omit<RunbookSources, 'kept'>,
  { folder, check }: { folder: string; check: boolean },
): Promise<RunbookOutcome> => {
  const path = runbookPath(folder, sources.name);
  const file = shownPath(sources.root, path);
  const existing = await readRunbook(path, file);
  const text = renderRunbook(await gatherFacts({ ...sources, kept: existing?.kept }));
  const difference = existing && firstDifference(text, existing.text);
  const outcome = { name: sources.name, file };
  if (existing && !difference) return { ...outcome, state: 'unchanged' };
  if (check)
    return { ...outcome, ...(difference ? { state: 'stale', firstDifference: difference } : { state: 'missing' }) };
  await writeRunbook(path, text);
  return { ...outcome, state: existing ? 'updated' : 'created' };
};
