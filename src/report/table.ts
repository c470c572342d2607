import { posix } from 'node:path';
import type { AuditFinding } from '../audit/result.js';
import { visible } from './escape.js';
import { placeText } from './placeText.js';
import { noPaint, type Paint } from './paint.js';
import { stateOf } from './state.js';
import { wrapped } from './wrapped.js';

export type FindingRow = { severity: string; rule: string; app: string; finding: string; where: string };
export type FindingColumn = keyof FindingRow;

/** With fewer columns, whole sentences would be towers of single words. */
const narrowest = 140;

/** With fewer, whole paths would take the room of the sentences. */
const narrowestForPaths = 240;

/** Below this a table of any columns is a set of towers: a list reads better. */
export const narrowestTable = 80;

/** Columns that a terminal of this width has room for; the rules' names stand for their sentences in a narrow one. */
export const columnsFor = (width: number): FindingColumn[] =>
  width < narrowest ? ['severity', 'rule', 'app', 'where'] : ['severity', 'rule', 'app', 'finding', 'where'];

const also = ({ alsoIn }: AuditFinding): string => (alsoIn ? `, also ${visible(alsoIn.join(', '), 100)}` : '');

const shortPlace = ({ location, org }: AuditFinding): string => {
  if (!location) return org === undefined ? '' : visible(org, 80);
  return `${visible(posix.basename(location.file, '-meta.xml'), 80)}:${location.startLine}`;
};

type Room = { app: number; where: number };

/** A column costs its text and three characters of frame. */
const frame = (columns: number): number => 3 * columns + 1;

const widest = (words: readonly string[]): number => words.reduce((width, { length }) => Math.max(width, length), 0);

const severityText = (finding: AuditFinding): string =>
  stateOf(finding) === 'open' ? finding.severityName : `${finding.severityName} (${stateOf(finding)})`;

/** What is left for names and places when severities and rules stand whole and sentences have the most. */
const roomFor = (findings: readonly AuditFinding[], width: number): Room => {
  const fixed = widest(findings.map(severityText)) + widest(findings.map(({ rule }) => rule));
  const room = Math.max(width - frame(columnsFor(width).length) - fixed, 12);
  const forNames = width < narrowest ? room : room * 0.5;
  const app = Math.min(widest(findings.map((finding) => visible(finding.app, 80))), Math.floor(forNames / 2));
  return { app: Math.max(app, 1), where: Math.floor(forNames) - app };
};

/** The end of a path says more than its start. */
const cutStart = (text: string, room: number): string => (text.length <= room ? text : `…${text.slice(1 - room)}`);

const toRow = (finding: AuditFinding, width: number, { app, where }: Room, paint: Paint): FindingRow => {
  const place = width >= narrowestForPaths ? placeText(finding) : shortPlace(finding);
  return {
    severity: paint(finding, severityText(finding)),
    rule: finding.rule,
    app: visible(finding.app || '-', Math.min(app, 80)),
    finding: visible(finding.message, 300),
    where: width === Infinity ? `${place}${also(finding)}` : cutStart(`${place}${also(finding)}`, where),
  };
};

/** Rows for a table that fits a terminal of this width; one line of text in each cell but the sentences. */
export const toRows = (findings: readonly AuditFinding[], width: number, paint = noPaint): FindingRow[] => {
  const room = roomFor(findings, width);
  return findings.map((finding) => toRow(finding, width, room, paint));
};

/** The same for a terminal that is too narrow for a table. */
export const toList = (findings: readonly AuditFinding[], width: number, paint = noPaint): string =>
  findings
    .map((finding) => {
      const head = `${paint(finding, severityText(finding))}  ${finding.rule}`;
      const place = `${shortPlace(finding)}${also(finding)}`;
      const lines = [visible(finding.app || '-', 80), place].filter(Boolean);
      return [head, ...lines.map((line) => wrapped(`  ${line}`, width, 2))].join('\n');
    })
    .join('\n');
