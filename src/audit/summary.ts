import type { AuditFinding, AuditInconclusive, AuditSummary } from './result.js';
import type { Severity } from './rule.js';

export const summarize = (
  apps: number,
  findings: readonly AuditFinding[],
  inconclusive: readonly AuditInconclusive[],
): AuditSummary => {
  const unwaived = findings.filter(({ waived }) => !waived);
  const count = (wanted: Severity): number => unwaived.filter(({ severity }) => severity === wanted).length;
  return {
    apps,
    critical: count(1),
    high: count(2),
    moderate: count(3),
    low: count(4),
    info: count(5),
    waived: findings.length - unwaived.length,
    baseline: unwaived.filter(({ baseline }) => baseline).length,
    inconclusive: inconclusive.length,
  };
};
