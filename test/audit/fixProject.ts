import { defaultConfig, type AuditConfig } from '../../src/audit/auditConfig.js';
import { catalogue } from '../../src/audit/catalogue.js';
import { fixSource, type FixedSource } from '../../src/audit/fixSource.js';
import type { AuditResult } from '../../src/audit/result.js';
import { ruleContext } from '../../src/audit/ruleContext.js';
import { audit } from '../../src/audit/run.js';
import { selectRules } from '../../src/audit/select.js';
import { inventoryFromSource } from '../../src/inventory/fromSource.js';

export type FixOptions = {
  selectors?: string[];
  unsafe?: boolean;
  config?: Partial<AuditConfig>;
  paths?: string[];
  /** What happens between the audit and the fixes. */
  meanwhile?: () => void;
};

const today = new Date('2026-11-23T12:00:00Z');

/** Audits a project and fixes it, as the command does. */
export const fixProject = async (
  root: string,
  options: FixOptions = {},
): Promise<FixedSource & { before: AuditResult }> => {
  const { selectors = [], unsafe = false, paths = [], meanwhile } = options;
  const config = { ...defaultConfig, ...options.config };
  const context = ruleContext(config, today);
  const { rules } = selectRules(catalogue, selectors);
  const inventory = await inventoryFromSource({ root, paths });
  const before = audit(inventory, rules, context, config);
  meanwhile?.();
  const again = async () => audit(await inventoryFromSource({ root, paths }), rules, context, config);
  const request = { inventory, result: before, rules, context, config, root, paths, unsafe, audit: again };
  return { ...(await fixSource(request)), before };
};
