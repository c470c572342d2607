import type { AuditFinding, AuditInconclusive } from './result.js';

/** By code unit, not by locale: the same bytes on every machine. */
const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

type Compare<T> = (a: T, b: T) => number;
type Rank = ReadonlyMap<string, number>;

/** What was said twice is said once. */
const sortedSet = <T>(items: readonly T[], order: Compare<T>): T[] => {
  const sorted = items.toSorted(order);
  return sorted.filter((item, index) => {
    const previous = sorted[index - 1];
    return previous === undefined || order(previous, item) !== 0;
  });
};

const comparePlaces: Compare<AuditFinding> = ({ location: a }, { location: b }) =>
  compare(a?.file ?? '', b?.file ?? '') ||
  compare(a?.startLine ?? 0, b?.startLine ?? 0) ||
  compare(a?.startColumn ?? 0, b?.startColumn ?? 0);

/** The first of a report, though Info: what an audit could not see says how much the rest is worth. */
const blindSpot = 'audit-blind-spot';

const notBlind = ({ rule }: AuditFinding): number => (rule === blindSpot ? 0 : 1);

/** Worst first; within a severity in the order of the catalogue, then by app and place. */
export const sortFindings = (findings: readonly AuditFinding[], rank: Rank): AuditFinding[] =>
  sortedSet(
    findings,
    (a, b) =>
      notBlind(a) - notBlind(b) ||
      a.severity - b.severity ||
      (rank.get(a.rule) ?? 0) - (rank.get(b.rule) ?? 0) ||
      compare(a.app, b.app) ||
      compare(a.org ?? '', b.org ?? '') ||
      comparePlaces(a, b) ||
      compare(a.user ?? '', b.user ?? '') ||
      compare(a.message, b.message) ||
      compare(a.evidence, b.evidence) ||
      compare(a.fingerprint, b.fingerprint),
  );

/** In the order of the catalogue. */
export const sortInconclusive = (inconclusive: readonly AuditInconclusive[], rank: Rank): AuditInconclusive[] =>
  sortedSet(
    inconclusive,
    (a, b) =>
      (rank.get(a.rule) ?? 0) - (rank.get(b.rule) ?? 0) ||
      compare(a.app ?? '', b.app ?? '') ||
      compare(a.org ?? '', b.org ?? '') ||
      compare(a.reason, b.reason),
  );
