import type { CatalogueRule } from '../audit/catalogue.js';
import { severityNames } from '../audit/rule.js';
import { cite } from './cite.js';

/** Everything about one rule, as text. */
export const ruleDetail = (rule: CatalogueRule): string =>
  [
    `${severityNames[rule.severity]}  ${rule.id}`,
    `  ${rule.title}`,
    '',
    `  ${rule.description}`,
    ...(rule.exceptions === undefined ? [] : [`  Right to pass: ${rule.exceptions}`]),
    `  Remedy: ${rule.remedy}`,
    `  From: ${rule.modes.join(', ')}. Tags: ${rule.tags.join(', ')}.`,
    ...(rule.references.length === 0 ? [] : [`  Related to: ${rule.references.map(cite).join(', ')}`]),
  ].join('\n');
