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
  waived?: { owner: string; reason: string; expires: string };
};

/** A rule that could not be answered: never the same as a pass. */
export type AuditInconclusive = { rule: string; app?: string; reason: string };

export type AuditCoverage = {
  source: string;
  status: 'complete' | 'partial' | 'unavailable';
  reason?: string;
  rows?: number;
};

/** Findings by severity are the unwaived ones. */
export type AuditSummary = {
  apps: number;
  critical: number;
  high: number;
  moderate: number;
  low: number;
  info: number;
  waived: number;
  inconclusive: number;
};

export type AuditResult = {
  findings: AuditFinding[];
  inconclusive: AuditInconclusive[];
  coverage: AuditCoverage[];
  summary: AuditSummary;
};
