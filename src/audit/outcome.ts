import type { AuditResult } from './result.js';
import type { Severity } from './rule.js';

export type Gate = { threshold?: Severity | undefined; failOnInconclusive: boolean };

/** What was left out because nobody asked for it names no place: `org`, `apps`, not `org:uat/OauthToken`. */
const isBlindSpot = ({ source, status }: AuditResult['coverage'][number]): boolean =>
  status !== 'complete' && source.includes(':');

/** What the audit came to; findings weigh more than what could not be checked. */
export const outcomeOf = (
  { findings, inconclusive, coverage }: AuditResult,
  { threshold, failOnInconclusive }: Gate,
): 'passed' | 'findings' | 'inconclusive' => {
  if (threshold !== undefined && findings.some(({ severity, waived }) => !waived && severity <= threshold)) {
    return 'findings';
  }
  const isInconclusive = inconclusive.length > 0 || coverage.some(isBlindSpot);
  return failOnInconclusive && isInconclusive ? 'inconclusive' : 'passed';
};
