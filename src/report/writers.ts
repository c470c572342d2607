import { extname } from 'node:path';
import type { AuditReport, ReportContext, Reporter } from './report.js';

/** A format whose code is loaded when it writes: an audit pays for no other. */
export type ReportWriter = (report: AuditReport, context: ReportContext) => Promise<string>;

const lazily =
  (load: () => Promise<Reporter>): ReportWriter =>
  async (report, context) =>
    (await load())(report, context);

const writers: ReadonlyMap<string, ReportWriter> = new Map([
  ['.json', lazily(async () => (await import('./json.js')).json)],
  ['.sarif', lazily(async () => (await import('./sarif/log.js')).sarif)],
  ['.html', lazily(async () => (await import('./html/load.js')).loadHtml())],
  ['.csv', lazily(async () => (await import('./csv.js')).csv)],
  ['.md', lazily(async () => (await import('./markdown.js')).markdown)],
  ['.xml', lazily(async () => (await import('./junit.js')).junit)],
]);

/** Endings of files that a report can be written to. */
export const outputFormats: readonly string[] = [...writers.keys()];

/** The format that a file's ending asks for. */
export const writerFor = (file: string): ReportWriter | undefined => writers.get(extname(file).toLowerCase());
