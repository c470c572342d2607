import { digestOf } from './digest.js';
import type { Decision, Decisions, NotLookedAt, Reviewed, ReviewItem } from './types.js';

/** Of the evidence file: it grows within a version. */
const evidenceVersion = 1;

export type DecidedItem = ReviewItem & { decided: Decision };

export type ReviewSummary = { items: number; kept: number; toChange: number; waived: number; notLookedAt: number };

/** What an auditor keeps. Everything in it is data of the review; the digests show that nobody has changed it. */
export type ReviewRecord = {
  version: number;
  app: string;
  org?: string;
  manifest: string;
  /** Day, `YYYY-MM-DD`, in UTC. */
  date: string;
  reviewer: string;
  summary: ReviewSummary;
  items: DecidedItem[];
  notLookedAt: NotLookedAt[];
  /** SHA-256 of what was reviewed: app, org, items without decisions, and what nobody could look at. */
  digest: string;
  /** SHA-256 of all of this record but this line. */
  recordDigest: string;
};

/** The digest of what is reviewed: before anybody has decided anything. */
export const reviewDigest = ({ app, org, items, notLookedAt }: Reviewed): string =>
  digestOf({ version: evidenceVersion, app, org, items, notLookedAt });

const count = (items: readonly DecidedItem[], decision: Decision['decision']): number =>
  items.filter(({ decided }) => decided.decision === decision).length;

/** @param decisions one for every item */
export const recordOf = (
  reviewed: Reviewed,
  decisions: Decisions,
  { manifest, date, reviewer }: Pick<ReviewRecord, 'manifest' | 'date' | 'reviewer'>,
): ReviewRecord => {
  const items = reviewed.items.map((item): DecidedItem => {
    const decided = decisions.get(item.id);
    if (!decided) throw new Error(`nothing was decided on ${item.id}`);
    return { ...item, decided };
  });
  const record = {
    version: evidenceVersion,
    app: reviewed.app,
    ...(reviewed.org === undefined ? {} : { org: reviewed.org }),
    manifest,
    date,
    reviewer,
    summary: {
      items: items.length,
      kept: count(items, 'keep'),
      toChange: count(items, 'change'),
      waived: count(items, 'waive'),
      notLookedAt: reviewed.notLookedAt.length,
    },
    items,
    notLookedAt: reviewed.notLookedAt,
    digest: reviewDigest(reviewed),
  };
  return { ...record, recordDigest: digestOf(record) };
};

/** What somebody has changed in an evidence file since it was written; empty when nothing. */
export const evidenceProblems = ({ recordDigest, ...record }: ReviewRecord): string[] => {
  const { version, app, org, items, notLookedAt, digest } = record;
  if (version > evidenceVersion) return ['a newer version of the plugin wrote the record; update the plugin'];
  const bare = items.map(({ decided: _, ...item }): ReviewItem => item);
  const reviewed = { app, ...(org === undefined ? {} : { org }), items: bare, notLookedAt };
  return [
    ...(reviewDigest(reviewed) === digest ? [] : ['what was reviewed is not what its digest says']),
    ...(digestOf(record) === recordDigest ? [] : ['the record is not what its digest says']),
  ];
};
