import type { OrgEvidence } from '../inventory/evidence.js';
import { bounded } from './bounded.js';
import type { AuditPreflight } from './result.js';

const longestReason = 500;

/** What each audited org's user needs for a full audit, and whether that user has it. */
export const preflightOf = (orgs: readonly OrgEvidence[]): AuditPreflight[] =>
  orgs.flatMap(({ org, preflight }) =>
    preflight.map(({ permission, label, held, hides }) => ({
      org,
      permission,
      label,
      held: held.known ? held.value : ('unknown' as const),
      hides: bounded(hides, longestReason),
      ...(held.known ? {} : { reason: bounded(held.reason, longestReason) }),
    })),
  );
