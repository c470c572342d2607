import type { Inventory } from '../inventory/types.js';
import { currentEvidence } from './orgEvidence.js';
import { reportText } from './reportText.js';
import type { AuditPreflight } from './result.js';

const longestReason = 500;

/** What each audited org's user needs for a full audit, and whether that user has it. */
export const preflightOf = (inventory: Pick<Inventory, 'orgs'>): AuditPreflight[] =>
  currentEvidence(inventory).flatMap(({ org, preflight }) =>
    preflight.map(({ permission, label, held, hides }) => ({
      org,
      permission,
      label,
      held: held.known ? held.value : ('unknown' as const),
      hides: reportText(hides, longestReason),
      ...(held.known ? {} : { reason: reportText(held.reason, longestReason) }),
    })),
  );
