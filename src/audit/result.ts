import type { Registration } from '../app/clientApp.js';
import type { Confidence, Reference, Severity, SeverityName } from './rule.js';

export type AuditFinding = {
  rule: string;
  severity: Severity;
  severityName: SeverityName;
  confidence: Confidence;
  /** Empty when the finding is about the project or the org and no single app. */
  app: string;
  registration?: Registration;
  org?: string;
  user?: string;
  message: string;
  evidence: string;
  remedy: string;
  references: readonly Reference[];
  /** Stays the same when the file moves or its lines do; waivers and SARIF go by it. */
  fingerprint: string;
  location?: { file: string; startLine: number; startColumn: number };
  /** Orgs in which the same fact was seen; the finding itself is then the one in source, which can be mended. */
  alsoIn?: string[];
  /** Why the severity is not the one that the rule gave: said whenever the manifest's criticality moved it. */
  severityReason?: string;
  waived?: { owner: string; reason: string; expires: string };
  /** In the report that was named as the baseline: it stays in the result, and does not count for the threshold. */
  baseline?: true;
  fix?: AuditFix;
};

/**
 * What an edit of the source files could do, or did, about a finding.
 * @public A definition of the published schemas.
 */
export type AuditFix = {
  /** An unsafe one may change what the app does. */
  kind: 'safe' | 'unsafe';
  /** What is edited, in one sentence. */
  description: string;
  status: 'available' | 'applied' | 'failed';
  /** Why it failed. */
  reason?: string;
};

/** A rule that could not be answered: never the same as a pass. */
export type AuditInconclusive = { rule: string; app?: string; org?: string; reason: string };

export type AuditCoverage = {
  source: string;
  status: 'complete' | 'partial' | 'unavailable';
  reason?: string;
  rows?: number;
};

/** One thing that the signed-in user needs for a full audit of an org. */
export type AuditPreflight = {
  org: string;
  /** Name of the user permission, without "Permissions". */
  permission: string;
  label: string;
  held: boolean | 'unknown';
  /** What cannot be seen without it, as part of a sentence. */
  hides: string;
  /** Why it is not known whether the user holds it. */
  reason?: string;
};

/** Findings by severity are the unwaived ones, those of the baseline among them. */
export type AuditSummary = {
  apps: number;
  critical: number;
  high: number;
  moderate: number;
  low: number;
  info: number;
  waived: number;
  /** Unwaived findings that the baseline has too. */
  baseline: number;
  inconclusive: number;
};

/** Of the JSON report: it grows within a version, and whoever reads a newer one cannot know what it means. */
export const reportVersion = 1;

export type AuditResult = {
  version: number;
  /** What the signed-in users lack comes first: it says how much the rest is worth. */
  preflight: AuditPreflight[];
  findings: AuditFinding[];
  inconclusive: AuditInconclusive[];
  coverage: AuditCoverage[];
  summary: AuditSummary;
};
