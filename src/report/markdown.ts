import type { AuditFinding, AuditPreflight } from '../audit/result.js';
import { markdownText as md } from './markdownText.js';
import { placeText } from './placeText.js';
import type { AuditReport, Reporter } from './report.js';
import { stateOf, type FindingState } from './state.js';
import { unchecked } from './unchecked.js';

/** GitHub refuses a comment of more than 65,536 characters; some room is left for what a workflow adds. */
const mostCharacters = 60_000;

/** By this a workflow finds its own comment again, to renew it. */
const marker = '<!-- sf-clientapp audit -->';

const mostInTable = 20;

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const severityOrder = ['Critical', 'High', 'Moderate', 'Low', 'Info'] as const;

const countsText = (findings: readonly AuditFinding[]): string =>
  severityOrder
    .map((name) => [findings.filter(({ severityName }) => severityName === name).length, name] as const)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(', ');

const where = (finding: AuditFinding): string => md(placeText(finding) || finding.app || 'no place of its own', 300);

const details = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(head), row(head.map(() => '---')), ...rows].join('\n');

/** As many items as there is room for; what is left out is counted, never dropped silently. */
const fit = (items: readonly string[], room: number, what: string): string => {
  const kept: string[] = [];
  let length = 0;
  for (const item of items) {
    length += item.length + 1;
    if (length > room) break;
    kept.push(item);
  }
  const left = items.length - kept.length;
  return [...kept, ...(left > 0 ? [`\n_${plural(left, what)} more: see the full report._`] : [])].join('\n');
};

const heldText = ({ held, reason }: AuditPreflight): string =>
  held === 'unknown' ? `not known whether it is held (${md(reason ?? 'no reason given')})` : 'missing';

const preflightLines = (preflight: readonly AuditPreflight[]): string[] =>
  preflight
    .filter(({ held }) => held !== true)
    .map(
      (item) => `- **${md(item.org, 100)}**: ${md(item.label, 100)} is ${heldText(item)}, so ${md(item.hides, 300)}`,
    );

/** First in every report: what it cannot speak of. */
const blindSpots = (report: AuditReport): string[] => {
  const missing = preflightLines(report.preflight);
  const lines = unchecked(report).map((line) => `- ${md(line, 600)}`);
  if (missing.length + lines.length === 0) return [];
  const summary = `<b>Not everything could be checked</b>: ${plural(missing.length, 'missing permission')}, ${plural(lines.length, 'gap')}`;
  return [details(summary, fit([...missing, ...lines], 12_000, 'line'))];
};

const overview = ({ summary }: AuditReport): string => {
  const { apps, critical, high, moderate, low, info, waived, baseline, inconclusive } = summary;
  return table(
    ['Client apps', 'Critical', 'High', 'Moderate', 'Low', 'Info', 'Waived', 'In the baseline', 'Not answered'],
    [row([apps, critical, high, moderate, low, info, waived, baseline, inconclusive].map(String))],
  );
};

const worst = (open: readonly AuditFinding[]): string[] => {
  if (open.length === 0) return [];
  const shown = open.toSorted((a, b) => a.severity - b.severity).slice(0, mostInTable);
  const rows = shown.map((finding) =>
    row([
      finding.severityName,
      `\`${finding.rule}\``,
      md(finding.app || '-', 100),
      md(finding.message, 300),
      where(finding),
    ]),
  );
  const heading = open.length > shown.length ? `### The worst ${shown.length} of ${open.length}` : '### Findings';
  const head = table(['Severity', 'Rule', 'App', 'Finding', 'Where'], []);
  return [heading, `${head}\n${fit(rows, 12_000, 'finding')}`];
};

const standing = (finding: AuditFinding): string[] => [
  ...(finding.severityReason === undefined ? [] : [`Severity: ${md(finding.severityReason)}`]),
  ...(finding.alsoIn ? [`Also in: ${md(finding.alsoIn.join(', '))}`] : []),
  ...(finding.waived
    ? [
        `Waived by ${md(finding.waived.owner, 200)} until ${md(finding.waived.expires, 20)}: ${md(finding.waived.reason)}`,
      ]
    : []),
  ...(finding.fix
    ? [
        `Fix (${finding.fix.kind}, ${finding.fix.status}): ${md(finding.fix.description)}${finding.fix.reason === undefined ? '' : `; ${md(finding.fix.reason)}`}`,
      ]
    : []),
];

const item = (finding: AuditFinding): string =>
  [
    `- **${finding.severityName}** \`${finding.rule}\`: ${md(finding.message)}`,
    `Where: ${where(finding)}${finding.user === undefined ? '' : `, user ${md(finding.user, 200)}`}`,
    `Seen: ${md(finding.evidence)} (confidence ${finding.confidence})`,
    ...standing(finding),
    `Remedy: ${md(finding.remedy)}`,
  ].join('<br>');

/** Apps in the order of their worst finding, which is the order of the findings. */
const byApp = (open: readonly AuditFinding[]): string[] =>
  [...Map.groupBy(open, ({ app }) => app)].map(([app, findings]) =>
    details(
      `<b>${md(app || 'Project and org', 200)}</b>: ${countsText(findings)}`,
      fit(findings.map(item), 8_000, 'finding'),
    ),
  );

const titles: ReadonlyArray<[Exclude<FindingState, 'open'>, string]> = [
  ['baseline', 'In the baseline'],
  ['waived', 'Waived'],
  ['fixed', 'Fixed in this run'],
];

const settled = (findings: readonly AuditFinding[]): string[] =>
  titles.flatMap(([state, title]) => {
    const those = findings.filter((finding) => stateOf(finding) === state);
    if (those.length === 0) return [];
    return [details(`${title}: ${countsText(those)}`, fit(those.map(item), 4_000, 'finding'))];
  });

const verdict = (open: readonly AuditFinding[], { summary }: AuditReport): string =>
  open.length === 0
    ? `## Client app audit: no open finding in ${plural(summary.apps, 'client app')}`
    : `## Client app audit: ${countsText(open)}`;

/** For the comment of a pull request: the worst at a glance, the rest folded, never longer than GitHub takes. */
export const markdown: Reporter = (report, { version }) => {
  const open = report.findings.filter((finding) => stateOf(finding) === 'open');
  const head = [marker, verdict(open, report), ...blindSpots(report), overview(report), ...worst(open)];
  const tail = [...settled(report.findings), `<sub>sf-clientapp ${md(version, 50)}</sub>`];
  const used = [...head, ...tail].reduce((sum, part) => sum + part.length + 2, 0);
  const apps = byApp(open).map((part) => `${part}\n`);
  const folded = open.length === 0 ? [] : ['### By app', fit(apps, mostCharacters - used - 200, 'app')];
  return `${[...head, ...folded, ...tail].join('\n\n')}\n`;
};
