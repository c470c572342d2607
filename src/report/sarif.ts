import type {
  Invocation,
  Location,
  Log,
  MultiformatMessageString,
  Notification,
  ReportingDescriptor,
  Result,
} from 'sarif';
import type { CatalogueRule } from '../audit/catalogue.js';
import type { AuditCoverage, AuditFinding, AuditInconclusive } from '../audit/result.js';
import type { Reference, Severity } from '../audit/rule.js';
import { cite } from './cite.js';
import { visible } from './escape.js';
import { jsonText } from './jsonText.js';
import type { Reporter } from './report.js';

const levels = { 1: 'error', 2: 'error', 3: 'warning', 4: 'note', 5: 'note' } as const satisfies Record<
  Severity,
  string
>;

/** What code scanning sorts by; the numbers that other cloud audit tools give to the same words. */
const securitySeverities: Record<Severity, string> = { 1: '9.0', 2: '7.0', 3: '4.0', 4: '2.0', 5: '0.0' };

const longest = 4000;

/** In a message, brackets would make a link (SARIF 2.1.0, 3.11.6). */
const plain = (text: string): string => visible(text, longest).replace(/[\\[\]]/g, '\\$&');

/** Percent-encoded, with `/`; half a surrogate pair, which no URI can hold, becomes U+FFFD. */
const toUri = (file: string): string => Buffer.from(file).toString().split('/').map(encodeURIComponent).join('/');

const link = (reference: Reference): string =>
  reference.url === undefined ? cite(reference) : `[${cite(reference)}](${reference.url})`;

const help = (rule: CatalogueRule): MultiformatMessageString => {
  const part = (title: string, text: string | undefined): Array<[string, string]> => (text ? [[title, text]] : []);
  const parts = [...part('Remedy', rule.remedy), ...part('Right to pass', rule.exceptions)];
  const related = (show: (reference: Reference) => string): Array<[string, string]> =>
    part('Related to', rule.references.map(show).join(', '));
  return {
    text: [rule.description, ...[...parts, ...related(cite)].map(([title, text]) => `${title}: ${text}`)].join('\n\n'),
    markdown: [rule.description, ...[...parts, ...related(link)].map(([title, text]) => `**${title}**: ${text}`)].join(
      '\n\n',
    ),
  };
};

const toDescriptor = (rule: CatalogueRule): ReportingDescriptor => ({
  id: rule.id,
  shortDescription: { text: rule.title },
  fullDescription: { text: rule.description },
  help: help(rule),
  defaultConfiguration: { level: levels[rule.severity] },
  properties: { tags: ['security', ...rule.tags], 'security-severity': securitySeverities[rule.severity] },
});

const toLocation = ({ location, org, app, user }: AuditFinding): Location => ({
  ...(location && {
    physicalLocation: {
      artifactLocation: { uri: toUri(location.file), uriBaseId: '%SRCROOT%' },
      region: { startLine: location.startLine, startColumn: location.startColumn },
    },
  }),
  ...(org !== undefined && {
    logicalLocations: [
      {
        name: visible(app || org),
        fullyQualifiedName: [org, app, user]
          .filter(Boolean)
          .map((part) => visible(part ?? ''))
          .join('/'),
        kind: 'resource',
      },
    ],
  }),
});

const toResult =
  (indexes: ReadonlyMap<string, number>) =>
  (finding: AuditFinding): Result => {
    const { rule, severity, severityName, confidence, message, evidence, remedy, fingerprint, waived } = finding;
    const location = toLocation(finding);
    return {
      ruleId: rule,
      ruleIndex: indexes.get(rule) ?? -1,
      level: levels[severity],
      message: { text: `${plain(message)} Seen: ${plain(evidence)} Remedy: ${plain(remedy)}` },
      locations: Object.keys(location).length === 0 ? [] : [location],
      partialFingerprints: { 'clientapp/v1': fingerprint },
      // Either every result of a run has suppressions or none has (3.27.23).
      suppressions: waived
        ? [
            {
              kind: 'external',
              status: 'accepted',
              justification: visible(`${waived.reason} (${waived.owner}, until ${waived.expires})`, longest),
            },
          ]
        : [],
      properties: { severity: severityName, confidence, app: visible(finding.app) },
    };
  };

const fromInconclusive = ({ rule, app, reason }: AuditInconclusive): Notification => ({
  level: 'warning',
  associatedRule: { id: rule },
  message: { text: `Could not be checked${app === undefined ? '' : ` for ${plain(app)}`}: ${plain(reason)}` },
});

const fromCoverage = ({ source, status, reason }: AuditCoverage): Notification[] =>
  status === 'complete'
    ? []
    : [{ level: 'warning', message: { text: `${plain(source)} is ${status}: ${plain(reason ?? 'no reason given')}` } }];

/** SARIF 2.1.0, for code scanning. What could not be checked is a notification, so that a short list of results is not taken for a good one. */
export const sarif: Reporter = (report, { version, rules }) => {
  const invocation: Invocation = {
    executionSuccessful: true,
    toolExecutionNotifications: [
      ...report.coverage.flatMap(fromCoverage),
      ...report.inconclusive.map(fromInconclusive),
    ],
  };
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'sf-clientapp', semanticVersion: version, rules: rules.map(toDescriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation],
        results: report.findings.map(toResult(indexes)),
      },
    ],
  };
  return jsonText(log);
};
