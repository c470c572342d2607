import type { AuditReport, ReportContext } from '../../src/report/report.js';
import type { AuditFinding } from '../../src/audit/result.js';
import { aFinding, aRule } from '../audit/support.js';

/** What a terminal would act on or be fooled by: title change, cursor, right-to-left override, tag characters, half a pair. */
export const hostile =
  '\u001b]0;pwned\u0007\u001b[2J\u009b31m\u202Eevil\u2066\u200B\u{E0041}\uD800\r\n\tnext | <b>[a](http://x)';

/** Characters that no report for people may hold. */
export const acting = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

export const aReport = (overrides: Partial<AuditReport> = {}): AuditReport => ({
  version: 1,
  preflight: [],
  findings: [aFinding()],
  inconclusive: [],
  coverage: [{ source: 'source:force-app', status: 'complete', rows: 3 }],
  summary: { apps: 1, critical: 0, high: 1, moderate: 0, low: 0, info: 0, waived: 0, baseline: 0, inconclusive: 0 },
  apiCalls: 0,
  durationMs: 1234,
  ...overrides,
});

export const aContext = (overrides: Partial<ReportContext> = {}): ReportContext => ({
  version: '1.2.3',
  rules: [aRule('full-scope', [], { severity: 2 }), aRule('stale-token', [], { exceptions: 'Seasonal jobs.' })],
  ...overrides,
});

/** A finding with this text wherever text can be. */
export const findingOf = (text: string): AuditFinding =>
  aFinding({
    app: text,
    org: text,
    user: text,
    message: text,
    evidence: text,
    remedy: text,
    references: [{ id: text, edition: text }],
    location: { file: text, startLine: 1, startColumn: 1 },
    waived: { owner: text, reason: text, expires: '2027-01-01' },
  });

/** A report with this text wherever text can be. */
export const reportOf = (text: string): AuditReport =>
  aReport({
    findings: [findingOf(text)],
    inconclusive: [{ rule: 'full-scope', app: text, reason: text }],
    coverage: [{ source: text, status: 'partial', reason: text }],
  });
