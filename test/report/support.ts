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
  today: new Date('2026-11-23T12:00:00Z'),
  anchorFile: 'sfdx-project.json',
  apps: () => [],
  ...overrides,
});

/** A finding with this text wherever text can be. */
const findingOf = (text: string): AuditFinding =>
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
    alsoIn: [text],
    severityReason: text,
    fix: { kind: 'safe', description: text, status: 'failed', reason: text },
  });

/** One that nobody accepted. */
const openFindingOf = (text: string): AuditFinding => {
  const { waived: _waived, fix: _fix, location: _location, ...open } = findingOf(text);
  return open;
};

/** A report with this text wherever text can be. */
export const reportOf = (text: string): AuditReport =>
  aReport({
    preflight: [
      { org: text, permission: text, label: text, held: false, hides: text },
      { org: text, permission: text, label: text, held: 'unknown', hides: text, reason: text },
    ],
    findings: [findingOf(text), openFindingOf(text)],
    inconclusive: [{ rule: 'full-scope', app: text, org: text, reason: text }],
    coverage: [{ source: text, status: 'partial', reason: text }],
  });

/** Text that one format or another would act on; each report must show it and do nothing. */
export const attacks: ReadonlyArray<[string, string]> = [
  ['control characters', hostile],
  ['a megabyte', 'x'.repeat(1_000_000)],
  ['a megabyte of what is escaped', '<'.repeat(1_000_000)],
  ['quotes and braces', `"}],{"\\'</script>\${x}%s`],
  ['markup', '<script>window.pwned=1</script><img src=x onerror=window.pwned=1><svg/onload=window.pwned=1>'],
  ['an attribute', `" onmouseover="window.pwned=1" autofocus onfocus="window.pwned=1" x="' onclick='window.pwned=1`],
  ['formulas', `=cmd|' /C calc'!A0`],
  ['a formula in another column', 'x;=HYPERLINK("http://evil.example")'],
  ['a formula behind a quote', 'x","=1+1'],
  [
    'Markdown',
    '[a](http://evil.example) ![i](http://evil.example/p.png) `x` **b** | c | <b>d</b> @admin #1 https://evil.example',
  ],
  ['the end of CDATA', ']]></failure><injected/><![CDATA['],
  ['an entity', '&lt;b&gt; &#60;i&#62; &unknown; &'],
  ['no character', 'a\u0000b\uFFFEc\uFFFFd\uD800e\uDFFFf'],
  ['lines', 'a\nb\r\nc\u2028d'],
  ['a prototype', '__proto__'],
];
