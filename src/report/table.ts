import { posix } from 'node:path';
import type { AuditFinding } from '../audit/result.js';
import { visible } from './escape.js';
import { placeText } from './placeText.js';
import { noPaint, type Paint } from './paint.js';
import { stateOf } from './state.js';

export type FindingRow = { severity: string; rule: string; app: string; finding: string; where: string };
export type FindingColumn = keyof FindingRow;

/** With fewer columns, whole sentences would be towers of single words. */
const narrowest = 140;

/** With fewer, whole paths would take the room of the sentences. */
const narrowestForPaths = 240;

/** Here even the place of a finding would be a tower; the detail has it. */
const narrowestForPlaces = 60;

/** Columns that a terminal of this width has room for; the rules' names stand for their sentences in a narrow one. */
export const columnsFor = (width: number): FindingColumn[] => {
  if (width < narrowestForPlaces) return ['severity', 'rule', 'app'];
  return width < narrowest ? ['severity', 'rule', 'app', 'where'] : ['severity', 'rule', 'app', 'finding', 'where'];
};

const also = ({ alsoIn }: AuditFinding): string => (alsoIn ? `, also ${visible(alsoIn.join(', '), 100)}` : '');

const shortPlace = ({ location, org }: AuditFinding): string => {
  if (!location) return org === undefined ? '' : visible(org, 80);
  return `${visible(posix.basename(location.file, '-meta.xml'), 80)}:${location.startLine}`;
};

const toRow =
  (hasPaths: boolean, paint: Paint) =>
  (finding: AuditFinding): FindingRow => ({
    severity:
      stateOf(finding) === 'open'
        ? paint(finding, finding.severityName)
        : `${finding.severityName} (${stateOf(finding)})`,
    rule: finding.rule,
    app: visible(finding.app || '-', 80),
    finding: visible(finding.message, 300),
    where: `${hasPaths ? placeText(finding) : shortPlace(finding)}${also(finding)}`,
  });

/** Rows for a table; one line of text in each cell. */
export const toRows = (findings: readonly AuditFinding[], width: number, paint = noPaint): FindingRow[] =>
  findings.map(toRow(width >= narrowestForPaths, paint));
