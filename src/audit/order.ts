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

const by =
  <T>(keys: (item: T) => Key[]) =>
  (left: T, right: T): number =>
    compare(keys(left), keys(right));

const place = ({ location }: AuditFinding): Key[] => [
  location?.file ?? '',
  location?.startLine ?? 0,
  location?.startColumn ?? 0,
];

/** Worst first; within a severity in the order of the catalogue, then by app and place. */
export const sortFindings = (findings: AuditFinding[], rank: ReadonlyMap<string, number>): AuditFinding[] =>
  findings.toSorted(
    by((finding) => [
      finding.severity,
      rank.get(finding.rule) ?? 0,
      finding.app,
      finding.org ?? '',
      ...place(finding),
      finding.user ?? '',
      finding.message,
      finding.evidence,
      finding.fingerprint,
    ]),
  );

/** In the order of the catalogue; what was said twice is said once. */
export const sortInconclusive = (
  inconclusive: AuditInconclusive[],
  rank: ReadonlyMap<string, number>,
): AuditInconclusive[] => {
  const keys = (item: AuditInconclusive): Key[] => [rank.get(item.rule) ?? 0, item.app ?? '', item.reason];
  const sorted = inconclusive.toSorted(by(keys));
  return sorted.filter((item, index) => {
    const previous = sorted[index - 1];
    return !previous || compare(keys(previous), keys(item)) !== 0;
  });
};
