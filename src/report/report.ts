import type { CatalogueRule } from '../audit/catalogue.js';
import type { AuditResult } from '../audit/result.js';

/** An audit as reports get it. */
export type AuditReport = AuditResult & { apiCalls: number; durationMs: number };

export type ReportContext = {
  /** Of the plugin. */
  version: string;
  /** Those that were selected. */
  rules: readonly CatalogueRule[];
};

/** One format: the whole text of a report. */
export type Reporter = (report: AuditReport, context: ReportContext) => string;
