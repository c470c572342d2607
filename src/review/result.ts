import { visible } from '../report/escape.js';
import type { OpenReview } from './decide.js';
import type { DueReview } from './due.js';
import type { ReviewRecord, ReviewSummary } from './record.js';
import type { Decision, NotLookedAt, ReviewKind, ReviewItem } from './types.js';

/** The review of one app as results show it. */
export type ReviewResult = {
  name: string;
  org?: string;
  manifest: string;
  /** Day of the review, in UTC. */
  date: string;
  /** False for a dry run: nothing was written. */
  recorded: boolean;
  reviewer?: string;
  /** SHA-256 of what was reviewed; a decisions file can name it. */
  digest: string;
  items: Array<{
    id: string;
    kind: ReviewKind;
    subject: string;
    shown: string;
    details: string[];
    decision?: Decision['decision'];
  }>;
  notLookedAt: NotLookedAt[];
  todos: Array<{ item: string; todo: string; removed: boolean }>;
  summary?: ReviewSummary;
  /** The evidence, relative to the project. */
  files: string[];
};

type Done = { date: string; manifest: string; record?: ReviewRecord; files?: string[] };

export const reviewResult = (
  { reviewed, digest, decisions }: OpenReview,
  { date, manifest, record, files = [] }: Done,
): ReviewResult => {
  const decided = new Map<string, Decision>([
    ...decisions,
    ...(record?.items ?? []).map((item): [string, Decision] => [item.id, item.decided]),
  ]);
  return {
    name: reviewed.app,
    ...(reviewed.org === undefined ? {} : { org: reviewed.org }),
    manifest,
    date,
    recorded: record !== undefined,
    ...(record ? { reviewer: record.reviewer } : {}),
    digest,
    items: reviewed.items.map(({ id, kind, subject, shown, details }) => {
      const decision = decided.get(id)?.decision;
      return { id, kind, subject, shown, details, ...(decision === undefined ? {} : { decision }) };
    }),
    notLookedAt: reviewed.notLookedAt,
    todos: [...decided].flatMap(([item, decision]) =>
      decision.decision === 'change' ? [{ item, todo: decision.todo, removed: decision.remove }] : [],
    ),
    ...(record ? { summary: record.summary } : {}),
    files,
  };
};

/**
 * Items as paragraphs, with nothing in them that acts on a terminal: the id, what is approved, and what else was seen. Ids
 * and sentences are too long to stand side by side.
 */
export const itemLines = (items: readonly ReviewItem[]): string[] =>
  items.flatMap(({ id, shown, details }) => [
    visible(id),
    `    ${visible(shown)}`,
    ...details.map((detail) => `    - ${visible(detail)}`),
  ]);

const reasons: Record<DueReview['reason'], string> = {
  'never-reviewed': 'never reviewed',
  overdue: 'due',
  'date-in-the-future': 'the date lies in the future',
  'manifest-unreadable': 'the manifest has mistakes',
};

export const dueRows = (
  due: readonly DueReview[],
): Array<Record<'App' | 'Last' | 'Due' | 'Overdue' | 'Owner' | 'Why', string>> =>
  due.map(({ name, last, dueOn, overdueDays, owner, reason }) => ({
    App: visible(name),
    Last: last ?? 'never',
    Due: dueOn ?? 'now',
    Overdue: overdueDays === undefined ? '' : `${overdueDays} days`,
    Owner: visible(owner ?? ''),
    Why: reasons[reason],
  }));
