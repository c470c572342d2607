import type { AuditFinding } from '../audit/result.js';
import { visible } from './escape.js';
import { placeText } from './placeText.js';

export type FindingRow = { severity: string; rule: string; app: string; finding: string };

const toRow = (finding: AuditFinding): FindingRow => ({
  severity: finding.waived ? `${finding.severityName} (waived)` : finding.severityName,
  rule: finding.rule,
  app: visible(finding.app || '-', 80),
  finding: [visible(finding.message, 300), placeText(finding)].filter(Boolean).join(' '),
});

/** Rows for a table; one line of text each. */
export const toRows = (findings: readonly AuditFinding[]): FindingRow[] => findings.map(toRow);
