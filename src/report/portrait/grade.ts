import type { AuditFinding, AuditInconclusive } from '../../audit/result.js';
import type { Severity } from '../../audit/rule.js';
import type { Grade, SeverityCounts } from './types.js';

/** A finding that still asks for work. */
const isOpen = ({ waived, fix }: AuditFinding): boolean => !waived && fix?.status !== 'applied';

const names = { 1: 'critical', 2: 'high', 3: 'moderate', 4: 'low', 5: 'info' } as const;
const letters = { 1: 'F', 2: 'D', 3: 'C', 4: 'B' } as const;

export const countSeverities = (findings: readonly AuditFinding[]): SeverityCounts => {
  const counts: SeverityCounts = { critical: 0, high: 0, moderate: 0, low: 0, info: 0 };
  for (const finding of findings) if (isOpen(finding)) counts[names[finding.severity]] += 1;
  return counts;
};

const worstOf = (findings: readonly AuditFinding[]): Severity =>
  findings.filter(isOpen).reduce<Severity>((worst, { severity }) => (severity < worst ? severity : worst), 5);

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The grade of an app: as good as its worst open finding, and no better than what could be checked. */
export const gradeOf = (findings: readonly AuditFinding[], unanswered: readonly AuditInconclusive[]): Grade => {
  const worst = worstOf(findings);
  // Nothing is worse than F: whatever is missing changes nothing about it.
  const isComplete = unanswered.length === 0 || worst === 1;
  const letter = worst === 5 ? 'A' : letters[worst];
  const why =
    worst === 5
      ? 'no open finding above Info'
      : `worst open finding is ${{ 1: 'Critical', 2: 'High', 3: 'Moderate', 4: 'Low' }[worst]}`;
  const gap = isComplete ? '' : `; at best, because ${plural(unanswered.length, 'answer')} could not be had`;
  return { letter, isComplete, why: `${why}${gap}` };
};
