import type { AuditCoverage, AuditInconclusive } from './result.js';

/** `org:uat`, and not a part of it such as `org:uat/OauthToken`. */
const wholeOrg = /^org:([^/]+)$/;

/** An org that was named and of which nothing could be read. */
export type UnauditedOrg = { org: string; reason: string };

export const unauditedOrgs = (coverage: readonly AuditCoverage[]): UnauditedOrg[] =>
  coverage.flatMap(({ source, status, reason }) => {
    const org = wholeOrg.exec(source)?.[1];
    return org !== undefined && status === 'unavailable' ? [{ org, reason: reason ?? 'no reason is known' }] : [];
  });

/** No rule looked at such an org, so none of them can say so: the audit does, whatever rules were selected. */
export const unauditedAnswers = (coverage: readonly AuditCoverage[]): AuditInconclusive[] =>
  unauditedOrgs(coverage).map(({ org, reason }) => ({
    rule: 'audit-blind-spot',
    org,
    reason: `the org ${org} could not be audited: ${reason}`,
  }));
