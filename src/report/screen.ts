import { detail } from './detail.js';
import { noPaint, type Paint } from './paint.js';
import type { AuditReport } from './report.js';
import { preflightLines } from './preflight.js';
import { summaryLine } from './summaryLine.js';
import { columnsFor, narrowestTable, toList, toRows, type FindingColumn, type FindingRow } from './table.js';
import { unchecked } from './unchecked.js';
import { wrapped } from './wrapped.js';

/** A terminal is no place for more; files have them all. */
const mostFindings = 200;
const mostUnchecked = 20;

/** What a terminal shows, from top to bottom. */
export type ScreenPart = string | { data: FindingRow[]; columns: FindingColumn[] };

/** The texts that the command has in its messages. */
type ScreenText = (
  key:
    | 'info.preflight'
    | 'info.details'
    | 'info.gaps'
    | 'info.noFindings'
    | 'info.more'
    | 'info.unchecked'
    | 'info.moreUnchecked',
  tokens?: number[],
) => string;

export type ScreenOptions = { view: 'table' | 'detail'; width: number; text: ScreenText; paint?: Paint };

/** What somebody must know before reading that little was found. */
const blindPart = ({ preflight, coverage }: AuditReport, { text, width }: ScreenOptions): ScreenPart[] => {
  const lines = preflightLines(preflight);
  const gaps = coverage.filter(({ status }) => status !== 'complete').length;
  return [
    ...(lines.length > 0
      ? [[text('info.preflight'), ...lines.map((line) => wrapped(`  ${line}`, width))].join('\n') + '\n']
      : []),
    ...(gaps > 0 ? [`${text('info.gaps', [gaps, coverage.length])}\n`] : []),
  ];
};

const findingsPart = (
  { findings }: AuditReport,
  { view, width, text, paint = noPaint }: ScreenOptions,
): ScreenPart[] => {
  const shown = findings.slice(0, mostFindings);
  const hidden = findings.length - shown.length;
  if (shown.length === 0) return [`${text('info.noFindings')}\n`];
  const more = hidden > 0 ? [`${text('info.more', [hidden])}\n`] : [];
  if (view === 'detail') return [`${detail(shown, width, paint)}\n`, ...more];
  if (width < narrowestTable) return [`${toList(shown, width, paint)}\n`, ...more];
  return [{ data: toRows(shown, width, paint), columns: columnsFor(width) }, ...more];
};

const uncheckedPart = (report: AuditReport, { text, width }: ScreenOptions): ScreenPart[] => {
  const lines = unchecked(report);
  if (lines.length === 0) return [];
  const hidden = lines.length - mostUnchecked;
  const more = hidden > 0 ? [text('info.moreUnchecked', [hidden])] : [];
  const list = [...lines.slice(0, mostUnchecked), ...more].map((line) => wrapped(`  ${line}`, width));
  return [[text('info.unchecked'), ...list].join('\n') + '\n'];
};

/** A table has no room for remedies, and a narrow one none for what was found. */
const detailsPart = ({ findings }: AuditReport, { view, width, text }: ScreenOptions): ScreenPart[] =>
  view === 'table' && findings.length > 0 ? [wrapped(text('info.details'), width)] : [];

/** The audit as a terminal shows it. */
export const screen = (report: AuditReport, options: ScreenOptions): ScreenPart[] => [
  ...blindPart(report, options),
  ...findingsPart(report, options),
  ...uncheckedPart(report, options),
  wrapped(summaryLine(report), options.width),
  ...detailsPart(report, options),
];
