import type { Invocation, Log, Notification } from 'sarif';
import type { AuditCoverage, AuditFinding, AuditInconclusive, AuditPreflight } from '../../audit/result.js';
import { unauditedOrgs } from '../../audit/unaudited.js';
import { jsonText } from '../jsonText.js';
import type { AuditReport, ReportContext, Reporter } from '../report.js';
import { stateOf } from '../state.js';
import { fileFinder, toResults } from './results.js';
import { toDescriptor } from './rules.js';
import { plain, toUri } from './text.js';

/** GitHub rejects a run with more results, and shows the 5,000 worst. */
const mostResults = 25_000;

const fromPreflight = ({ org, permission, label, held, hides, reason }: AuditPreflight): Notification[] => {
  if (held === true) return [];
  const state = held === 'unknown' ? `not known to be held (${plain(reason ?? 'no reason given')})` : 'missing';
  const text = `${plain(org)}: ${plain(label)} (${plain(permission)}) is ${state}, so ${plain(hides)}`;
  return [{ level: 'warning', message: { text } }];
};

const fromCoverage = ({ source, status, reason }: AuditCoverage): Notification[] =>
  status === 'complete'
    ? []
    : [{ level: 'warning', message: { text: `${plain(source)} is ${status}: ${plain(reason ?? 'no reason given')}` } }];

const fromInconclusive = ({ rule, app, org, reason }: AuditInconclusive): Notification => {
  const subject = `${app === undefined ? '' : ` for ${plain(app)}`}${org === undefined ? '' : ` in ${plain(org)}`}`;
  return {
    level: 'warning',
    associatedRule: { id: rule },
    message: { text: `Could not be checked${subject}: ${plain(reason)}` },
  };
};

const leftOut = (count: number): Notification[] =>
  count === 0
    ? []
    : [
        {
          level: 'error',
          message: { text: `${count} less severe findings are left out: a run may have ${mostResults} results.` },
        },
      ];

const invocationOf = (report: AuditReport, exit: ReportContext['exit']): Invocation => ({
  executionSuccessful: unauditedOrgs(report.coverage).length === 0,
  ...(exit ? { exitCode: exit.code, exitCodeDescription: exit.meaning } : {}),
  toolExecutionNotifications: [
    ...leftOut(Math.max(report.findings.length - mostResults, 0)),
    ...report.preflight.flatMap(fromPreflight),
    ...report.coverage.flatMap(fromCoverage),
    ...report.inconclusive.map(fromInconclusive),
  ],
});

/** What was audited, in a few words: code scanning keeps runs of different ids apart, so one closes no alert of another. */
const categoryOf = ({ coverage }: AuditReport): string => {
  const targets = coverage.flatMap(({ source }) => {
    if (source.startsWith('source:')) return ['source'];
    const org = /^org:([^/]+)/.exec(source)?.[1];
    return org === undefined ? [] : [`org-${org}`];
  });
  return `sf-clientapp/${[...new Set(targets)]
    .sort()
    .map((target) => toUri(plain(target, 100)))
    .join('+')}/`;
};

/** Code scanning closes what it no longer finds: a fixed finding is gone, unless an org still has it. */
const standing = (findings: readonly AuditFinding[]): AuditFinding[] =>
  findings.filter((finding) => stateOf(finding) !== 'fixed' || (finding.alsoIn?.length ?? 0) > 0);

/** SARIF 2.1.0, for code scanning. What could not be checked is a notification, so that a short list of results is not taken for a good one. */
export const sarif: Reporter = (report, { version, rules, apps, anchorFile, exit }) => {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'sf-clientapp', semanticVersion: version, rules: rules.map(toDescriptor) } },
        automationDetails: { id: categoryOf(report) },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the project.' } } },
        invocations: [invocationOf(report, exit)],
        results: toResults(standing(report.findings).slice(0, mostResults), indexes, fileFinder({ apps, anchorFile })),
        properties: { summary: report.summary },
      },
    ],
  };
  return jsonText(log);
};
