import type { MultiformatMessageString, ReportingDescriptor } from 'sarif';
import type { CatalogueRule } from '../../audit/catalogue.js';
import type { Reference, Severity } from '../../audit/rule.js';
import { cite } from '../cite.js';
import { levels } from './text.js';

/**
 * What GitHub reads as critical (above 9.0), high (from 7.0), medium (from 4.0) and low (from 0.1); 0.0 has none of
 * these.
 */
export const securitySeverities: Record<Severity, string> = { 1: '9.5', 2: '7.5', 3: '5.0', 4: '2.0', 5: '0.0' };

/** GitHub rejects a file with more tags on a rule. */
const mostTags = 20;

const link = (reference: Reference): string =>
  reference.url === undefined ? cite(reference) : `[${cite(reference)}](${reference.url})`;

const help = (rule: CatalogueRule): MultiformatMessageString => {
  const part = (title: string, text: string | undefined): Array<[string, string]> => (text ? [[title, text]] : []);
  const parts = [
    ...part('Remedy', rule.remedy),
    ...part('Looks at', rule.evidence),
    ...part('Confidence', rule.confidence),
    ...part('Right to pass', rule.exceptions),
  ];
  const related = (show: (reference: Reference) => string): Array<[string, string]> =>
    part('Related to', rule.references.map(show).join(', '));
  return {
    text: [rule.description, ...[...parts, ...related(cite)].map(([title, text]) => `${title}: ${text}`)].join('\n\n'),
    markdown: [rule.description, ...[...parts, ...related(link)].map(([title, text]) => `**${title}**: ${text}`)].join(
      '\n\n',
    ),
  };
};

/** A rule as code scanning explains it. */
export const toDescriptor = (rule: CatalogueRule): ReportingDescriptor => {
  const helpUri = rule.references.find(({ url }) => url !== undefined)?.url;
  return {
    id: rule.id,
    name: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.description },
    help: help(rule),
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: {
      tags: [...new Set(['security', ...rule.tags])].slice(0, mostTags),
      'security-severity': securitySeverities[rule.severity],
      'problem.severity': levels[rule.severity] === 'note' ? 'recommendation' : levels[rule.severity],
    },
  };
};
