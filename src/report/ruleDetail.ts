import type { CatalogueRule } from '../audit/catalogue.js';
import { severityNames } from '../audit/rule.js';
import { cite } from './cite.js';

const fixFlags = {
  safe: '--fix',
  unsafe: '--fix with --unsafe-fixes',
  mixed: '--fix, some only with --unsafe-fixes',
} as const;

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');

const labelled = (label: string, text: string | undefined): string[] => (text ? [`  ${label}: ${text}`] : []);

/** Everything about one rule, as text: what its page says, with the examples. */
export const ruleDetail = (rule: CatalogueRule, examples?: string): string =>
  [
    `${severityNames[rule.severity]}  ${rule.id}`,
    `  ${rule.title}`,
    '',
    `  ${rule.description}`,
    ...labelled('Evidence', rule.evidence),
    ...labelled('Confidence', rule.confidence),
    ...labelled('Right to pass', rule.exceptions),
    `  Remedy: ${rule.remedy}`,
    ...labelled('Fix', rule.fix && `${fixFlags[rule.fix.safety]}. ${rule.fix.about}`),
    `  From: ${rule.modes.join(', ')}. Tags: ${rule.tags.join(', ')}.`,
    ...labelled('Related to', rule.references.map(cite).join(', ')),
    ...(examples ? ['', indented(examples)] : []),
  ].join('\n');
