import type { AuditFinding, AuditInconclusive } from './result.js';

type Key = string | number;

/** By code unit, not by locale: the same bytes on every machine. */
const compare = (left: readonly Key[], right: readonly Key[]): number => {
  for (const [index, a] of left.entries()) {
    const b = right[index];
    if (b === undefined || a > b) return 1;
    if (a < b) return -1;
  }
  return 0;
};

const place = ({ location }: AuditFinding): Key[] => [
  location?.file ?? '',
  location?.startLine ?? 0,
  location?.startColumn ?? 0,
];

/** What was said twice is said once. */
const sortedSet = <T>(items: readonly T[], keys: (item: T) => Key[]): T[] => {
  const sorted = items.toSorted((left, right) => compare(keys(left), keys(right)));
  return sorted.filter((item, index) => {
    const previous = sorted[index - 1];
    return previous === undefined || compare(keys(previous), keys(item)) !== 0;
  });
};

/** Worst first; within a severity in the order of the catalogue, then by app and place. */
export const sortFindings = (findings: readonly AuditFinding[], rank: ReadonlyMap<string, number>): AuditFinding[] =>
  sortedSet(findings, (finding) => [
    finding.severity,
    rank.get(finding.rule) ?? 0,
    finding.app,
    finding.org ?? '',
    ...place(finding),
    finding.user ?? '',
    finding.message,
    finding.evidence,
    finding.fingerprint,
  ]);

/** In the order of the catalogue. */
export const sortInconclusive = (
  inconclusive: readonly AuditInconclusive[],
  rank: ReadonlyMap<string, number>,
): AuditInconclusive[] => sortedSet(inconclusive, (item) => [rank.get(item.rule) ?? 0, item.app ?? '', item.reason]);
