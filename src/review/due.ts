import type { ReadManifest } from '../manifest/read.js';
import { daysAfter, daysFrom } from './days.js';

/** A review that ought to be done now. */
export type DueReview = {
  name: string;
  manifest: string;
  /** Whom to ask. */
  owner?: string;
  criticality?: string;
  /** Day of the last review; absent when there was none. */
  last?: string;
  everyDays?: number;
  /** Day from which it was due. */
  dueOn?: string;
  overdueDays?: number;
  reason: 'never-reviewed' | 'overdue' | 'date-in-the-future' | 'manifest-unreadable';
};

const nameOf = ({ app, file }: ReadManifest): string =>
  app?.name ?? (file.split('/').at(-1) ?? file).replace('.clientapp.yaml', '');

const dueOf = (manifest: ReadManifest, today: string): DueReview[] => {
  const { app, file } = manifest;
  const subject = { name: nameOf(manifest), manifest: file };
  // Nobody can tell when a review of it was: that is no reason to leave it out.
  if (!app) return [{ ...subject, reason: 'manifest-unreadable' }];
  const { owner, criticality, review } = app;
  const about = { ...subject, owner: owner.email, criticality, everyDays: review.everyDays };
  if (review.last === undefined) return [{ ...about, reason: 'never-reviewed' }];
  if (review.last > today) return [{ ...about, last: review.last, reason: 'date-in-the-future' }];
  const dueOn = daysAfter(review.last, review.everyDays);
  const overdueDays = daysFrom(dueOn, today);
  return overdueDays < 0 ? [] : [{ ...about, last: review.last, dueOn, overdueDays, reason: 'overdue' }];
};

/** The reviews that are due on a day, the longest overdue first, those that never were before them. */
export const dueReviews = (manifests: readonly ReadManifest[], today: string): DueReview[] =>
  manifests
    .flatMap((manifest) => dueOf(manifest, today))
    .toSorted(
      (one, other) =>
        (other.overdueDays ?? Infinity) - (one.overdueDays ?? Infinity) || (one.name < other.name ? -1 : 1),
    );
