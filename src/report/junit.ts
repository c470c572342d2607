import type { CatalogueRule } from '../audit/catalogue.js';
import type { AuditCoverage, AuditFinding, AuditInconclusive, AuditPreflight } from '../audit/result.js';
import { visible } from './escape.js';
import { placeText } from './placeText.js';
import type { AuditReport, Reporter } from './report.js';
import { stateOf } from './state.js';

const longest = 2000;

/** XML 1.0 holds neither these two nor half a surrogate pair, which `visible` has named already. */
const noCharacter = /[\uFFFE\uFFFF]/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const xmlText = (text: string): string =>
  visible(text, longest)
    .replace(noCharacter, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');

type Verdict = { kind: 'pass' } | { kind: 'failure' | 'skipped'; message: string; lines?: string[] };
type TestCase = { name: string; verdict: Verdict };
type Suite = { name: string; cases: TestCase[] };

const caseText = (suite: string, { name, verdict }: TestCase): string => {
  const open = `    <testcase classname="${xmlText(suite)}" name="${xmlText(name)}"`;
  if (verdict.kind === 'pass') return `${open}/>`;
  const { kind, message, lines = [] } = verdict;
  const body = lines.map(xmlText).join('\n');
  return [`${open}>`, `      <${kind} message="${xmlText(message)}">${body}</${kind}>`, '    </testcase>'].join('\n');
};

const countOf = (cases: readonly TestCase[], kind: Verdict['kind']): number =>
  cases.filter(({ verdict }) => verdict.kind === kind).length;

const counts = (cases: readonly TestCase[]): string =>
  `tests="${cases.length}" failures="${countOf(cases, 'failure')}" errors="0" skipped="${countOf(cases, 'skipped')}"`;

const suiteText = ({ name, cases }: Suite): string =>
  [
    `  <testsuite name="${xmlText(name)}" ${counts(cases)}>`,
    ...cases.map((one) => caseText(name, one)),
    '  </testsuite>',
  ].join('\n');

const findingLines = (finding: AuditFinding): string[] => {
  const { severityName, confidence, message, evidence, remedy, severityReason, alsoIn, fingerprint } = finding;
  return [
    `${severityName} (${stateOf(finding)}, confidence ${confidence}): ${message}`,
    `at: ${placeText(finding) || 'no place of its own'}`,
    ...(finding.user === undefined ? [] : [`user: ${finding.user}`]),
    `seen: ${evidence}`,
    ...(severityReason === undefined ? [] : [`severity: ${severityReason}`]),
    ...(alsoIn ? [`also in: ${alsoIn.join(', ')}`] : []),
    ...(finding.waived
      ? [`waived: ${finding.waived.reason} (${finding.waived.owner}, until ${finding.waived.expires})`]
      : []),
    `remedy: ${remedy}`,
    `fingerprint: ${fingerprint}`,
  ];
};

const settled = { waived: 'waived', baseline: 'in the baseline', fixed: 'fixed', open: 'open' } as const;

/** One test case can have one failure: all findings of a rule for an app are in it. */
const fromFindings = (findings: readonly AuditFinding[]): Verdict => {
  const open = findings.filter((finding) => stateOf(finding) === 'open');
  const lines = findings.flatMap(findingLines);
  const [first] = open;
  if (first) {
    const more = open.length > 1 ? ` (and ${open.length - 1} more)` : '';
    return { kind: 'failure', message: `${first.severityName}: ${first.message}${more}`, lines };
  }
  const states = [...new Set(findings.map((finding) => settled[stateOf(finding)]))];
  return { kind: 'skipped', message: states.join(', '), lines };
};

const unanswered = ({ reason }: AuditInconclusive): string => `could not be checked: ${reason}`;

const subjectOf = ({ app, registration, org }: AuditFinding): string =>
  [app || 'project and org', registration && `(${registration})`, org !== undefined && `in ${org}`]
    .filter(Boolean)
    .join(' ');

/** Left out because nothing of the kind was audited: `source` or `org`, as coverage names it. */
const missingModes = (coverage: readonly AuditCoverage[]): Set<string> =>
  new Set(coverage.filter(({ status }) => status === 'unavailable').map(({ source }) => source));

const ruleSuite = (
  rule: CatalogueRule,
  findings: readonly AuditFinding[],
  inconclusive: readonly AuditInconclusive[],
  missing: ReadonlySet<string>,
): Suite => {
  const cases = [...Map.groupBy(findings, subjectOf)].map(([name, group]): TestCase => ({
    name,
    verdict: fromFindings(group),
  }));
  for (const one of inconclusive) {
    cases.push({
      name: `${one.app ?? 'every app'}${one.org === undefined ? '' : ` in ${one.org}`}: not answered`,
      verdict: { kind: 'skipped', message: unanswered(one) },
    });
  }
  const didRun = rule.modes.some((mode) => !missing.has(mode));
  if (!didRun)
    cases.push({ name: 'not run', verdict: { kind: 'skipped', message: 'nothing it looks at was audited' } });
  if (cases.length === 0) cases.push({ name: 'holds for every app that was audited', verdict: { kind: 'pass' } });
  return { name: rule.id, cases };
};

const preflightCase = ({ org, permission, label, held, hides, reason }: AuditPreflight): TestCase => ({
  name: `${org}: ${label} (${permission})`,
  verdict:
    held === true
      ? { kind: 'pass' }
      : {
          kind: 'skipped',
          message: `${held === false ? 'missing' : `unknown: ${reason ?? 'no reason given'}`}; ${hides}`,
        },
});

const coverageCase = ({ source, status, reason, rows }: AuditCoverage): TestCase => ({
  name: rows === undefined ? source : `${source} (${rows} rows)`,
  verdict:
    status === 'complete'
      ? { kind: 'pass' }
      : { kind: 'skipped', message: `${status}: ${reason ?? 'no reason given'}` },
});

const suitesOf = (report: AuditReport, rules: readonly CatalogueRule[]): Suite[] => {
  const findings = Map.groupBy(report.findings, ({ rule }) => rule);
  const inconclusive = Map.groupBy(report.inconclusive, ({ rule }) => rule);
  const missing = missingModes(report.coverage);
  return [
    { name: 'preflight', cases: report.preflight.map(preflightCase) },
    { name: 'coverage', cases: report.coverage.map(coverageCase) },
    ...rules.map((rule) => ruleSuite(rule, findings.get(rule.id) ?? [], inconclusive.get(rule.id) ?? [], missing)),
  ].filter(({ cases }) => cases.length > 0);
};

/**
 * JUnit XML: a suite for each rule, a case for each app it speaks of. Open findings are failures. What could not be
 * checked is `skipped`, neither a pass nor a failure, as the exit code has it; `--fail-on-inconclusive` is the gate for
 * it. Waived findings and those of the baseline are `skipped` too, with the reason.
 */
export const junit: Reporter = (report, { rules }) => {
  const suites = suitesOf(report, rules);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sf-clientapp audit" ${counts(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.map(suiteText),
    '</testsuites>',
    '',
  ].join('\n');
};
