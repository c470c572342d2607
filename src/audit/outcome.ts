import type { AuditFinding, AuditResult } from './result.js';
import type { Severity } from './rule.js';
import { unauditedOrgs } from './unaudited.js';

export type Gate = { threshold?: Severity | undefined; failOnInconclusive: boolean };

const counts = ({ waived, baseline, fix }: AuditFinding): boolean => !waived && !baseline && fix?.status !== 'applied';

/** What was left out because nobody asked for it names no place: `org`, `apps`, not `org:uat/OauthToken`. */
const isBlindSpot = ({ source, status }: AuditResult['coverage'][number]): boolean =>
  status !== 'complete' && source.includes(':');

/**
 * What the audit came to. Findings weigh most; an org of which nothing could be read is a failure, and more than a rule
 * that could not be answered. Findings that are waived, were in the baseline
 * or are fixed do not count.
 */
export const outcomeOf = (
  { findings, inconclusive, coverage }: AuditResult,
  { threshold, failOnInconclusive }: Gate,
): 'passed' | 'failed' | 'findings' | 'inconclusive' => {
  if (threshold !== undefined && findings.some((finding) => counts(finding) && finding.severity <= threshold)) {
    return 'findings';
  }
  if (unauditedOrgs(coverage).length > 0) return 'failed';
  const isInconclusive = inconclusive.length > 0 || coverage.some(isBlindSpot);
  return failOnInconclusive && isInconclusive ? 'inconclusive' : 'passed';
};
