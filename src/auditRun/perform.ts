import { ruleContext } from '../audit/ruleContext.js';
import type { AuditResult } from '../audit/result.js';
import { audit } from '../audit/run.js';
import type { Inventory } from '../inventory/types.js';
import type { AuditReport } from '../report/report.js';
import { gather } from './gather.js';
import type { AuditRequest } from './prepare.js';

/** What was looked at, and what came of it. */
export type PerformedAudit = {
  inventory: Inventory;
  report: AuditReport;
  /** The same audit of source as it is by then. */
  again: () => Promise<{ inventory: Inventory; result: AuditResult }>;
};

/** Reads what is to be audited and runs the rules over it. */
export const performAudit = async (
  request: AuditRequest,
  { onOrgRead }: { onOrgRead?: ((done: number) => void) | undefined } = {},
): Promise<PerformedAudit> => {
  const started = performance.now();
  const { config, today, rules, baseline, coverage } = request;
  const auditOf = (read: Inventory): { inventory: Inventory; result: AuditResult } => {
    const inventory = { ...read, coverage: [...read.coverage, ...coverage] };
    return { inventory, result: audit(inventory, rules, ruleContext(config, today), config, baseline) };
  };
  const { inventory: read, apiCalls, reread } = await gather({ ...request, onOrgRead });
  const { inventory, result } = auditOf(read);
  return {
    inventory,
    report: { ...result, apiCalls, durationMs: Math.round(performance.now() - started) },
    again: async () => auditOf(await reread()),
  };
};
