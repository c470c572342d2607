import type { CatalogueRule } from '../audit/catalogue.js';
import { severityNames, type Reference } from '../audit/rule.js';

const startMark = '<!-- Generated from the rule by "npm run docs:rules"; write only below the end mark. -->';
const endMark = '<!-- End of the generated part. -->';

/** Element names stand in the texts, and are no tags of the page. */
const plain = (text: string): string => text.replaceAll('<', '&lt;');

const cell = (text: string): string => plain(text).replaceAll('|', '\\|');

const section = (title: string, text: string | undefined): string[] => (text ? [`## ${title}`, text] : []);

const link = ({ id, edition, url }: Reference): string =>
  `- ${url === undefined ? id : `[${id}](${url})`}${edition === undefined ? '' : `, ${edition}`}`;

const places = { source: 'source files', org: 'orgs' } as const;

const fixNames = {
  safe: '`--fix`',
  unsafe: '`--fix --unsafe-fixes`',
  mixed: '`--fix`, some only with `--unsafe-fixes`',
} as const;

/** How `audit run` can fix the rule's findings, in a few words. */
const fixOf = ({ fix }: CatalogueRule): string => (fix ? fixNames[fix.safety] : 'by hand');

const head = (rule: CatalogueRule): string => {
  const rows = [
    ['Rule', `\`${rule.id}\``],
    ['Severity', `${severityNames[rule.severity]} (${rule.severity})`],
    ['Looks at', rule.modes.map((mode) => places[mode]).join(', ')],
    ['Tags', rule.tags.join(', ')],
    ['Fix', fixOf(rule)],
  ];
  return [
    startMark,
    `# ${plain(rule.title)}`,
    ['| | |', '| --- | --- |', ...rows.map(([name = '', value = '']) => `| ${name} | ${cell(value)} |`)].join('\n'),
    ...section('Why it matters', plain(rule.description)),
    ...section('Evidence', rule.evidence && plain(rule.evidence)),
    ...section('Confidence', rule.confidence && plain(rule.confidence)),
    ...section('Right to pass', rule.exceptions && plain(rule.exceptions)),
    ...section('What to do', plain(rule.remedy)),
    ...section('Automatic fix', rule.fix && plain(rule.fix.about)),
    ...section('Related to', rule.references.map(link).join('\n')),
    endMark,
  ].join('\n\n');
};

/** What was written by hand on the page of a rule: its examples. */
export const examplesOf = (page: string): string => {
  const end = page.indexOf(endMark);
  return end === -1 ? page.trim() : page.slice(end + endMark.length).trim();
};

/** The page of a rule with its generated part as the rule is now; what was written by hand stays. */
export const rulePage = (rule: CatalogueRule, page = ''): string =>
  `${head(rule)}\n\n${examplesOf(page) || '## Bad\n\n## Good'}\n`;

const aboutFixes = [
  '`--fix` edits source files where that changes nothing that an app does for its users; `--unsafe-fixes` with it also edits ' +
    'what clients or users may rely on, so test before you deploy. Only the lines that a fix is about change. Each file must still ' +
    'be what was audited, lie in the audited directories and be no link; afterwards everything is audited again, and an edit ' +
    'whose finding is still there is taken back.',
  'Without a fix, on purpose: callbacks, address ranges, missing grants and missing owners, which nobody can decide from the ' +
    'file; self-authorisation of an app that names no permission set, and API Access Control, which would lock people out; ' +
    'secrets outside of client app metadata. A manifest is never edited: where a fix goes against it, `manifest-drift` says so.',
].join('\n\n');

/** The list of all pages. */
export const ruleIndex = (rules: readonly CatalogueRule[]): string => {
  const rows = rules.map((rule) => {
    const { id, title, severity, modes } = rule;
    const looksAt = modes.map((mode) => places[mode]).join(', ');
    return `| [${id}](${id}.md) | ${cell(title)} | ${severityNames[severity]} | ${looksAt} | ${fixOf(rule)} |`;
  });
  return (
    [
      startMark,
      '# Rules of the audit',
      '`sf clientapp audit run` looks for these; `sf clientapp audit rules --view detail` shows the same pages in the terminal.',
      ['| Rule | | Severity | Looks at | Fix |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'),
      '## Fixes',
      aboutFixes,
    ].join('\n\n') + '\n'
  );
};
