import type { AuditFinding } from '../audit/result.js';
import { cite } from './cite.js';
import { visible } from './escape.js';
import type { AuditReport, Reporter } from './report.js';
import { stateOf } from './state.js';

const longest = 4000;

const columns = [
  'record',
  'state',
  'severity',
  'confidence',
  'rule',
  'app',
  'registration',
  'org',
  'user',
  'message',
  'evidence',
  'remedy',
  'severityReason',
  'alsoIn',
  'file',
  'line',
  'column',
  'waivedBy',
  'waiverReason',
  'waivedUntil',
  'fix',
  'references',
  'fingerprint',
] as const;

type Row = Partial<Record<(typeof columns)[number], string | number | undefined>>;

/** What a spreadsheet takes for the start of a formula, full-width forms too. */
const formula = '[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20]';

/**
 * At the start of a cell, and after what a spreadsheet of another language takes for the end of one: there an apostrophe
 * makes a formula plain text.
 */
const formulaStart = new RegExp(`(^|[;,|"'])(\\s*)(?=${formula})`, 'gu');

const cell = (value: string | number | undefined): string => {
  if (typeof value === 'number') return String(value);
  const text = visible(value ?? '', longest).replace(formulaStart, "$1$2'");
  return `"${text.replaceAll('"', '""')}"`;
};

const line = (row: Row): string => columns.map((column) => cell(row[column])).join(',');

const fromFinding = (finding: AuditFinding): Row => ({
  record: 'finding',
  state: stateOf(finding),
  severity: finding.severityName,
  confidence: finding.confidence,
  rule: finding.rule,
  app: finding.app,
  registration: finding.registration,
  org: finding.org,
  user: finding.user,
  message: finding.message,
  evidence: finding.evidence,
  remedy: finding.remedy,
  severityReason: finding.severityReason,
  alsoIn: finding.alsoIn?.join('; '),
  file: finding.location?.file,
  line: finding.location?.startLine,
  column: finding.location?.startColumn,
  waivedBy: finding.waived?.owner,
  waiverReason: finding.waived?.reason,
  waivedUntil: finding.waived?.expires,
  fix: finding.fix && `${finding.fix.kind}, ${finding.fix.status}: ${finding.fix.description}`,
  references: finding.references.map(cite).join('; '),
  fingerprint: finding.fingerprint,
});

const heldWords = { true: 'held', false: 'missing', unknown: 'unknown' } as const;

const rowsOf = ({ preflight, coverage, inconclusive, findings }: AuditReport): Row[] => [
  ...preflight.map(({ org, permission, label, held, hides, reason }): Row => ({
    record: 'preflight',
    state: heldWords[`${held}`],
    org,
    message: `${label} (${permission}); without it ${hides}`,
    evidence: reason,
  })),
  ...coverage.map(({ source, status, reason, rows }): Row => ({
    record: 'coverage',
    state: status,
    message: source,
    evidence: [rows === undefined ? '' : `${rows} rows`, reason ?? ''].filter(Boolean).join(': '),
  })),
  ...inconclusive.map(({ rule, app, reason }): Row => ({
    record: 'inconclusive',
    state: 'not answered',
    rule,
    app,
    message: reason,
  })),
  ...findings.map(fromFinding),
];

/** Spreadsheets take a file for UTF-8 only when it says so. */
const byteOrderMark = '\uFEFF';

/** RFC 4180, one record a line: first what the audit could not see, then what it found. No cell is a formula. */
export const csv: Reporter = (report) =>
  `${byteOrderMark}${[columns.join(','), ...rowsOf(report).map(line)].join('\r\n')}\r\n`;
