import type { Inventory } from '../inventory/types.js';
import type { AuditConfig } from './auditConfig.js';
import { bounded } from './bounded.js';
import type { CatalogueRule } from './catalogue.js';
import { toFinding, toInconclusive } from './finding.js';
import type { AuditFinding, AuditInconclusive } from './result.js';
import { looksOf, type Look } from './profiles.js';
import type { Outcome, RuleContext } from './rule.js';

/** What one rule said. */
export type Answer = { findings: AuditFinding[]; inconclusive: AuditInconclusive[] };

type Asked = { rule: CatalogueRule; answer: Answer; hasFailed: boolean };

/** So few that they stay in the processor's cache while one rule after the other looks at them. */
const appsAtATime = 64;

const partsOf = (inventory: Inventory): Inventory[] => {
  const parts: Inventory[] = [];
  for (let first = 0; first < inventory.apps.length; first += appsAtATime) {
    parts.push({ ...inventory, apps: inventory.apps.slice(first, first + appsAtATime) });
  }
  return parts;
};

/** A rule that fails has not looked: it is inconclusive, never a crash and never a pass. */
const failed = (rule: CatalogueRule, error: unknown): Answer => {
  const message = error instanceof Error ? error.message : String(error);
  const reason = `the rule itself failed: ${bounded(message, 200)}`;
  return { findings: [], inconclusive: [toInconclusive(rule, { kind: 'inconclusive', reason })] };
};

/** What each rule says of an inventory, in the order of the rules. */
export const answersOf = (
  rules: readonly CatalogueRule[],
  inventory: Inventory,
  context: RuleContext,
  config: AuditConfig,
): Answer[] => {
  const ignored = new Set(config.ignoredApps);
  const all = rules.map((rule): Asked => ({ rule, answer: { findings: [], inconclusive: [] }, hasFailed: false }));

  const isIgnored = ({ app, appName = '' }: Outcome): boolean => ignored.size > 0 && ignored.has(app?.name ?? appName);
  const looks = looksOf(inventory, context, config);

  const look = (one: Asked, part: Inventory, { context: own, config: ownConfig, answersFor }: Look): void => {
    if (one.hasFailed) return;
    try {
      for (const outcome of one.rule.check?.(part, own) ?? []) {
        // Ignored apps stay in the inventory: a rule that compares apps needs all of them.
        if (isIgnored(outcome) || !answersFor(outcome)) continue;
        if (outcome.kind === 'finding') one.answer.findings.push(toFinding(one.rule, outcome, ownConfig));
        else one.answer.inconclusive.push(toInconclusive(one.rule, outcome));
      }
    } catch (error) {
      one.hasFailed = true;
      one.answer = failed(one.rule, error);
    }
  };

  const ask = (one: Asked, part: Inventory): void => {
    for (const each of looks) look(one, part, each);
  };

  const perApp = all.filter(({ rule }) => rule.perApp);
  for (const part of partsOf(inventory)) for (const one of perApp) ask(one, part);
  for (const one of all) if (!one.rule.perApp) ask(one, inventory);
  return all.map(({ answer }) => answer);
};
