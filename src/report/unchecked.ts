import type { AuditInconclusive, AuditResult } from '../audit/result.js';
import { visible } from './escape.js';

const named = 3;

const list = (names: ReadonlySet<string>): string => {
  const shown = [...names].slice(0, named).map((name) => visible(name, 80));
  return names.size > named ? `${shown.join(', ')} and ${names.size - named} more` : shown.join(', ');
};

/** One reason often keeps many rules from an app, or one rule from many apps: it is said once. */
const byReason = (inconclusive: readonly AuditInconclusive[]): string[] => {
  const groups = new Map<string, { rules: Set<string>; apps: Set<string> }>();
  for (const { rule, app, reason } of inconclusive) {
    const group = groups.get(reason) ?? { rules: new Set(), apps: new Set() };
    group.rules.add(rule);
    if (app !== undefined) group.apps.add(app);
    groups.set(reason, group);
  }
  return [...groups].map(([reason, { rules, apps }]) => {
    const about = apps.size > 0 ? `${list(apps)}: ` : '';
    return `${about}${visible(reason, 300)} (${list(rules)})`;
  });
};

/** What the audit could not look at, one line each: sources first, then rules. */
export const unchecked = ({ coverage, inconclusive }: Pick<AuditResult, 'coverage' | 'inconclusive'>): string[] => [
  ...coverage
    .filter(({ status }) => status !== 'complete')
    .map(({ source, status, reason }) => `${visible(source, 300)} (${status}): ${visible(reason ?? '', 300)}`),
  ...byReason(inconclusive),
];
