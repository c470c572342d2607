import type { Inventory } from '../inventory/types.js';
import type { AuditConfig } from './auditConfig.js';
import { bounded } from './bounded.js';
import type { CatalogueRule } from './catalogue.js';
import { auditCoverage } from './coverage.js';
import { toFinding, toInconclusive } from './finding.js';
import { rulesForInventory } from './modes.js';
import { sortFindings, sortInconclusive } from './order.js';
import type { AuditFinding, AuditInconclusive, AuditResult } from './result.js';
import type { FindingDraft, Outcome, RuleContext } from './rule.js';
import { summarize } from './summary.js';
import { waiverExpired, waiverUnused } from './waiverRules.js';
import { expiredWaivers, unusedWaivers, waive } from './waivers.js';

/** A rule that fails has not looked: it is inconclusive, never a crash and never a pass. */
const outcomesOf = (rule: CatalogueRule, inventory: Inventory, context: RuleContext): Outcome[] => {
  try {
    return rule.check?.(inventory, context) ?? [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ kind: 'inconclusive', reason: `the rule itself failed: ${bounded(message, 200)}` }];
  }
};

/**
 * Runs the rules over an inventory. Pure: the same inventory, rules, day and config give the same result, byte for byte.
 */
export const audit = (
  inventory: Inventory,
  rules: readonly CatalogueRule[],
  context: RuleContext,
  config: AuditConfig,
): AuditResult => {
  const { applicable, coverage } = rulesForInventory(rules, inventory);
  const ignored = new Set(config.ignoredApps);
  const apps = inventory.apps.filter(({ name }) => !ignored.has(name));

  const found: AuditFinding[] = [];
  const unanswered: AuditInconclusive[] = [];
  for (const rule of applicable) {
    for (const outcome of outcomesOf(rule, inventory, context)) {
      // Ignored apps stay in the inventory: a rule that compares apps needs all of them.
      if (ignored.has(outcome.app?.name ?? outcome.appName ?? '')) continue;
      if (outcome.kind === 'finding') found.push(toFinding(rule, outcome, config));
      else unanswered.push(toInconclusive(rule, outcome));
    }
  }

  const findings = waive(found, config, context.today);
  const selected = new Set(rules.map(({ id }) => id));
  const report = (rule: CatalogueRule, drafts: FindingDraft[]): void => {
    if (selected.has(rule.id)) findings.push(...drafts.map((draft) => toFinding(rule, draft, config)));
  };
  const use = {
    findings: found,
    inconclusive: unanswered,
    ran: new Set(applicable.map(({ id }) => id)),
    apps: new Set(apps.map(({ name }) => name)),
    today: context.today,
  };
  report(waiverExpired, expiredWaivers(config, context.today));
  report(waiverUnused, unusedWaivers(config, use));

  const rank = new Map(rules.map(({ id }, index) => [id, index]));
  const sorted = sortFindings(findings, rank);
  const inconclusive = sortInconclusive(unanswered, rank);
  return {
    findings: sorted,
    inconclusive,
    coverage: [...auditCoverage(inventory, ignored), ...coverage],
    summary: summarize(apps.length, sorted, inconclusive),
  };
};
