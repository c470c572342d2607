import type { FailedFix } from '../audit/applyFixes.js';
import type { AuditFinding } from '../audit/result.js';
import { ruleContext } from '../audit/ruleContext.js';
import type { PerformedAudit } from './perform.js';
import type { AuditRequest } from './prepare.js';

/** What fixes made of an audit. */
export type FixedAudit = {
  performed: PerformedAudit;
  fixed: AuditFinding[];
  failed: FailedFix[];
  introduced: AuditFinding[];
  /** Files that differ now, relative to the root. */
  files: string[];
};

/** Fixes what the audit found in source, and audits again; orgs are not read a second time. */
export const fixAudit = async (
  request: AuditRequest,
  performed: PerformedAudit,
  { unsafe }: { unsafe: boolean },
): Promise<FixedAudit> => {
  const { fixSource } = await import('../audit/fixSource.js');
  const { config, today, rules, root, paths = [] } = request;
  const { inventory, report } = performed;
  let latest = inventory;
  const { result, ...outcome } = await fixSource({
    inventory,
    result: report,
    rules,
    context: ruleContext(config, today),
    config,
    root,
    paths,
    unsafe,
    audit: async () => {
      const again = await performed.again();
      latest = again.inventory;
      return again.result;
    },
  });
  return { ...outcome, performed: { ...performed, inventory: latest, report: { ...report, ...result } } };
};
