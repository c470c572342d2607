import type { Fact } from '../inventory/types.js';
import type { AuditedOrg } from './auditedOrgs.js';
import type { InconclusiveDraft, Outcome } from './rule.js';

/** A rule that could not be answered for an org: once, whatever the number of its apps, users and tokens. */
export const orgNotEvaluated = ({ org }: Pick<AuditedOrg, 'org'>, reason: string): InconclusiveDraft => ({
  kind: 'inconclusive',
  org,
  reason,
});

/** `look` at a fact of an org, or say once why nobody can. */
export const withOrgFact = <T>(
  org: Pick<AuditedOrg, 'org'>,
  fact: Fact<T>,
  look: (value: T) => Outcome[],
): Outcome[] => (fact.known ? look(fact.value) : [orgNotEvaluated(org, fact.reason)]);
