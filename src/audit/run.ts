import type { Inventory } from '../inventory/types.js';
import { answersOf } from './answers.js';
import type { AuditConfig } from './auditConfig.js';
import { markBaseline, type Baseline } from './baseline.js';
import type { CatalogueRule } from './catalogue.js';
import { auditCoverage } from './coverage.js';
import { withoutTwins } from './dedupe.js';
import { toFinding } from './finding.js';
import { rulesForInventory } from './modes.js';
import { sortFindings, sortInconclusive } from './order.js';
import { preflightOf } from './preflight.js';
import { profileCoverage } from './profiles.js';
import { reportVersion, type AuditResult } from './result.js';
import type { FindingDraft, RuleContext } from './rule.js';
import { summarize } from './summary.js';
import { unauditedAnswers } from './unaudited.js';
import { waiverExpired, waiverUnused } from './waiverRules.js';
import { expiredWaivers, unusedWaivers, waive } from './waivers.js';

/** An app that source and several orgs have is one app. */
const distinctApps = (apps: Inventory['apps']): number =>
  new Set(apps.map(({ name, registration }) => `${registration} ${name}`)).size;

/**
 * Runs the rules over an inventory. Pure: the same inventory, rules, day and config give the same result, byte for byte.
 */
export const audit = (
  inventory: Inventory,
  rules: readonly CatalogueRule[],
  context: RuleContext,
  config: AuditConfig,
  baseline?: Baseline,
): AuditResult => {
  const { applicable, coverage } = rulesForInventory(rules, inventory);
  const ignored = new Set(config.ignoredApps);
  const apps = inventory.apps.filter(({ name }) => !ignored.has(name));

  const answers = answersOf(applicable, inventory, context, config);
  const found = withoutTwins(answers.flatMap(({ findings }) => findings));
  const unanswered = answers.flatMap(({ inconclusive }) => inconclusive);
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
  const sorted = sortFindings(baseline ? markBaseline(findings, baseline) : findings, rank);
  const covered = [...auditCoverage(inventory, ignored), ...profileCoverage(inventory, config), ...coverage];
  const inconclusive = sortInconclusive([...unanswered, ...unauditedAnswers(covered)], rank);
  return {
    version: reportVersion,
    preflight: preflightOf(inventory),
    findings: sorted,
    inconclusive,
    coverage: covered,
    summary: summarize(distinctApps(apps), sorted, inconclusive),
  };
};
