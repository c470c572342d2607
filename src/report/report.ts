import type { CatalogueRule } from '../audit/catalogue.js';
import type { AuditResult } from '../audit/result.js';
import type { AppPortrait } from './portrait/types.js';

/** An audit as reports get it. */
export type AuditReport = AuditResult & { apiCalls: number; durationMs: number };

export type ReportContext = {
  /** Of the plugin. */
  version: string;
  /** Those that were selected. */
  rules: readonly CatalogueRule[];
  /** The day that the audit compared dates with. */
  today: Date;
  /** A file of the project, relative to its root: where findings that no file caused are shown to tools that need one. */
  anchorFile: string;
  /** What the command ends with, and what that means; absent where a report is no part of a command. */
  exit?: { code: number; meaning: string } | undefined;
  /** Every app that was audited; made on first use, since few formats look at it. */
  apps: () => readonly AppPortrait[];
};

/** One format: the whole text of a report. */
export type Reporter = (report: AuditReport, context: ReportContext) => string;
