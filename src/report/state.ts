import type { AuditFinding } from '../audit/result.js';

export type FindingState = 'open' | 'baseline' | 'waived' | 'fixed';

/** Where a finding stands; only open ones count for a threshold. */
export const stateOf = ({ waived, baseline, fix }: AuditFinding): FindingState => {
  if (waived) return 'waived';
  if (fix?.status === 'applied') return 'fixed';
  return baseline ? 'baseline' : 'open';
};
